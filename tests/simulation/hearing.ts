import type pg from 'pg'
import { openEvents } from '../../bots/telegram/events.ts'
import { startPolling } from '../../bots/telegram/poll.ts'
import type { Core } from '../../core/core.ts'
import type { Lease } from '../../core/delivery/lease.ts'
import { type StoredEvent, settleEvent } from '../../core/inbound/inbound.ts'
import { inPg } from '../../core/store/transaction.ts'
import type { Owner } from './scheduler.ts'
import type { Updates } from './updates.ts'

/** Receives as the holder of the lease does; what follows from an update is a line in a table of the simulation's own. */
export function hear(
  core: Core,
  { updates, owner, lease, hasty }: { updates: Updates; owner: Owner; lease: Lease; hasty: boolean },
): { stop(): void } {
  const closing = new AbortController()
  const events = openEvents(core, {
    botId: '1',
    lease,
    handle: (event) => handle(core, event).catch(() => undefined),
    closing: closing.signal,
  })
  const { commit, room } = events
  const begin = async () => {
    const offset = await events.nextOffset()
    await events.rerun()
    startPolling({
      api: updates.api(owner),
      log: core.log,
      time: core.time,
      random: core.random,
      offset,
      // A planted bug: Telegram is told that a batch is safe before it is.
      commit: hasty ? async (...batch) => void commit(...batch).catch(() => undefined) : commit,
      room,
      mayGoOn: lease.held,
    })
  }
  void begin().catch(() => undefined)
  return {
    stop() {
      closing.abort()
      void events.close()
    },
  }
}

async function handle(core: Core, event: StoredEvent): Promise<void> {
  const { update_id: id, message } = JSON.parse(event.payload)
  await inPg(core, (tx) => tx.run(NOTE, [id, message.from.id]))
  await settleEvent(core, { platform: 'telegram', key: event.key })
}

const NOTE = 'insert into simulated_turn (update_id, person) values ($1, $2) on conflict do nothing'

export const PREPARE = `create table if not exists simulated_turn (seq bigserial, update_id bigint primary key, person bigint);
  truncate simulated_turn restart identity`

/** What was said has led to one turn each, in the order of its person. */
export async function faultsOfHearing(real: pg.Pool, { said }: Updates): Promise<string[]> {
  const { rows } = await real.query('select update_id::int as id, person::int from simulated_turn order by seq')
  const faults = said
    .filter(({ id }) => !rows.some((row) => row.id === id))
    .map(({ id }) => `update ${id} was never handled`)
  const latest = new Map<number, number>()
  for (const { id, person } of rows) {
    if (id < (latest.get(person) ?? 0)) faults.push(`update ${id} was handled after a later one of its person`)
    latest.set(person, id)
  }
  return faults
}
