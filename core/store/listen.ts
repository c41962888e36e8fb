import pg from 'pg'
import { pause, type Time, whenAborted } from '../time.ts'

const CONNECT_WITHIN_MS = 10_000
const AGAIN_FIRST_MS = 200
const AGAIN_MOST_MS = 30_000
const END_WITHIN_MS = 1_000

/**
 * Hears what any process says on a channel of the database (postgresql.org/docs/current/sql-notify.html), on a connection
 * of its own that comes back by itself. Only for what may get lost: nothing is kept, and nobody hears what was said while
 * the connection was broken.
 */
export function listen(
  { url, channel, time }: { url: string; channel: string; time: Time },
  hear: (said: string) => void,
): { close(): Promise<void> } {
  const closing = new AbortController()
  let failures = 0

  const listenOnce = async () => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      keepAlive: true,
      application_name: 'wiro listening',
    })
    let forget = () => {}
    const over = new Promise<void>((resolve) => {
      client.on('error', () => resolve()).on('end', () => resolve())
      forget = whenAborted(closing.signal, resolve)
    })
    client.on('notification', ({ payload }) => hear(payload ?? ''))
    try {
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
      failures = 0
      await over
    } finally {
      forget()
      await Promise.race([client.end().catch(() => undefined), pause(time, END_WITHIN_MS)])
    }
  }

  const loop = async () => {
    while (!closing.signal.aborted) {
      await listenOnce().catch(() => undefined)
      await pause(time, Math.min(AGAIN_MOST_MS, AGAIN_FIRST_MS * 2 ** failures++), closing.signal)
    }
  }
  const done = loop()
  return {
    async close() {
      closing.abort()
      await done
    },
  }
}
