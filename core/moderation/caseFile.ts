import type { Core } from '../core.ts'
import { openLetterText } from '../letters/draft.ts'
import { REPORT_COPY, REPORT_WORDS } from '../letters/reportLetter.ts'
import { Refusal } from '../refusal.ts'
import type { Finding } from '../safety/finding.ts'
import { readText } from '../safety/readText.ts'
import type { Letter } from '../store/generated/client.ts'
import type { CaseKind } from '../store/generated/enums.ts'
import { extraWords } from './extraWords.ts'
import { requireOperator } from './operators.ts'
import { dueAt } from './queue.ts'
import { nextStep, type Past, type Rule, rules, type Step } from './rules.ts'
import { SANCTION_APPEAL, SANCTION_QUOTE } from './seals.ts'
import { reporterRecord } from './weight.ts'

/** All that a moderator sees of a case: pen-names, and what was reported or appealed. Nothing else of anybody. */
export type CaseFile = {
  number: number
  kind: CaseKind
  /** A report's category; the rule of an appealed sanction. */
  about: string
  forOwner: boolean
  createdAt: Date
  dueAt: Date
  closedAt: Date | null
  decision: string | null
  /** The letter in question as it was; null once shredded. */
  text: string | null
  /** What the safety check finds in it. */
  findings: Pick<Finding, 'kind' | 'rule' | 'matched'>[]
  /** What the reporter said, or the one who appeals. */
  words: string | null
  writer: { penName: string | null; since: Date; sanctions: Past[] } | null
  reporter: { penName: string | null; since: Date; weight: number; upheld: number; dismissed: number } | null
  /** The sanction appealed against. */
  sanction: { kind: Step['kind']; rule: string; quote: string | null; by: string; at: Date; endsAt: Date | null } | null
  /** What would follow from each rule. */
  steps: Record<Rule, Step>
}

/** Opens a case for an operator. Refused when there is none of this number. */
export async function readCase(core: Core, { by, number }: { by: string; number: number }): Promise<CaseFile> {
  await requireOperator(core.db, by)
  const found = await core.db.prisma.case.findUnique({
    where: { number },
    include: {
      report: { include: { delivery: { include: { letter: true } } } },
      sanction: true,
      letter: true,
    },
  })
  if (!found) throw new Refusal('refuse.op.noCase', { number })
  const { report, sanction, letter } = found
  const about = report?.category ?? sanction?.rule ?? ''
  const text = report ? openCopy(core, report.copy) : await letterText(core, letter, sanction?.letterId)
  const words = report?.words
    ? core.vault.open(report.words, REPORT_WORDS)
    : sanction?.appeal
      ? core.vault.open(sanction.appeal, SANCTION_APPEAL)
      : null
  const writerId = report?.delivery.letter.writerId ?? letter?.writerId ?? sanction?.accountId ?? null
  const writer = await readWriter(core, writerId)
  const extra = await extraWords(core)
  return {
    number,
    kind: found.kind,
    about,
    forOwner: found.forOwner,
    createdAt: found.createdAt,
    dueAt: dueAt(found.createdAt, about),
    closedAt: found.closedAt,
    decision: found.decision,
    text,
    findings: readText(text ?? '', { words: extra }).map(({ kind, rule, matched }) => ({ kind, rule, matched })),
    words,
    writer,
    reporter: report ? await reporterRecord(core, report.reporterId) : null,
    sanction: sanction && {
      kind: sanction.kind,
      rule: sanction.rule,
      quote: sanction.quote ? core.vault.open(sanction.quote, SANCTION_QUOTE) : null,
      by: sanction.createdBy,
      at: sanction.createdAt,
      endsAt: sanction.endsAt,
    },
    steps: stepsFor(writer?.sanctions ?? [], core.clock.now()),
  }
}

function openCopy(core: Core, copy: Uint8Array | null): string | null {
  return copy ? core.vault.open(copy, REPORT_COPY) : null
}

async function letterText(
  core: Core,
  held: Letter | null,
  letterId: string | null | undefined,
): Promise<string | null> {
  const letter = held ?? (letterId ? await core.db.prisma.letter.findUnique({ where: { id: letterId } }) : null)
  return letter ? openLetterText(core, letter) || null : null
}

async function readWriter(core: Core, id: string | null): Promise<CaseFile['writer']> {
  const account = id
    ? await core.db.prisma.account.findUnique({
        where: { id },
        include: { sanctions: { where: { liftedAt: null }, orderBy: { createdAt: 'desc' } } },
      })
    : null
  return (
    account && {
      penName: account.penName,
      since: account.createdAt,
      sanctions: account.sanctions.map(({ kind, createdAt }) => ({ kind, createdAt })),
    }
  )
}

function stepsFor(past: Past[], now: Date): Record<Rule, Step> {
  return Object.fromEntries(rules.map((rule) => [rule, nextStep(rule, past, now)])) as Record<Rule, Step>
}
