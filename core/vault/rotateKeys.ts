import { identityScope } from '../accounts/identityScope.ts'
import type { Core } from '../core.ts'
import { PLATFORM_ID } from '../delivery/recipients.ts'
import { type SealedColumn, sealedColumns } from './sealedColumns.ts'
import { SealBroken } from './vault.ts'

/** How far it is: `done` of `total` things that were under an old key when it began. */
export type Progress = { done: number; total: number; place: string }

export type Rotation = {
  /** Wrapped anew, by place. */
  rewrapped: number
  /** Keyed hashes of people made anew. */
  rehashed: number
  /** Under a key that is not in `WIRO_KEYS` any more, or damaged: left as they were. */
  broken: number
  /** Sealed with an old key while it ran: a process still seals with it. */
  left: number
}

type Selves = Parameters<typeof identityScope>[0]
type Needs = Pick<Core, 'db' | 'vault'>

const BATCH_ROWS = 200

/**
 * Wraps everything that is sealed with an older key with the first key of `WIRO_KEYS`, and finds people by the first
 * lookup key, while the service runs: a row that changes meanwhile is left to the change. What is done stays done, so
 * it may be stopped and begun again at any time. Letters keep their own data keys; only the wrap is new.
 */
export async function rotateKeys(
  core: Needs,
  { onProgress }: { onProgress?: (progress: Progress) => void } = {},
): Promise<Rotation> {
  const rotation: Rotation = { rewrapped: 0, rehashed: 0, broken: 0, left: 0 }
  const total = await countStale(core)
  let seen = 0
  for (const column of sealedColumns) {
    const place = `${column.table}.${column.column}`
    await eachStale(core, column, async (key, sealed) => {
      await rewrap(core, column, key, sealed, rotation)
      onProgress?.({ done: ++seen, total: Math.max(total, seen), place })
    })
  }
  await rehash(core, rotation)
  rotation.left = Math.max(0, (await countStale(core)) - rotation.broken)
  return rotation
}

/** How many things are sealed with an older key than the first. One table after the other: the service goes on meanwhile. */
export async function countStale(core: Needs): Promise<number> {
  const counts = sealedColumns.map(({ table, column }) => `select count(*) as n from ${table} where ${stale(column)}`)
  const all = `select sum(n)::int as n from (${counts.join(' union all ')}) as counted`
  const { rows } = await core.db.pg.query(all, [keyId(core)])
  return Number(rows[0].n)
}

async function rewrap(
  core: Needs,
  { table, key: names, column, purpose }: SealedColumn,
  key: string[],
  sealed: Buffer,
  rotation: Rotation,
): Promise<void> {
  try {
    const fresh = core.vault.rewrap(sealed, purpose(key))
    if (!fresh) return
    const row = Object.entries(names)
      .map(([name, type], at) => `${name} = $${at + 3}::text::${type}`)
      .join(' and ')
    const { rowCount } = await core.db.pg.query(
      `update ${table} set "${column}" = $1 where "${column}" = $2 and ${row}`,
      [Buffer.from(fresh), sealed, ...key],
    )
    rotation.rewrapped += rowCount ?? 0
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    rotation.broken++
  }
}

/** Walks the rows under an older key in the order of their keys, a batch at a time. */
async function eachStale(
  core: Needs,
  { table, key, column }: SealedColumn,
  act: (key: string[], sealed: Buffer) => Promise<void>,
): Promise<void> {
  const names = Object.keys(key).join(', ')
  const types = Object.values(key)
  const asText = Object.keys(key).map((name) => `${name}::text`)
  let after: string[] | undefined
  for (;;) {
    const beyond = after ? `and (${names}) > (${types.map((type, at) => `$${at + 2}::text::${type}`).join(', ')})` : ''
    const { rows } = await core.db.pg.query(
      `select array[${asText}] as key, "${column}" as sealed from ${table} where ${stale(column)} ${beyond} order by ${names} limit ${BATCH_ROWS}`,
      [keyId(core), ...(after ?? [])],
    )
    for (const row of rows) await act(row.key, row.sealed)
    if (rows.length < BATCH_ROWS) return
    after = rows.at(-1).key
  }
}

/** People are found by the first lookup key from now on; the older ones stay good for what only has a hash. */
async function rehash(core: Needs, rotation: Rotation): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await core.db.pg.query(
      `select id, platform, lookup, sealed_id from identity where id > $1::uuid order by id limit ${BATCH_ROWS}`,
      [after],
    )
    for (const { id, platform, lookup, sealed_id } of rows as {
      id: string
      platform: Selves
      lookup: Buffer
      sealed_id: Buffer
    }[]) {
      const fresh = freshLookup(core, platform, sealed_id)
      if (!fresh || fresh.equals(lookup)) continue
      const { rowCount } = await core.db.pg.query('update identity set lookup = $1 where id = $2 and lookup = $3', [
        fresh,
        id,
        lookup,
      ])
      rotation.rehashed += rowCount ?? 0
      await core.db.pg.query('update sanctioned_self set lookup = $1 where platform = $2 and lookup = $3', [
        fresh,
        platform,
        lookup,
      ])
    }
    if (rows.length < BATCH_ROWS) return
    after = rows.at(-1).id
  }
}

function freshLookup(core: Needs, platform: Selves, sealedId: Buffer): Buffer | undefined {
  try {
    return Buffer.from(core.vault.lookup(identityScope(platform), core.vault.open(sealedId, PLATFORM_ID)))
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    return undefined
  }
}

/** See the envelope in vault.ts: version, length of the key's id, the key's id. */
const stale = (column: string) =>
  `"${column}" is not null and substring("${column}" from 3 for get_byte("${column}", 1)) <> $1`
const keyId = ({ vault }: Needs) => Buffer.from(vault.sealsWith)
