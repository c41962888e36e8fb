import type pg from 'pg'
import { shortId } from '../../core/ids.ts'
import type { Person, SeenMessage } from '../../sandbox/person.ts'

export type Tally = {
  letters: number
  lost: number
  doubled_discord: number
  doubled_telegram: number
  doubled_telegram_unexplained: number
  ambiguous_telegram: number
  out_of_order: number
  unsettled: number
  inbound_lost: number
}

/** Transactions that overlap have no order; those whose mail was written further apart than this do not overlap. */
const OVERLAP_MS = 5_000

type Row = {
  id: string
  platform: 'discord' | 'telegram'
  delivery: string
  state: string
  ambiguous: number
  created_at: Date
  settled_at: Date | null
  person: string
}

/**
 * What the people saw against what the service wrote down. Each notice of a letter carries its delivery in its buttons,
 * so that it can be told apart from every other.
 */
export async function tallyUp(db: pg.Pool, people: readonly Person[], said: number): Promise<Tally> {
  const { rows } = await db.query<Row>(
    `select o.id, o.platform::text, o.parcel->>'deliveryId' as delivery, o.state::text, o.ambiguous, o.created_at, o.settled_at, a.pen_name as person
     from outbox o join identity i on i.id = o.identity_id join account a on a.id = i.account_id
     where o.parcel->>'kind' = 'letter-arrived' order by o.id`,
  )
  const seen = new Map(people.map((person) => [person.name, noticesIn(person.chat())]))
  const shown = (row: Row) => seen.get(row.person)?.get(shortId(row.delivery)) ?? []
  const extra = (row: Row) => Math.max(0, shown(row).length - 1)
  const of = (platform: Row['platform']) => rows.filter((row) => row.platform === platform)
  const sum = (some: Row[], figure: (row: Row) => number) => some.reduce((total, row) => total + figure(row), 0)
  return {
    letters: await count(db, `select count(*)::int as n from letter`),
    lost: sum(rows, (row) => (row.state === 'sent' && shown(row).length === 0 ? 1 : 0)) + (await count(db, ASTRAY)),
    doubled_discord: sum(of('discord'), extra),
    doubled_telegram: sum(of('telegram'), extra),
    doubled_telegram_unexplained: sum(of('telegram'), (row) => Math.max(0, extra(row) - row.ambiguous)),
    ambiguous_telegram: sum(of('telegram'), (row) => row.ambiguous),
    out_of_order: outOfOrder(rows, shown),
    unsettled: await count(db, `select count(*)::int as n from outbox where settled_at is null`),
    inbound_lost:
      said -
      (await count(
        db,
        `select count(*)::int as n from inbound where platform = 'telegram' and handled_at is not null`,
      )),
  }
}

/** Letters that are neither with a reader nor on their way to one; or with one who was told nothing. */
export const ASTRAY = `select count(*)::int as n from letter l where
  l.state <> 'draft' and (l.state not in ('delivered', 'opened', 'answered')
  or (select count(*) from delivery d where d.letter_id = l.id and d.closed_at is null) <> 1
  or exists (select 1 from delivery d left join outbox o on o.once_key = 'arrived:' || d.id
    where d.letter_id = l.id and (d.state = 'waiting' or o.id is null or o.state not in ('sent', 'unknown'))))`

/** The positions at which each notice stands in a chat, by the short id of its delivery. */
function noticesIn(chat: SeenMessage[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const [position, message] of chat.entries()) {
    const control = message.from === 'bot' ? message.controls.find(({ id }) => id.startsWith('open:')) : undefined
    if (!control) continue
    const [, id = ''] = control.id.split(':')
    found.set(id, [...(found.get(id) ?? []), position])
  }
  return found
}

function outOfOrder(rows: Row[], shown: (row: Row) => number[]): number {
  const byPerson = new Map<string, { row: Row; position: number }[]>()
  for (const row of rows) {
    const position = shown(row)[0]
    if (position === undefined || row.ambiguous > 0) continue
    byPerson.set(row.person, [...(byPerson.get(row.person) ?? []), { row, position }])
  }
  let wrong = 0
  for (const theirs of byPerson.values()) {
    for (const [n, one] of theirs.entries()) {
      const later = theirs
        .slice(n + 1)
        .filter(({ row }) => row.created_at.getTime() - one.row.created_at.getTime() > OVERLAP_MS)
      if (later.some(({ position }) => position < one.position)) wrong++
    }
  }
  return wrong
}

async function count(db: pg.Pool, sql: string): Promise<number> {
  return (await db.query(sql)).rows[0].n
}
