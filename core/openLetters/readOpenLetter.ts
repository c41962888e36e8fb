import type { Core } from '../core.ts'
import type { AccountId, LetterId, OpenLetterId } from '../ids.ts'
import type { Language } from '../language.ts'
import { openLetterText } from '../letters/draft.ts'
import { noteSignals } from '../recommendations/noteSignals.ts'
import { Refusal } from '../refusal.ts'
import type { OpenLetter } from '../store/generated/client.ts'
import { type Looks, readLooks } from './looks.ts'
import { READABLE } from './sql.ts'

/** An open letter as its reader knows it. Nothing here tells who wrote it but the signature they chose. */
export type ReadableLetter = Looks & {
  id: OpenLetterId
  /** The letter it was made of: for its author only. */
  letterId: LetterId | null
  mine: boolean
  text: string
  signature: string | null
  language: Language
  heavy: boolean
  openedAt: Date
  edited: boolean
  thanks: number
  comments: number
  /** The stamp this reader put on it. */
  stamp: string | null
  /** Whether this reader follows the pen-name it is signed with. */
  followed: boolean
}

/** A slow reader's reading: so many characters a second are read at the least before "another" counts as read to the end. */
export const CHARACTERS_A_SECOND = 30

/**
 * Puts an open letter before a reader. It counts as shown, and as opened unless it is heavy and they have not said yet
 * that they want to read it (`wanted`). Looking `again` at what is on the screen counts as nothing, nor do the author's
 * own looks. Refused when it is closed, or not for
 * this reader: blocked either way, or reported by them. The refusal never says which.
 */
export async function readOpenLetter(
  core: Core,
  {
    readerId,
    openLetterId,
    wanted = false,
    again = false,
  }: { readerId: AccountId; openLetterId: OpenLetterId; wanted?: boolean; again?: boolean },
): Promise<ReadableLetter> {
  const letter = await findReadable(core, { readerId, openLetterId })
  const mine = letter.authorId === readerId
  if (!mine && !again)
    await noteSignals(core, {
      readerId,
      openLetterId,
      kinds: letter.heavy && !wanted ? ['shown'] : ['shown', 'opened'],
    })
  return {
    ...readLooks(letter),
    id: openLetterId,
    letterId: mine ? (letter.letterId as LetterId | null) : null,
    mine,
    text: openLetterText(core, letter),
    signature: letter.signature,
    language: letter.language,
    heavy: letter.heavy,
    openedAt: letter.openedAt,
    edited: letter.editedAt !== null,
    thanks: letter.thanks,
    comments: letter.comments,
    stamp: letter.stamp,
    followed: letter.followed,
  }
}

/**
 * A reader goes on from a letter. It counts as read to the end when they had it for as long as reading it takes, or
 * when they say so (`whole`: they asked for the rest of a long one).
 */
export async function noteRead(
  core: Core,
  { readerId, openLetterId, whole = false }: { readerId: AccountId; openLetterId: OpenLetterId; whole?: boolean },
): Promise<void> {
  const found = await core.db.prisma.signal.findFirst({
    where: { readerId, openLetterId, kind: 'shown' },
    include: { openLetter: { select: { id: true, body: true, bodyKey: true } } },
  })
  if (!found) return
  const seconds = (core.clock.now().getTime() - found.at.getTime()) / 1000
  const enough = openLetterText(core, found.openLetter).length / CHARACTERS_A_SECOND
  if (whole || seconds >= enough) await noteSignals(core, { readerId, openLetterId, kinds: ['read'] })
}

/** An open letter, with what this reader did with it. Not for their eyes as it is. */
type Readable = Pick<
  OpenLetter,
  | ('id' | 'authorId' | 'letterId' | 'body' | 'bodyKey' | 'signature' | 'language' | 'mood' | 'topic' | 'stationery')
  | ('heavy' | 'openedAt' | 'editedAt' | 'thanks' | 'comments')
> & { stamp: string | null; followed: boolean }

/** @throws Refusal when this person may not read it (any more). */
export async function findReadable(
  core: Core,
  { readerId, openLetterId }: { readerId: AccountId; openLetterId: OpenLetterId },
): Promise<Readable> {
  const { rows } = await core.db.pg.query({ ...READABLE, values: [openLetterId, readerId, core.clock.now()] })
  if (!rows[0]) throw new Refusal('refuse.open.gone')
  return rows[0] as Readable
}
