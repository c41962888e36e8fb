import { TelegramError } from 'telegraf'
import type { Update } from 'telegraf/types'
import type { Log } from '../../core/log.ts'
import type { Random } from '../../core/random.ts'
import { machineTime, pause, type Time } from '../../core/time.ts'
import { endsInAlbum } from './albums.ts'
import { type Api, CALL_TIMEOUT_MS } from './api.ts'
import { outcomeOf } from './outcome.ts'

export type Polling = {
  /** What is in the way of receiving, in words for the operator; undefined while all is well. */
  problem(): string | undefined
  /** Asks for nothing more and resolves when the last batch is committed or given up. */
  stop(): Promise<void>
}

/** The longest that Telegram holds a request (tdlib/telegram-bot-api Client.cpp). */
const LONG_POLL_SECONDS = 50
const BATCH_MOST = 100
const ALBUM_PAUSE_MS = 200
const ALBUM_LOOKS_MOST = 5

/**
 * Asks Telegram for updates, one request after the other, and names an offset only once everything below it is
 * committed: asking with an offset is what confirms (core.telegram.org/bots/api#getupdates). telegraf's own loop confirms
 * a whole batch although a handler failed. Nothing ends this loop but `stop`; what fails is tried again, ever less often.
 *
 * `commit` stores a batch together with the next offset. `mayGoOn` is asked before every request and every commit.
 */
export function startPolling(options: {
  api: Api
  log: Log
  offset: number | undefined
  commit(updates: Update[], nextOffset: number): Promise<void>
  mayGoOn(): boolean
  /** Resolves when there is room for more work. */
  room?(): Promise<void>
  time?: Time
  random?: Random
}): Polling {
  const { api, log, commit, mayGoOn, room = async () => undefined, time = machineTime, random = Math.random } = options
  const stopping = new AbortController()
  let offset = options.offset
  let problem: string | undefined = 'not yet connected'
  let logged: string | undefined
  let failures = 0

  const step = async () => {
    // A short request first, and after trouble: it tells at once that all is well.
    const seconds = problem ? 0 : LONG_POLL_SECONDS
    const updates = await wholeAlbums(await askForUpdates(api, { offset, seconds, signal: stopping.signal }))
    const last = updates.at(-1)
    if (last) {
      if (!mayGoOn()) return
      await committing(commit(updates, last.update_id + 1))
      offset = last.update_id + 1
    }
    problem = undefined
    // A short request proves little: a second reader shows only while we wait.
    if (seconds > 0 || last) recovered()
    await room()
  }

  /** An album comes in several messages without an end mark: asked again, unconfirmed, until it grows no more. */
  const wholeAlbums = async (updates: Update[]): Promise<Update[]> => {
    let all = updates
    for (let looks = 0; looks < ALBUM_LOOKS_MOST && endsInAlbum(all) && all.length < BATCH_MOST; looks++) {
      await pause(time, ALBUM_PAUSE_MS, stopping.signal)
      const more = await askForUpdates(api, { offset: all[0]?.update_id, seconds: 0, signal: stopping.signal })
      if (more.length <= all.length) return all
      all = more
    }
    return all
  }

  const recovered = () => {
    if (logged) log.info('telegram: receiving again')
    logged = undefined
    failures = 0
  }

  const failed = async (error: unknown) => {
    const trouble = troubleOf(error, ++failures, random)
    problem = trouble.problem
    if (problem !== logged) log.warn({ err: error }, `telegram: ${problem}`)
    logged = problem
    await pause(time, trouble.waitMs, stopping.signal)
  }

  const loop = async () => {
    while (!stopping.signal.aborted && mayGoOn()) {
      await step().catch((error) => (stopping.signal.aborted ? undefined : failed(error)))
    }
  }

  const done = loop()
  return {
    problem: () => problem,
    async stop() {
      stopping.abort()
      await done
    },
  }
}

function askForUpdates(
  api: Api,
  { offset, seconds, signal }: { offset: number | undefined; seconds: number; signal: AbortSignal },
) {
  return api.call(
    'getUpdates',
    {
      ...(offset === undefined ? {} : { offset }),
      timeout: seconds,
      limit: BATCH_MOST,
      // The server remembers the last list, and its own default leaves reactions out: always say it.
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction'],
    },
    { timeoutMs: seconds * 1000 + CALL_TIMEOUT_MS, signal },
  )
}

/** A batch that could not be stored. */
class NotCommitted extends Error {
  override name = 'NotCommitted'
}

const committing = (commit: Promise<void>) =>
  commit.catch((cause) => {
    throw new NotCommitted('a batch could not be stored', { cause })
  })

const MOST_PAUSE_MS = 30_000

/** What went wrong, in words for the operator, and how long to wait. `failures` counts those in a row. */
function troubleOf(error: unknown, failures: number, random: Random): { problem: string; waitMs: number } {
  const patient = Math.min(MOST_PAUSE_MS, 500 * 2 ** failures) * (0.75 + random() / 2)
  if (error instanceof NotCommitted) return { problem: NOT_STORED, waitMs: patient }
  if (error instanceof TelegramError && error.code === 409) {
    const problem = /webhook/i.test(error.description) ? STRAY_WEBHOOK : SECOND_READER
    return { problem, waitMs: Math.max(CONFLICT_PAUSE_MS, patient) }
  }
  const failure = outcomeOf(error)
  if (failure.kind !== 'later') return { problem: UNREACHABLE, waitMs: patient }
  if (failure.reason === 'token-refused') return { problem: TOKEN_REFUSED, waitMs: MOST_PAUSE_MS }
  if (failure.reason === '429') return { problem: 'Telegram asks to wait', waitMs: failure.afterMs }
  return { problem: UNREACHABLE, waitMs: patient }
}

/** Telegram holds back the answer to conflicts that follow sooner (tdlib/telegram-bot-api Client.cpp). */
const CONFLICT_PAUSE_MS = 3_000
const UNREACHABLE = 'Telegram cannot be reached'
const NOT_STORED = 'what arrives cannot be stored: is the database away?'

const SECOND_READER =
  'another program receives with the same TELEGRAM_TOKEN; stop it, or give this one a bot of its own. Trying again.'

/**
 * A webhook is never removed from here: this program never sets one, so it belongs to another that may be alive, and
 * removing it would silence that one without a word.
 */
const STRAY_WEBHOOK =
  'a webhook is set for this TELEGRAM_TOKEN, so another program receives its messages. If none does any more, remove it ' +
  'by opening https://api.telegram.org/bot<TELEGRAM_TOKEN>/deleteWebhook in a browser. Trying again.'

export const TOKEN_REFUSED =
  'Telegram does not accept TELEGRAM_TOKEN: copy it again from @BotFather (/mybots, your bot, API Token) and start again'
