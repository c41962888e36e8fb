import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import { openLetterText } from '../letters/draft.ts'
import { excerpt } from '../letters/inbox.ts'
import { readable } from '../openLetters/sql.ts'

export const FOLLOWED_PAGE = 8

/** A line of what those one follows left open. */
export type FollowedLetter = {
  id: OpenLetterId
  penName: string
  excerpt: string
  heavy: boolean
  openedAt: Date
  /** Whether this reader has opened it. */
  seen: boolean
}

/** What those one follows left open under the names one follows, newest first. */
export async function listFollowedLetters(
  core: Core,
  { readerId, page }: { readerId: AccountId; page: number },
): Promise<{ letters: FollowedLetter[]; more: boolean }> {
  const values = [readerId, core.clock.now(), FOLLOWED_PAGE + 1, page * FOLLOWED_PAGE]
  const { rows } = await core.db.pg.query(FOLLOWED, values)
  const letters = rows.slice(0, FOLLOWED_PAGE).map((row) => ({
    id: row.id,
    penName: row.signature,
    excerpt: row.heavy ? '' : excerpt(openLetterText(core, { id: row.id, body: row.body, bodyKey: row.body_key })),
    heavy: row.heavy,
    openedAt: row.opened_at,
    seen: row.seen,
  }))
  return { letters, more: rows.length > FOLLOWED_PAGE }
}

const FOLLOWED = `select o.id, o.signature, o.body, o.body_key, o.heavy, o.opened_at,
    exists (select 1 from signal s where s.reader_id = $1::uuid and s.open_letter_id = o.id and s.kind = 'opened') as seen
  from follow f join open_letter o on o.author_id = f.followed_id and o.signature = f.pen_name
  where f.follower_id = $1::uuid and ${readable('$1::uuid', '$2::timestamptz')}
  order by o.opened_at desc, o.id limit $3 offset $4`
