import type { Clock } from '../clock.ts'
import type { IdentityId, LetterId } from '../ids.ts'
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
  /** Look for everything that is due, now. */
  sweepSoon(): void
  /** Tells the dispatcher of a platform, in whichever process it runs, that a recipient has mail. */
  wakeDispatcher(platform: Platform, recipient: IdentityId): void
  /** Starts doing the letters' jobs in this process. */
  work(work: LetterWork): Promise<Working>
  /** Starts handing wake-ups of a platform to the dispatcher that runs in this process. */
  hearWakes(platform: Platform, wake: (recipient: IdentityId) => void): Working
  health(): Promise<boolean>
  close(): Promise<void>
}

export type LetterWork = {
  release(letterId: LetterId): Promise<void>
  seek(language: Language): Promise<void>
  sweep(): Promise<void>
}

export type Working = { close(): Promise<void> }

const LETTERS = 'letters'
const SWEEP_EVERY_MS = 5_000
const CONCURRENCY = 8
const KEEP_FAILED = 500

/** Opens the queues on PostgreSQL, or on Redis when there is a `redisUrl`. */
export async function openQueues(options: {
  databaseUrl: string
  redisUrl: string | undefined
  clock: Clock
  log: Log
}): Promise<Queues> {
  const { clock, log } = options
  const complain = (error: unknown) => log.warn({ err: error }, 'queue: trouble')
  const backend = await openBackend(options, complain)
  const letters = backend.queue(LETTERS)
  const wakes = new Map(chatPlatforms.map((platform) => [platform, backend.queue(`wake-${platform}`)]))
  const workers = new Set<Working>()
  const kept = { removeOnComplete: true, removeOnFail: KEEP_FAILED }

  const add = (
    queue: typeof letters | undefined,
    name: string,
    data: object,
    more: { delay?: number; once?: string } = {},
  ) => {
    const deduplication = more.once ? { deduplication: { id: more.once, keepLastIfActive: true } } : {}
    void queue
      ?.add(name, data, { ...kept, ...deduplication, ...(more.delay ? { delay: more.delay } : {}) })
      .catch(complain)
  }
  const opened = (worker: Working): Working => {
    const working = {
      close: async () => {
        workers.delete(working)
        await worker.close()
      },
    }
    workers.add(working)
    return working
  }
  const sweepSoon = () => add(letters, 'sweep', {}, { once: 'sweep' })
  const stopListening = clock.onMove(sweepSoon)

  return {
    releaseAt: (letterId, at) =>
      add(letters, 'release', { letterId }, { delay: Math.max(0, at.getTime() - clock.now().getTime()) }),
    seekReaders: (language) => add(letters, 'seek', { language }, { once: `seek-${language}` }),
    sweepSoon,
    wakeDispatcher: (platform, recipient) => add(wakes.get(platform), 'wake', { recipient }, { once: recipient }),
    async work(work) {
      await letters.upsertJobScheduler('sweep', { every: SWEEP_EVERY_MS }, { name: 'sweep', opts: kept })
      return opened(
        backend.worker(LETTERS, (job) => doLetterJob(work, job.name, job.data), { concurrency: CONCURRENCY }),
      )
    },
    hearWakes: (platform, wake) =>
      opened(backend.worker(`wake-${platform}`, async (job) => wake(job.data.recipient), { concurrency: CONCURRENCY })),
    async health() {
      return letters.getWaitingCount().then(
        () => true,
        () => false,
      )
    },
    async close() {
      stopListening()
      await Promise.all([...workers].map((worker) => worker.close()))
      await Promise.all([letters, ...wakes.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

async function doLetterJob(
  work: LetterWork,
  name: string,
  data: { letterId?: LetterId; language?: Language },
): Promise<void> {
  if (name === 'sweep') return work.sweep()
  if (name === 'release' && data.letterId) return work.release(data.letterId)
  const language = languages.find((known) => known === data.language)
  if (name === 'seek' && language) return work.seek(language)
}
