import type { Core } from '../core.ts'
import type { AccountId, CommentId, OpenLetterId } from '../ids.ts'
import { openLetterText } from '../letters/draft.ts'
import { Refusal } from '../refusal.ts'
import { findReadable } from './readOpenLetter.ts'

/** So many comments are shown at a time. */
export const COMMENTS_PAGE = 3
/** So many answers to each are shown with it; the others when it is looked at alone. */
export const REPLIES_SHOWN = 3

/** A comment as a reader knows it. Nothing here tells who wrote it but the signature they chose. */
export type ReadableComment = {
  id: CommentId
  openLetterId: OpenLetterId
  /** It stands under the letter itself, not under another comment. */
  top: boolean
  /** Empty when it was taken away and only its answers are left. */
  text: string
  signature: string | null
  /** Written by the author of the letter itself. */
  byAuthor: boolean
  mine: boolean
  edited: boolean
  createdAt: Date
}

/** `hidden`: how many more answers it has. */
export type CommentThread = ReadableComment & { replies: ReadableComment[]; hidden: number }

type Row = {
  id: string
  open_letter_id: string
  parent_id: string | null
  author_id: string
  body: Buffer | null
  body_key: Buffer | null
  signature: string | null
  state: string
  created_at: Date
  edited_at: Date | null
  /** How many stand beside it under the same comment. */
  all: string
}

/**
 * A page of what stands under an open letter, or (`parentId`) under one comment there, oldest first. What somebody wrote whom this reader blocked (or who
 * blocked them), what they reported and what waits for a moderator is left out. Refused when the letter cannot be read.
 */
export async function readComments(
  core: Core,
  {
    readerId,
    openLetterId,
    parentId,
    page,
  }: { readerId: AccountId; openLetterId: OpenLetterId; parentId?: CommentId; page: number },
): Promise<{ threads: CommentThread[]; more: boolean }> {
  const letter = await findReadable(core, { readerId, openLetterId })
  const { rows: tops } = await core.db.pg.query(TOPS, [
    openLetterId,
    readerId,
    COMMENTS_PAGE + 1,
    page * COMMENTS_PAGE,
    parentId ?? null,
  ])
  const shown = (tops as Row[]).slice(0, COMMENTS_PAGE)
  const { rows: replies } = await core.db.pg.query(REPLIES, [shown.map(({ id }) => id), readerId, REPLIES_SHOWN])
  const describe = (row: Row) => described(core, { row, readerId, letterAuthorId: letter.authorId })
  const threads = shown.map((top) => {
    const under = (replies as Row[]).filter(({ parent_id }) => parent_id === top.id)
    return { ...describe(top), replies: under.map(describe), hidden: Number(under[0]?.all ?? 0) - under.length }
  })
  return { threads, more: tops.length > COMMENTS_PAGE }
}

/** One comment. Refused when it is not there any more, or not for this reader. */
export async function readComment(
  core: Core,
  { readerId, commentId }: { readerId: AccountId; commentId: CommentId },
): Promise<ReadableComment & { authorId: AccountId }> {
  const { rows } = await core.db.pg.query(ONE, [commentId, readerId])
  const row = rows[0] as Row | undefined
  if (!row) throw new Refusal('refuse.comment.gone')
  const letter = await findReadable(core, { readerId, openLetterId: row.open_letter_id as OpenLetterId })
  return {
    ...described(core, { row, readerId, letterAuthorId: letter.authorId }),
    authorId: row.author_id as AccountId,
  }
}

function described(
  core: Core,
  { row, readerId, letterAuthorId }: { row: Row; readerId: AccountId; letterAuthorId: string },
): ReadableComment {
  return {
    id: row.id as CommentId,
    openLetterId: row.open_letter_id as OpenLetterId,
    top: row.parent_id === null,
    text: row.state === 'shown' ? openLetterText(core, { id: row.id, body: row.body, bodyKey: row.body_key }) : '',
    signature: row.signature,
    byAuthor: row.author_id === letterAuthorId,
    mine: row.author_id === readerId,
    edited: row.edited_at !== null,
    createdAt: row.created_at,
  }
}

const visible = (one: string) => `(${one}.author_id = $2::uuid or (
    not exists (select 1 from block b where b.blocker_id = $2::uuid and b.blocked_id = ${one}.author_id)
    and not exists (select 1 from block b where b.blocker_id = ${one}.author_id and b.blocked_id = $2::uuid)
    and not exists (select 1 from report r where r.kind = 'comment' and r.thing_id = ${one}.id and r.reporter_id = $2::uuid and r.state <> 'withdrawn')))`

const TOPS = `select c.* from comment c where c.open_letter_id = $1::uuid and c.parent_id is not distinct from $5::uuid
  and ${visible('c')} and (c.state = 'shown' or exists (select 1 from comment a where a.parent_id = c.id and a.state = 'shown'))
  order by c.created_at, c.id limit $3 offset $4`

const REPLIES = `select * from (
    select c.*, row_number() over (partition by c.parent_id order by c.created_at, c.id) as place, count(*) over (partition by c.parent_id) as "all"
    from comment c where c.parent_id = any($1::uuid[]) and c.state = 'shown' and ${visible('c')}
  ) answers where place <= $3 order by created_at, id`

const ONE = `select c.* from comment c where c.id = $1::uuid and c.state = 'shown' and ${visible('c')}`
