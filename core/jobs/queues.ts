import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { MailPriority } from '../delivery/outbox.ts'
import type { ExportId, IdentityId, LetterId } from '../ids.ts'
import { type Language, languages } from '../language.ts'
import type { Log } from '../log.ts'
import { chatPlatforms, type Platform } from '../platform.ts'
import { openBackend } from './backend.ts'

/**
 * Wakes people up; PostgreSQL is the truth. A job carries ids only: no text, no sender, no platform id.
 * The queue may be emptied at any moment: the sweep and the dispatcher's own look find what is due.
 */
export type Queues = {
  /** A letter is to be released at this moment of the domain clock. */
  releaseAt(letterId: LetterId, at: Date): void
  /** Somebody who reads this language became eligible: letters that seek a reader may find one. */
  seekReaders(language: Language): void
  /** An archive was asked for. */
  makeExport(exportId: ExportId): void
  /** Tells the dispatcher of a platform, in whichever process it runs, that a recipient has mail. */
  wakeDispatcher(wake: { platform: Platform; recipient: IdentityId; priority: MailPriority }): void
  /** Starts doing the letters' jobs in this process, and sweeping. */
  work(work: LetterWork): Promise<Working>
  /** Starts handing wake-ups of a platform to the dispatcher that runs in this process. */
  hearWakes(platform: Platform, wake: (recipient: IdentityId, priority?: MailPriority) => unknown): Working
  /** Whether the queue answers within two seconds; never throws. */
  health(): Promise<boolean>
  /** What was asked before is in the queue when this resolves, unless the queue is away. */
  close(): Promise<void>
}

/** `sweep` is called every few seconds and whenever the clock was moved, never twice at a time in one process. */
export type LetterWork = {
  release(letterId: LetterId): Promise<void>
  seek(language: Language): Promise<void>
  makeExport(exportId: ExportId): Promise<void>
  /** Recommendations learn what readers did since the last time. */
  refreshTaste(): Promise<void>
  sweep(): Promise<void>
}

export type Working = { close(): Promise<void> }

/** The queue of what happens to letters. */
export const LETTERS = 'letters'
/** The queue of what recommendations learn: apart, since learning may take its time and letters may not. */
export const TASTE = 'taste'
/** All queues there are. */
export const queueNames = [LETTERS, TASTE, ...chatPlatforms.map((platform) => `wake-${platform}` as const)] as const
const SWEEP_EVERY_MS = 5_000
const CONCURRENCY = 8
/** Jobs of letters are counted by the minute for so long; wake-ups, which are many and light, are not counted. */
const COUNTED_MINUTES = 60
const KEEP_FAILED = 500
const ADD_WITHIN_MS = 500
const HEALTH_WITHIN_MS = 2_000
/** How often recommendations learn, and how soon their schedule is there again when the queue was emptied. */
const REFRESH_EVERY_MS = 60_000

/** Opens the queues on PostgreSQL, or on Redis when there is a `redisUrl`. */
export async function openQueues(options: {
  databaseUrl: string
  redisUrl: string | undefined
  clock: Clock
  log: Log
  /** How often recommendations learn. */
  refreshEveryMs?: number
  /** How often whatever is due is looked for. */
  sweepEveryMs?: number
}): Promise<Queues> {
  const { clock, log, refreshEveryMs = REFRESH_EVERY_MS, sweepEveryMs = SWEEP_EVERY_MS } = options
  const complain = (error: unknown) => log.warn({ err: error }, 'queue: trouble')
  const backend = await openBackend(options, complain)
  const letters = backend.queue(LETTERS)
  const taste = backend.queue(TASTE)
  const wakes = new Map(chatPlatforms.map((platform) => [platform, backend.queue(`wake-${platform}`)]))
  const workers = new Set<Working>()
  const kept = { removeOnComplete: true, removeOnFail: KEEP_FAILED }

  const adding = new Set<Promise<void>>()
  const add = (
    queue: typeof letters | undefined,
    name: string,
    data: object,
    more: { delay?: number; once?: string } = {},
  ) => {
    const deduplication = more.once ? { deduplication: { id: more.once, keepLastIfActive: true } } : {}
    const added = queue?.add(name, data, { ...kept, ...deduplication, ...(more.delay ? { delay: more.delay } : {}) })
    const noted = Promise.resolve(added)
      .then(() => undefined, complain)
      .then(() => void adding.delete(noted))
    adding.add(noted)
  }
  const releaseAt = (letterId: LetterId, at: Date) =>
    add(
      letters,
      'release',
      { letterId, at: at.getTime() },
      { delay: Math.max(0, at.getTime() - clock.now().getTime()) },
    )
  const opened = (worker: { close(force: boolean): Promise<void> }): Working => {
    const working = {
      close: async () => {
        workers.delete(working)
        await Promise.race([worker.close(backend.away()), backend.lost()])
      },
    }
    workers.add(working)
    return working
  }
  /** The net under the queue does not hang on the queue: an emptied one would never ask again. */
  const startSweeping = (work: LetterWork) => {
    let again = false
    let sweeping: Promise<void> | undefined
    const sweep = () => {
      again = sweeping !== undefined
      sweeping ??= work
        .sweep()
        .catch((error) => log.warn({ err: error }, 'sweep: broke off; the next one goes on'))
        .finally(() => {
          sweeping = undefined
          if (again) sweep()
        })
    }
    const stopListening = clock.onMove(sweep)
    const timer = setInterval(sweep, sweepEveryMs)
    sweep()
    workers.add({
      async close() {
        stopListening()
        clearInterval(timer)
        again = false
        await sweeping
      },
    })
  }

  const keepSchedule = () => {
    const schedule = async () =>
      void (await taste.upsertJobScheduler('refresh', { every: refreshEveryMs }, { name: 'refresh', opts: kept }))
    const keep = async () => {
      // The schedule alone does nothing: each of its jobs brings the next one.
      const jobs = await taste.getJobCountByTypes('delayed', 'waiting', 'active')
      if (jobs === 0 || !(await taste.getJobScheduler('refresh'))) await schedule()
    }
    const noted = (writing: Promise<void>) => {
      const written = writing.catch(complain).then(() => void adding.delete(written))
      adding.add(written)
    }
    const timer = setInterval(() => noted(keep()), refreshEveryMs)
    noted(schedule())
    workers.add({ close: async () => clearInterval(timer) })
  }

  return {
    releaseAt,
    seekReaders: (language) => add(letters, 'seek', { language }, { once: `seek-${language}` }),
    makeExport: (exportId) => add(letters, 'export', { exportId }, { once: exportId }),
    wakeDispatcher: ({ platform, recipient, priority }) =>
      add(wakes.get(platform), 'wake', { recipient, priority }, { once: recipient }),
    async work(work) {
      startSweeping(work)
      keepSchedule()
      const doJob = async ({ name, data }: { name: string; data: JobData }) => {
        // A queue on another machine may be some milliseconds ahead of us.
        const early = name === 'release' && data.at !== undefined && data.at > clock.now().getTime()
        if (early && data.letterId) releaseAt(data.letterId, new Date(data.at ?? 0))
        else await doLetterJob(work, name, data)
      }
      const metrics = { maxDataPoints: COUNTED_MINUTES }
      opened(backend.worker(TASTE, () => work.refreshTaste(), { concurrency: 1, metrics }))
      return opened(backend.worker(LETTERS, doJob, { concurrency: CONCURRENCY, metrics }))
    },
    hearWakes: (platform, wake) =>
      opened(
        backend.worker(`wake-${platform}`, async ({ data }) => void wake(data.recipient, data.priority), {
          concurrency: CONCURRENCY,
        }),
      ),
    async health() {
      const answers = letters.getWaitingCount().then(
        () => true,
        () => false,
      )
      return Promise.race([answers, wait(HEALTH_WITHIN_MS, false, { ref: false })])
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.close()))
      await Promise.race([Promise.all(adding), wait(ADD_WITHIN_MS, undefined, { ref: false })])
      await Promise.all([letters, taste, ...wakes.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

type JobData = { letterId?: LetterId; at?: number; language?: Language; exportId?: ExportId }

async function doLetterJob(work: LetterWork, name: string, data: JobData): Promise<void> {
  if (name === 'release' && data.letterId) return work.release(data.letterId)
  if (name === 'export' && data.exportId) return work.makeExport(data.exportId)
  const language = languages.find((known) => known === data.language)
  if (name === 'seek' && language) return work.seek(language)
}
