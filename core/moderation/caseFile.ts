import type { Core } from '../core.ts'
import { openLetterText } from '../letters/draft.ts'
import { Refusal } from '../refusal.ts'
import type { Finding } from '../safety/finding.ts'
import { readText } from '../safety/readText.ts'
import type { Letter, Report } from '../store/generated/client.ts'
import type { CaseKind } from '../store/generated/enums.ts'
import { extraWords } from './extraWords.ts'
import { countAlike } from './likeness.ts'
import { requireOperator } from './operators.ts'
import { dueAt } from './queue.ts'
import { nextStep, type Past, type Rule, rules, type Step } from './rules.ts'
import { REPORT_COPY, REPORT_WORDS, SANCTION_APPEAL, SANCTION_QUOTE } from './seals.ts'
import { type ReporterRecord, reporterRecord } from './weight.ts'

/** All that a moderator sees of a case: pen-names, and what was reported or appealed. Nothing else of anybody. */
export type CaseFile = {
  number: number
  kind: CaseKind
  /** A report's category; the rule of an appealed sanction. */
  about: string
  /** What kind of thing it is about: see reportedKinds. */
  thing: string
  forOwner: boolean
  createdAt: Date
  dueAt: Date
  closedAt: Date | null
  decision: string | null
  /** The letter, or other thing, in question as it was; null once shredded. */
  text: string | null
  /** What the safety check finds in it. */
  findings: Pick<Finding, 'kind' | 'rule' | 'matched'>[]
  /** What the one who appeals said. */
  words: string | null
  writer: { penName: string | null; since: Date; sanctions: Past[] } | null
  /** Everybody who reported this thing and has not been answered; the first is the one the case was opened for. */
  reporters: Reporter[]
  /** Of a held letter: how many of the last days begin with the same words, itself among them. */
  alike: number
  /** Of a held letter: its writer does not know that it waits. */
  quiet: boolean
  /** How often this thing was reported before and no rule was broken. */
  foundFineBefore: number
  /** The sanction appealed against. */
  sanction: { kind: Step['kind']; rule: string; quote: string | null; by: string; at: Date; endsAt: Date | null } | null
  /** What would follow from each rule. */
  steps: Record<Rule, Step>
}

/** One who reported it: what they say is wrong, in their words, and how far their word has been right so far. */
export type Reporter = ReporterRecord & { category: string; words: string | null; at: Date }

/** Opens a case for an operator. Refused when there is none of this number. */
export async function readCase(core: Core, { by, number }: { by: string; number: number }): Promise<CaseFile> {
  await requireOperator(core.db, by)
  const found = await core.db.prisma.case.findUnique({
    where: { number },
    include: {
      report: { include: REPORTED },
      sanction: true,
      letter: true,
    },
  })
  if (!found) throw new Refusal('refuse.op.noCase', { number })
  const { sanction, letter } = found
  const report = found.report ?? (await reportBehind(core, sanction?.reportId))
  const about = found.report?.category ?? sanction?.rule ?? ''
  const heldLetter = letter ?? report?.delivery?.letter ?? (await letterOf(core, sanction?.letterId))
  const text = openCopy(core, report) ?? letterText(core, heldLetter)
  const writerId = report?.writerId ?? letter?.writerId ?? sanction?.accountId ?? null
  const writer = await readWriter(core, writerId)
  const extra = await extraWords(core)
  return {
    number,
    kind: found.kind,
    about,
    thing: report?.kind ?? 'letter',
    forOwner: found.forOwner,
    createdAt: found.createdAt,
    dueAt: dueAt(found.createdAt, about),
    closedAt: found.closedAt,
    decision: found.decision,
    text,
    findings: readText(text ?? '', { words: extra }).map(({ kind, rule, matched }) => ({ kind, rule, matched })),
    words: sanction?.appeal ? core.vault.open(sanction.appeal, SANCTION_APPEAL) : null,
    writer,
    reporters: found.report ? await readReporters(core, found.report) : [],
    alike: letter ? await countAlike(core, letter) : 0,
    quiet: letter?.quiet ?? false,
    foundFineBefore: report
      ? await core.db.prisma.report.count({
          where: { kind: report.kind, thingId: report.thingId, state: { in: ['dismissed', 'care'] } },
        })
      : 0,
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

const REPORTED = { delivery: { include: { letter: true } } } as const

/** The report that an appealed sanction followed from. */
async function reportBehind(core: Core, id: string | null | undefined) {
  return id ? core.db.prisma.report.findUnique({ where: { id }, include: REPORTED }) : null
}

async function readReporters(core: Core, of: Report): Promise<Reporter[]> {
  const { id: first, kind, thingId, state } = of
  const open = await core.db.prisma.report.findMany({ where: { kind, thingId, state }, orderBy: { createdAt: 'asc' } })
  const reports = [of, ...open.filter(({ id }) => id !== first)]
  const now = core.clock.now()
  return Promise.all(
    reports.map(async ({ reporterId, category, words, createdAt }) => {
      const gone = { penName: null, since: createdAt, upheld: 0, dismissed: 0, weight: 0 }
      const record = (await reporterRecord(core.db, { reporterId, now })) ?? gone
      return { ...record, category, words: words ? core.vault.open(words, REPORT_WORDS) : null, at: createdAt }
    }),
  )
}

function openCopy(core: Core, report: Report | null): string | null {
  return report?.copy ? core.vault.open(report.copy, REPORT_COPY) : null
}

async function letterOf(core: Core, id: string | null | undefined): Promise<Letter | null> {
  return id ? core.db.prisma.letter.findUnique({ where: { id } }) : null
}

function letterText(core: Core, letter: Letter | null): string | null {
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
