import type { Core } from '../core.ts'
import type { AccountId, CorrespondenceId, DeliveryId, LetterId } from '../ids.ts'
import type { DeliveryState, LetterKind } from '../store/generated/enums.ts'
import { inPg } from '../store/transaction.ts'
import { type ThreadState, threadState } from './correspondence.ts'
import { openLetterText } from './draft.ts'
import { endNotice } from './letterNotice.ts'
import { tellReached } from './noticeSettled.ts'
import { findReceived, type Received, VISIBLE_SQL } from './received.ts'

export const INBOX_PAGE = 8

/** A letter a person got, as a line in their inbox. */
export type InboxEntry = {
  deliveryId: DeliveryId
  kind: LetterKind
  /** It belongs to a correspondence. */
  fromFriend: boolean
  /** Whose pen-name it is signed with; null when unsigned. */
  signature: string | null
  state: DeliveryState
  createdAt: Date
}

/** A letter a person got, with its words. Nothing here tells who wrote it but the signature they chose. */
export type ReceivedLetter = InboxEntry & {
  letterId: LetterId
  text: string
  writtenAt: Date
  stamp: string | null
  heavy: boolean
  /** What it answers, if it is an answer to a letter of the reader's own: its first words. */
  answers: string | null
  /** The delivery that began the exchange, when this is an answer: what both may keep writing from. */
  openingId: DeliveryId | null
  /** The thread this letter may open or belongs to. */
  correspondence: {
    id: CorrespondenceId | null
    state: ThreadState
  }
  mayAnswer: boolean
}

const EXCERPT_CHARACTERS = 60

/** A page of the inbox, newest first, and how many are unread in all. */
export async function listInbox(
  core: Core,
  { readerId, page }: { readerId: AccountId; page: number },
): Promise<{ entries: InboxEntry[]; unread: number; more: boolean }> {
  const values = [readerId, page * INBOX_PAGE, INBOX_PAGE + 1]
  const { rows } = await core.db.pg.query({ ...INBOX, values })
  const all = rows.filter(({ id }) => id !== null)
  const entries = all.slice(0, INBOX_PAGE).map((row) => ({
    deliveryId: row.id,
    kind: row.kind,
    fromFriend: row.correspondence_id !== null,
    signature: row.signature,
    state: row.state,
    createdAt: row.created_at,
  }))
  return { entries, unread: rows[0].unread, more: all.length > INBOX_PAGE }
}

/** A row without a delivery where the page is empty. */
const INBOX = {
  name: 'inbox',
  text: `select unread.count as unread, page.* from (
      select count(*)::int as count from delivery where reader_id = $1 and state in ('waiting', 'arrived')
    ) unread left join lateral (
      select d.id, d.state::text, d.created_at, l.kind::text, l.signature, l.correspondence_id
      from delivery d join letter l on l.id = d.letter_id where d.reader_id = $1 and d.state in (${VISIBLE_SQL})
      order by d.created_at desc offset $2 limit $3
    ) page on true order by page.created_at desc`,
}

/**
 * Opens a letter (again). The writer can see that it was opened; the notice of it asks no longer; `onNotice`: it was opened
 * there, and shows the letter now. `ifLight`: one that speaks of something very heavy, and was not opened before, stays
 * closed: the reader is to be asked first. Refused when the reader no longer has it.
 */
export async function openLetter(core: Core, opening: Opening & { ifLight?: false }): Promise<ReceivedLetter>
export async function openLetter(core: Core, opening: Opening & { ifLight: boolean }): Promise<ReceivedLetter | 'heavy'>
export async function openLetter(
  core: Core,
  { readerId, deliveryId, onNotice = false, ifLight = false }: Opening & { ifLight?: boolean },
): Promise<ReceivedLetter | 'heavy'> {
  const received = await findReceived(core, readerId, deliveryId)
  if (ifLight && received.letter.heavy && !received.openedAt) return 'heavy'
  if (received.state !== 'waiting' && received.state !== 'arrived') return describe(core, readerId, received)
  await inPg(core, async (tx) => {
    const opened = await tx.run(OPEN, [deliveryId, readerId, core.clock.now().toISOString()])
    if (opened.length === 0) return
    await tellReached(core, tx, [deliveryId])
    if (!onNotice) await endNotice(core, tx, { deliveryId })
  })
  return describe(core, readerId, await findReceived(core, readerId, deliveryId))
}

type Opening = { readerId: AccountId; deliveryId: DeliveryId; onNotice?: boolean }

function describe(core: Core, readerId: AccountId, received: Received): ReceivedLetter {
  const { letter, thread } = received
  const correspondence = thread
    ? { id: thread.id, state: threadState(thread, readerId) }
    : ({ id: null, state: 'none' } as const)
  const unanswered = received.answeredBy === null || received.answeredBy === 'draft'
  return {
    deliveryId: received.id,
    letterId: letter.id,
    kind: letter.kind,
    fromFriend: letter.correspondenceId !== null,
    signature: letter.signature,
    state: received.state,
    createdAt: received.createdAt,
    text: openLetterText(core, letter),
    writtenAt: letter.writtenAt,
    stamp: received.stamp,
    heavy: letter.heavy,
    answers: received.answers ? excerpt(openLetterText(core, received.answers)) : null,
    openingId: letter.answersId,
    correspondence,
    mayAnswer: letter.kind === 'stranger' ? received.state === 'opened' && unanswered : correspondence.state === 'open',
  }
}

/** The first time only. What is open has arrived, also when nobody knows yet what became of its notice. */
const OPEN = `with opened as (
    update delivery set state = 'opened', opened_at = $3::timestamptz, arrived_at = coalesce(arrived_at, $3::timestamptz)
    where id = $1::uuid and reader_id = $2::uuid and state in ('waiting', 'arrived') returning id, letter_id
  ), told as (
    update letter l set state = 'opened', changed_at = $3::timestamptz from opened
    where l.id = opened.letter_id and l.state = 'delivered'
  )
  select id from opened`

/** The first words of a letter, cut between words where there are any. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = [...line]
  if (characters.length <= EXCERPT_CHARACTERS) return line
  const cut = characters.slice(0, EXCERPT_CHARACTERS).join('')
  const space = cut.lastIndexOf(' ')
  return `${space > EXCERPT_CHARACTERS / 2 ? cut.slice(0, space) : cut}…`
}
