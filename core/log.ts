import { randomBytes } from 'node:crypto'
import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/**
 * The service's log. It never carries a body, a platform id or a token: errors are cut to their name, code and stack
 * frames, and every run of seven or more digits and everything shaped like a bot token is struck out of each line.
 */
export function openLog(options: { level: string; destination?: DestinationStream }): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      hooks: { streamWrite: scrub },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  )
}

/**
 * A short name for one unexpected failure: all that the person is shown, and how an operator finds it in the log. Never one
 * that would be struck out there.
 */
export function newIncident(): string {
  const name = randomBytes(4).toString('hex')
  return scrub(name) === name ? name : newIncident()
}

const TELEGRAM_TOKEN = /\d{3,}:[\w-]{30,}/g
const DISCORD_TOKEN = /[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}/g
const LONG_NUMBER = /\d{7,}/g

/** Strikes out what could name somebody. */
function scrub(line: string): string {
  return line.replace(TELEGRAM_TOKEN, '[token]').replace(DISCORD_TOKEN, '[token]').replace(LONG_NUMBER, '#')
}

/** An error without its words: messages of platforms and databases quote what people wrote. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const { name, stack = '' } = error
  const code = 'code' in error ? String(error.code) : undefined
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  const cause = error.cause === undefined ? undefined : describeError(error.cause)
  return { name, code, at: frames.slice(0, 8).map((line) => line.trim()), cause }
}
