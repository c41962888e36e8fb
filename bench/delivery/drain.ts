import { refreshSlots } from '../../core/accounts/readerSlots.ts'
import type { Core } from '../../core/core.ts'
import { type AccountId, type DeliveryId, type IdentityId, type LetterId, newId } from '../../core/ids.ts'
import { sweepLetters } from '../../core/letters/sweepLetters.ts'
import { inPg } from '../../core/store/transaction.ts'
import { addLetters, addReaders, type Reader } from './post.ts'

const READERS = 2_000
const WRITERS = 2_000
const AT_ONCE = 8

/**
 * So many letters to strangers fall due at the same moment: how fast each has found its reader, with delivery and notice
 * written; beside plain inserts of the same rows, one transaction each, the same number at a time.
 */
export async function measureDrain(core: Core, letters: number): Promise<Record<string, number>> {
  const readers = await addReaders(core, READERS, 6_000_000_000)
  for (const { accountId } of readers) await inPg(core, (tx) => refreshSlots(core, tx, accountId))
  const writers = await addReaders(core, WRITERS, 7_000_000_000)
  await addDue(core, writers, letters)
  await core.db.pg.query('analyze')
  const began = performance.now()
  while (await anyDue(core)) await sweepLetters(core)
  const drained = letters / ((performance.now() - began) / 1000)
  const inserted = await plainInserts(core, readers, letters)
  return {
    drain_per_s: Math.round(drained),
    plain_inserts_per_s: Math.round(inserted),
    insert_ratio: Math.round((drained / inserted) * 1000) / 1000,
  }
}

async function anyDue(core: Core): Promise<boolean> {
  const { rows } = await core.db.pg.query(`select count(*)::int as left from letter where state = 'travelling'`)
  process.stderr.write(`\r${rows[0].left} letters are due   `)
  return rows[0].left > 0
}

async function addDue(core: Core, writers: Reader[], count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => newId<LetterId>(core.clock.now()))
  const from = ids.map((_, n) => (writers[n % writers.length] as Reader).accountId)
  await addLetters(core, { ids, writers: from, state: 'travelling', signatures: ids.map(() => 'w') })
}

/** A delivery, its notice, and the letter's new state: what a release writes, without choosing anybody. */
async function plainInserts(core: Core, readers: Reader[], count: number): Promise<number> {
  const { rows } = await core.db.pg.query(`select id from letter where state = 'delivered' limit $1`, [count])
  await core.db.pg.query('delete from delivery; delete from outbox')
  const now = core.clock.now()
  const began = performance.now()
  let next = 0
  const work = async () => {
    for (let n = next++; n < rows.length; n = next++) {
      const { accountId, identityId } = readers[n % readers.length] as Reader
      await insertOne(core, { letter: rows[n].id, accountId, identityId, now })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return rows.length / ((performance.now() - began) / 1000)
}

type Plain = { letter: LetterId; accountId: AccountId; identityId: IdentityId; now: Date }

function insertOne(core: Core, { letter, accountId, identityId, now }: Plain): Promise<void> {
  const id = newId<DeliveryId>(now)
  return inPg(core, async ({ pg }) => {
    await pg.query({
      name: 'bench_delivery',
      text: `insert into delivery (id, letter_id, reader_id, state, created_at) values ($1, $2, $3, 'waiting', $4)`,
      values: [id, letter, accountId, now],
    })
    await pg.query({
      name: 'bench_outbox',
      text: `insert into outbox (platform, identity_id, priority, parcel, once_key, due_at, created_at) values ('telegram', $1, 1, $2, $3, $4, $4)`,
      values: [identityId, { kind: 'letter-arrived', deliveryId: id }, `arrived:${id}`, now],
    })
    await pg.query({
      name: 'bench_letter',
      text: 'update letter set changed_at = $2 where id = $1',
      values: [letter, now],
    })
  })
}
