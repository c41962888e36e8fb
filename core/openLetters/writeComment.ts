import { isBlockedEitherWay } from '../accounts/blocks.ts'
import { tell } from '../accounts/tell.ts'
import type { Core } from '../core.ts'
import { type AccountId, type CommentId, newId, type OpenLetterId } from '../ids.ts'
import { cleanText } from '../letters/letterText.ts'
import { obstacles } from '../letters/mayTravel.ts'
import { extraWords } from '../moderation/extraWords.ts'
import { refuseWhilePaused } from '../moderation/standing.ts'
import { noteSignals } from '../recommendations/noteSignals.ts'
import { Refusal } from '../refusal.ts'
import { readText } from '../safety/readText.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'
import { findReadable } from './readOpenLetter.ts'

/** In UTF-16 units after cleaning. */
export const COMMENT_MIN_CHARACTERS = 2
export const COMMENT_MAX_CHARACTERS = 1000
export const COMMENTS_A_DAY_MAX = 50

/**
 * Writes a kind answer under an open letter, or to an answer there (an answer to an answer to an answer stands beside
 * it: nested one level). Its author hears of it, and whoever was answered. `source` names the event it came with: the
 * same event writes it once. Refused when the letter cannot be read, while paused, when it is empty, too long, or has
 * contact details or hurtful words in it, and after {@link COMMENTS_A_DAY_MAX} a day.
 */
export async function writeComment(
  core: Core,
  {
    authorId,
    openLetterId,
    parentId,
    text,
    signed,
    source,
  }: {
    authorId: AccountId
    openLetterId: OpenLetterId
    parentId?: CommentId | undefined
    text: string
    signed: boolean
    source: string
  },
): Promise<CommentId> {
  const sourceKey = core.vault.lookup('comment-source', `${authorId}:${source}`)
  const clean = await cleanComment(core, authorId, text)
  const before = await core.db.prisma.comment.findUnique({ where: { source: sourceKey }, select: { id: true } })
  if (before) return before.id as CommentId
  const letter = await findReadable(core, { readerId: authorId, openLetterId })
  const now = core.clock.now()
  await refuseTooMany(core, authorId, now)
  const id = newId<CommentId>(now)
  await inPrisma(core, async (tx) => {
    const parent = parentId ? await findParent(tx, openLetterId, parentId) : null
    const author = await tx.prisma.account.findUniqueOrThrow({ where: { id: authorId }, select: { penName: true } })
    await tx.prisma.comment.create({
      data: {
        id,
        openLetterId,
        authorId,
        parentId: parent?.top ?? null,
        ...core.vault.sealBody(clean, id),
        signature: signed ? author.penName : null,
        createdAt: now,
        source: sourceKey,
      },
    })
    await tx.run('update open_letter set comments = comments + 1 where id = $1::uuid', [openLetterId])
    if (letter.authorId !== authorId)
      await noteSignals(core, { readerId: authorId, openLetterId, kinds: ['answered'], tx })
    const heard = new Set([authorId as string])
    for (const { to, kind } of [
      { to: parent?.authorId, kind: 'comment-answered' as const },
      { to: letter.authorId, kind: 'open-commented' as const },
    ]) {
      if (!to || heard.has(to) || (await isBlockedEitherWay(tx, authorId, to))) continue
      heard.add(to)
      const mail = { parcel: { kind, commentId: id }, priority: 'letter' as const, onceKey: `${kind}:${id}` }
      await tell(core, tx, { to: to as AccountId, ...mail })
    }
  })
  return id
}

/** Gives a comment of one's own other words. Refused like a new one, and when it is not there any more. */
export async function editComment(
  core: Core,
  { authorId, commentId, text }: { authorId: AccountId; commentId: CommentId; text: string },
): Promise<OpenLetterId> {
  const clean = await cleanComment(core, authorId, text)
  const { count } = await core.db.prisma.comment.updateMany({
    where: { id: commentId, authorId, state: 'shown' },
    data: { ...core.vault.sealBody(clean, commentId), editedAt: core.clock.now() },
  })
  if (count === 0) throw new Refusal('refuse.comment.gone')
  const { openLetterId } = await core.db.prisma.comment.findUniqueOrThrow({ where: { id: commentId } })
  return openLetterId as OpenLetterId
}

/** Takes a comment of one's own away; its words are shredded, the answers to it stay. Twice does nothing twice. */
export async function deleteComment(
  core: Core,
  { authorId, commentId }: { authorId: AccountId; commentId: CommentId },
): Promise<OpenLetterId> {
  return inPrisma(core, async (tx) => {
    const comment = await tx.prisma.comment.findFirst({ where: { id: commentId, authorId } })
    if (!comment) throw new Refusal('refuse.comment.gone')
    const openLetterId = comment.openLetterId as OpenLetterId
    const { count } = await tx.prisma.comment.updateMany({
      where: { id: commentId, state: 'shown' },
      data: { state: 'deleted', body: null, bodyKey: null, signature: null },
    })
    if (count > 0) await tx.run('update open_letter set comments = comments - 1 where id = $1::uuid', [openLetterId])
    return openLetterId
  })
}

async function cleanComment(core: Core, authorId: AccountId, raw: string): Promise<string> {
  const clean = cleanText(raw)
  if (clean.length < COMMENT_MIN_CHARACTERS) throw new Refusal('refuse.comment.empty')
  if (clean.length > COMMENT_MAX_CHARACTERS)
    throw new Refusal('refuse.comment.too-long', { length: clean.length, most: COMMENT_MAX_CHARACTERS })
  await refuseWhilePaused(core, authorId)
  const findings = readText(clean, { words: await extraWords(core) })
  const [problem] = obstacles(findings, { isOnlyAnswer: true })
  if (problem?.kind === 'contact') throw new Refusal('refuse.comment.contact', { found: problem.matched })
  if (problem) throw new Refusal('refuse.comment.hurtful', { found: problem.matched })
  return clean
}

async function refuseTooMany(core: Core, authorId: AccountId, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 86_400_000)
  const written = await core.db.prisma.comment.count({ where: { authorId, createdAt: { gt: since } } })
  if (written >= COMMENTS_A_DAY_MAX) throw new Refusal('refuse.comment.tooFast', { most: COMMENTS_A_DAY_MAX })
}

/** Whom a comment answers, and under which one it stands: the first of its thread. */
async function findParent(
  { prisma }: PrismaTx,
  openLetterId: OpenLetterId,
  parentId: CommentId,
): Promise<{ top: string; authorId: string }> {
  const parent = await prisma.comment.findFirst({ where: { id: parentId, openLetterId, state: 'shown' } })
  if (!parent) throw new Refusal('refuse.comment.gone')
  return { top: parent.parentId ?? parent.id, authorId: parent.authorId }
}
