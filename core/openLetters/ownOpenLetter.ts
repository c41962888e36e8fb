import type { Core } from '../core.ts'
import type { AccountId, LetterId, OpenLetterId } from '../ids.ts'
import { letterLanguage } from '../letters/letterLanguage.ts'
import { checkLetterText, LETTER_MAX_CHARACTERS, LETTER_MIN_CHARACTERS } from '../letters/letterText.ts'
import { obstacles } from '../letters/mayTravel.ts'
import { extraWords } from '../moderation/extraWords.ts'
import { refuseWhilePaused } from '../moderation/standing.ts'
import { Refusal } from '../refusal.ts'
import { readText } from '../safety/readText.ts'
import type { OpenState } from '../store/generated/enums.ts'
import { inPrisma } from '../store/transaction.ts'

/** The words of an open letter can be changed for so long after it was opened; it can be closed at any time. */
export const EDIT_MINUTES = 60

/** An open letter of one's own, in numbers. */
export type OwnOpenLetter = {
  id: OpenLetterId
  state: OpenState
  openedAt: Date
  thanks: number
  comments: number
  /** Until when its words can be changed; null once that is over. */
  editableUntil: Date | null
}

/** The open letter made of a letter of one's own; undefined when there is none. */
export async function findOwnOpenLetter(
  core: Core,
  { authorId, letterId }: { authorId: AccountId; letterId: LetterId },
): Promise<OwnOpenLetter | undefined> {
  const row = await core.db.prisma.openLetter.findFirst({ where: { letterId, authorId } })
  if (!row) return undefined
  const until = editableUntil(row.openedAt)
  return {
    id: row.id as OpenLetterId,
    state: row.state,
    openedAt: row.openedAt,
    thanks: row.thanks,
    comments: row.comments,
    editableUntil: row.state === 'open' && until > core.clock.now() ? until : null,
  }
}

/** Nobody but its author sees it any more, from now on; it can be opened again. Closing twice does nothing twice. */
export async function closeOpenLetter(
  core: Core,
  { authorId, openLetterId }: { authorId: AccountId; openLetterId: OpenLetterId },
): Promise<void> {
  const where = { id: openLetterId, authorId }
  const { count } = await core.db.prisma.openLetter.updateMany({
    where: { ...where, state: 'open' },
    data: { state: 'closed', changedAt: core.clock.now() },
  })
  if (count === 0 && (await core.db.prisma.openLetter.count({ where })) === 0) throw new Refusal('refuse.open.gone')
}

/**
 * Gives an open letter other words; the letter that travelled keeps its own. Refused an hour after it was opened, like
 * any letter's words, and for words that a moderator would have to look at first.
 */
export async function editOpenLetter(
  core: Core,
  { authorId, openLetterId, text }: { authorId: AccountId; openLetterId: OpenLetterId; text: string },
): Promise<void> {
  const checked = checkLetterText(text)
  if ('problem' in checked)
    throw new Refusal(`refuse.letter.${checked.problem}`, {
      length: checked.length,
      least: LETTER_MIN_CHARACTERS,
      most: LETTER_MAX_CHARACTERS,
    })
  await refuseWhilePaused(core, authorId)
  const findings = readText(checked.text, { words: await extraWords(core) })
  const [problem] = obstacles(findings, { isOnlyAnswer: true })
  if (problem) throw new Refusal('refuse.open.words', { found: problem.matched })
  const now = core.clock.now()
  await inPrisma(core, async (tx) => {
    await tx.run('select 1 as held from open_letter where id = $1::uuid for update', [openLetterId])
    const letter = await tx.prisma.openLetter.findFirst({ where: { id: openLetterId, authorId } })
    if (letter?.state !== 'open') throw new Refusal('refuse.open.gone')
    if (editableUntil(letter.openedAt) <= now) throw new Refusal('refuse.open.editTooLate', { minutes: EDIT_MINUTES })
    await tx.prisma.openLetter.update({
      where: { id: openLetterId },
      data: {
        ...core.vault.sealBody(checked.text, openLetterId),
        language: letterLanguage(checked.text, letter.language),
        heavy: findings.some(({ kind }) => kind === 'crisis'),
        editedAt: now,
        changedAt: now,
      },
    })
  })
}

const editableUntil = (openedAt: Date) => new Date(openedAt.getTime() + EDIT_MINUTES * 60_000)
