import { isBlockedEitherWay } from '../accounts/blocks.ts'
import type { Core } from '../core.ts'
import { type AccountId, type CorrespondenceId, type DeliveryId, type LetterId, newId } from '../ids.ts'
import type { Language } from '../language.ts'
import { extraWords } from '../moderation/extraWords.ts'
import { type Looks, readLooks } from '../openLetters/looks.ts'
import { Refusal } from '../refusal.ts'
import type { Finding } from '../safety/finding.ts'
import { readText } from '../safety/readText.ts'
import type { Account, Letter } from '../store/generated/client.ts'
import type { LetterKind } from '../store/generated/enums.ts'
import { inPrisma, type Tx } from '../store/transaction.ts'
import { type Arrival, arrivalMoment } from './arrivalChoice.ts'
import { DRAFT_DAYS } from './forgetDrafts.ts'
import { letterLanguage } from './letterLanguage.ts'
import { readLetter } from './letterRow.ts'
import { checkLetterText, LETTER_MAX_CHARACTERS, LETTER_MIN_CHARACTERS } from './letterText.ts'
import { LOCK_DRAFT, MADE_BEFORE } from './sql.ts'

/** To whom a letter goes. */
export type Recipient =
  | { to: 'stranger' }
  | { to: 'self' }
  | { to: 'answer'; deliveryId: DeliveryId }
  | { to: 'correspondent'; correspondenceId: CorrespondenceId }

/** A letter of one's own that has not left yet, as its writer may see it. */
export type Draft = {
  id: LetterId
  recipient: Recipient
  text: string
  arrival: Arrival
  signed: boolean
  language: Language
  /** Whether everybody may read it once it has arrived, and what its writer said of it. */
  leaveOpen: boolean
  looks: Looks
  /** What has to come out, or be said to the writer, before it may go. */
  findings: Finding[]
  createdAt: Date
  /** Until then it can be taken up; then it is thrown away. */
  keptUntil: Date
}

/**
 * Keeps a new letter as a draft. `source` names the event it came with: the same event makes no second draft.
 * Refused when the text is no letter (too short, too long, only emoji …), or when the answered letter may not be
 * answered (any more).
 */
export async function draftLetter(
  core: Core,
  { writerId, recipient, text, source }: { writerId: AccountId; recipient: Recipient; text: string; source: string },
): Promise<Draft> {
  const sourceKey = core.vault.lookup('letter-source', `${writerId}:${source}`)
  const { before, language } = await madeBefore(core, { writerId, sourceKey })
  if (before) return asDraft(core, before)
  const clean = cleanOrRefuse(text)
  const target = await findTarget(core, writerId, recipient)
  if (target.answersId)
    await core.db.prisma.letter.deleteMany({ where: { answersId: target.answersId, state: 'draft' } })
  const now = core.clock.now()
  const id = newId<LetterId>(now)
  const findings = readText(clean, { words: await extraWords(core) })
  const data = {
    id,
    writerId,
    ...target,
    ...core.vault.sealBody(clean, id),
    language: letterLanguage(clean, language),
    heavy: isHeavy(findings),
    state: 'draft' as const,
    arrival: usualArrival(target.kind),
    source: sourceKey,
    createdAt: now,
    changedAt: now,
  }
  try {
    return asDraft(core, await core.db.prisma.letter.create({ data }), { text: clean, findings })
  } catch (error) {
    // Two run the same event: whoever held the lease before has not noticed yet that it passed on.
    const made = await core.db.prisma.letter.findUnique({ where: { source: sourceKey } })
    if (!made) throw error
    return asDraft(core, made)
  }
}

/** Whether this person may write to this recipient now. Refused with the reason when not. */
export async function checkRecipient(
  core: Core,
  { writerId, recipient }: { writerId: AccountId; recipient: Recipient },
): Promise<void> {
  await findTarget(core, writerId, recipient)
}

/** Gives a draft other words. Refused like a new letter; the draft then keeps its old words. */
export async function rewriteDraft(
  core: Core,
  { writerId, letterId, text }: { writerId: AccountId; letterId: LetterId; text: string },
): Promise<Draft> {
  const clean = cleanOrRefuse(text)
  const findings = readText(clean, { words: await extraWords(core) })
  const letter = await inPrisma(core, async (tx) => {
    const { draft } = await lockOwnDraft(tx, writerId, letterId)
    const data = {
      ...core.vault.sealBody(clean, letterId),
      language: letterLanguage(clean, draft.language),
      heavy: isHeavy(findings),
      changedAt: core.clock.now(),
    }
    return tx.prisma.letter.update({ where: { id: letterId }, data })
  })
  return asDraft(core, letter, { text: clean, findings })
}

/** Changes when a draft arrives, whether it is signed, or between a stranger and oneself. */
export async function changeDraft(
  core: Core,
  {
    writerId,
    letterId,
    change,
  }: {
    writerId: AccountId
    letterId: LetterId
    change: { arrival?: Arrival; signed?: boolean; to?: 'stranger' | 'self' }
  },
): Promise<Draft> {
  const letter = await inPrisma(core, async (tx) => {
    const { draft, writer } = await lockOwnDraft(tx, writerId, letterId)
    if (change.to && draft.kind === 'answer') throw new Refusal('refuse.letter.notYours')
    const moment = change.arrival ? arrivalMoment(core, change.arrival, writer.zone) : undefined
    const data = {
      ...(change.arrival && moment ? { arrival: change.arrival.choice, arrivesAt: moment } : {}),
      ...(change.signed === undefined ? {} : { signed: change.signed }),
      ...(change.to ? { kind: change.to, toId: change.to === 'self' ? writerId : null } : {}),
      ...(change.to && draft.arrival === usualArrival(draft.kind) ? { arrival: usualArrival(change.to) } : {}),
      changedAt: core.clock.now(),
    }
    return tx.prisma.letter.update({ where: { id: letterId }, data })
  })
  return asDraft(core, letter)
}

/** When a letter goes whose writer says nothing else: one to the future is none when it is there at once. */
const usualArrival = (kind: LetterKind): Arrival['choice'] => (kind === 'self' ? 'week' : 'now')

/** One's own draft. Refused when it is not there, not one's own, or has left. */
export async function readDraft(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<Draft> {
  return asDraft(core, ownDraft(await core.db.prisma.letter.findFirst({ where: { id: letterId, writerId } })))
}

/** The draft written at last, if there is one; of those to one recipient, where one is given. */
export async function latestDraft(
  core: Core,
  { writerId, recipient }: { writerId: AccountId; recipient?: Recipient },
): Promise<Draft | undefined> {
  const draft = await core.db.prisma.letter.findFirst({
    where: { writerId, state: 'draft', ...(recipient ? addressedTo(recipient) : {}) },
    orderBy: { changedAt: 'desc' },
  })
  return draft ? asDraft(core, draft) : undefined
}

function addressedTo(recipient: Recipient) {
  if (recipient.to === 'answer') return { answersId: recipient.deliveryId }
  if (recipient.to === 'correspondent') return { correspondenceId: recipient.correspondenceId }
  return { kind: recipient.to }
}

/** Throws a draft away for good; its words are shredded. */
export async function discardDraft(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<void> {
  const { count } = await core.db.prisma.letter.deleteMany({ where: { id: letterId, writerId, state: 'draft' } })
  if (count === 0) throw new Refusal('refuse.letter.gone')
}

/** One's own draft and what is asked of its writer, locked until the transaction ends: what is posted is what was checked. */
export async function lockOwnDraft(
  tx: Tx,
  writerId: AccountId,
  letterId: LetterId,
): Promise<{ draft: Letter; writer: Pick<Account, 'zone' | 'penName' | 'createdAt'> }> {
  const [row] = await tx.run(LOCK_DRAFT, [letterId, writerId])
  const { zone, penName, since } = (row ?? {}) as { zone: string; penName: string | null; since: Date }
  return { draft: ownDraft(row && readLetter(row)), writer: { zone, penName, createdAt: since } }
}

function ownDraft(letter: Letter | null | undefined): Letter {
  if (!letter) throw new Refusal('refuse.letter.gone')
  if (letter.state !== 'draft') throw new Refusal('refuse.letter.alreadySent')
  return letter
}

const isHeavy = (findings: Finding[]) => findings.some((finding) => finding.kind === 'crisis')

/** The draft that the same event made before, and the language of whoever writes. */
async function madeBefore(
  core: Core,
  { writerId, sourceKey }: { writerId: AccountId; sourceKey: Uint8Array },
): Promise<{ before: Letter | undefined; language: Language }> {
  const { rows } = await core.db.pg.query({ ...MADE_BEFORE, values: [writerId, sourceKey] })
  const [row] = rows
  return { before: row.id === null ? undefined : readLetter(row), language: row.writes }
}

function cleanOrRefuse(raw: string): string {
  const checked = checkLetterText(raw)
  if ('text' in checked) return checked.text
  throw new Refusal(`refuse.letter.${checked.problem}`, {
    length: checked.length,
    least: LETTER_MIN_CHARACTERS,
    most: LETTER_MAX_CHARACTERS,
  })
}

type Target = { kind: 'stranger' | 'self' | 'answer'; toId?: string; answersId?: string; correspondenceId?: string }

/** The columns that say to whom a letter goes. */
async function findTarget(core: Core, writerId: AccountId, recipient: Recipient): Promise<Target> {
  switch (recipient.to) {
    case 'stranger':
      return { kind: 'stranger' }
    case 'self':
      return { kind: 'self', toId: writerId }
    case 'answer': {
      const delivery = await core.db.prisma.delivery.findFirst({
        where: { id: recipient.deliveryId, readerId: writerId },
        include: { letter: true },
      })
      if (delivery?.state === 'answered') throw new Refusal('refuse.answer.once')
      if (delivery?.state !== 'opened' || delivery.letter.kind !== 'stranger') throw new Refusal('refuse.answer.notNow')
      // Whoever may not be met is written to like anybody else: see parkedAnswer.
      return { kind: 'answer', toId: delivery.letter.writerId, answersId: delivery.id }
    }
    case 'correspondent': {
      const thread = await core.db.prisma.correspondence.findFirst({
        where: {
          id: recipient.correspondenceId,
          begunAt: { not: null },
          endedAt: null,
          OR: [{ writerId }, { readerId: writerId }],
        },
      })
      if (!thread) throw new Refusal('refuse.correspondence.ended')
      const toId = thread.writerId === writerId ? thread.readerId : thread.writerId
      if (await isBlockedEitherWay(core.db.pg, writerId, toId)) throw new Refusal('refuse.correspondence.ended')
      return { kind: 'answer', toId, correspondenceId: thread.id }
    }
  }
}

type Looked = { text: string; findings: Finding[] }

async function lookThrough(core: Core, letter: Letter): Promise<Looked> {
  const text = openLetterText(core, letter)
  return { text, findings: readText(text, { words: await extraWords(core) }) }
}

async function asDraft(core: Core, letter: Letter, looked?: Looked): Promise<Draft> {
  const { text, findings } = looked ?? (await lookThrough(core, letter))
  return {
    id: letter.id as LetterId,
    recipient: recipientOf(letter),
    text,
    arrival: { choice: letter.arrival, at: letter.arrivesAt } as Arrival,
    signed: letter.signed,
    language: letter.language,
    leaveOpen: isLeftOpen(letter),
    looks: readLooks(letter),
    findings,
    createdAt: letter.createdAt,
    keptUntil: new Date(letter.changedAt.getTime() + DRAFT_DAYS * 86_400_000),
  }
}

export const isLeftOpen = ({ leaveOpen, kind }: Letter): boolean => leaveOpen && kind === 'stranger'

export function recipientOf({ kind, answersId, correspondenceId }: Letter): Recipient {
  if (correspondenceId) return { to: 'correspondent', correspondenceId: correspondenceId as CorrespondenceId }
  if (answersId) return { to: 'answer', deliveryId: answersId as DeliveryId }
  return { to: kind === 'self' ? 'self' : 'stranger' }
}

/** The words of a letter; empty once they were shredded. Only for its writer, its reader, and what they reported. */
export function openLetterText(
  core: Core,
  letter: { id: string; body: Uint8Array | null; bodyKey: Uint8Array | null },
): string {
  if (!letter.body || !letter.bodyKey) return ''
  return core.vault.openBody({ body: letter.body, bodyKey: letter.bodyKey }, letter.id as LetterId)
}
