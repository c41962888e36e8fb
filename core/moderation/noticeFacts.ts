import type { Core } from '../core.ts'
import type { Parcel } from '../delivery/channel.ts'
import type { ReportId, SanctionId } from '../ids.ts'
import { openLetterText } from '../letters/draft.ts'
import { excerpt } from '../letters/inbox.ts'
import type { Letter } from '../store/generated/client.ts'
import { isReportedKind, type ReportedKind } from './reportedKinds.ts'
import { isRule, type Rule, type Step } from './rules.ts'
import { REPORT_COPY, SANCTION_QUOTE } from './seals.ts'

/** What a notice of the moderators has to tell. Nothing of any other person is in it. */
export type ModerationFacts =
  | { kind: 'report-decided'; reportId: ReportId; thing: ReportedKind; outcome: 'upheld' | 'dismissed' | 'care' }
  | {
      kind: 'sanctioned'
      sanctionId: SanctionId
      sanction: Step['kind']
      rule: Rule
      /** What of theirs was removed. */
      thing: ReportedKind
      /** The person's own words in question. */
      quote: string
      endsAt: Date | null
    }
  | { kind: 'sanction-lifted' }
  | { kind: 'appeal-decided'; granted: boolean }
  | { kind: 'care'; thing: ReportedKind; excerpt: string }
  | { kind: 'letter-freed'; excerpt: string }
  | { kind: 'announcement'; ko: string | null; en: string | null }

/** The parcels that moderators send. */
export type ModerationParcel = Extract<Parcel, { kind: ModerationFacts['kind'] }>

/** The facts of a moderators' parcel; undefined when there is nothing to tell any more. */
export async function moderationFacts(core: Core, parcel: ModerationParcel): Promise<ModerationFacts | undefined> {
  switch (parcel.kind) {
    case 'report-decided':
      return reportDecided(core, parcel.reportId)
    case 'sanctioned':
      return sanctioned(core, parcel.sanctionId)
    case 'sanction-lifted':
      return { kind: 'sanction-lifted' }
    case 'appeal-decided': {
      const sanction = await core.db.prisma.sanction.findUnique({ where: { id: parcel.sanctionId } })
      return sanction ? { kind: 'appeal-decided', granted: sanction.granted === true } : undefined
    }
    case 'care':
      return cared(core, parcel.reportId)
    case 'letter-freed': {
      const letter = await core.db.prisma.letter.findUnique({ where: { id: parcel.letterId } })
      return letter ? { kind: parcel.kind, excerpt: excerpt(openLetterText(core, letter)) } : undefined
    }
    case 'announcement': {
      const said = await core.db.prisma.announcement.findUnique({ where: { id: parcel.announcementId } })
      return said && !said.stoppedAt ? { kind: 'announcement', ko: said.textKo, en: said.textEn } : undefined
    }
  }
}

async function reportDecided(core: Core, reportId: ReportId): Promise<ModerationFacts | undefined> {
  const report = await core.db.prisma.report.findUnique({ where: { id: reportId } })
  if (!report || !isReportedKind(report.kind)) return undefined
  const { state, kind } = report
  const outcome = state === 'upheld' || state === 'care' ? state : 'dismissed'
  return { kind: 'report-decided', reportId, thing: kind, outcome }
}

async function cared(core: Core, reportId: ReportId): Promise<ModerationFacts | undefined> {
  const report = await core.db.prisma.report.findUnique({ where: { id: reportId } })
  if (!report?.copy || !isReportedKind(report.kind)) return undefined
  return { kind: 'care', thing: report.kind, excerpt: excerpt(core.vault.open(report.copy, REPORT_COPY)) }
}

async function sanctioned(core: Core, sanctionId: SanctionId): Promise<ModerationFacts | undefined> {
  const sanction = await core.db.prisma.sanction.findUnique({ where: { id: sanctionId } })
  if (!sanction || sanction.liftedAt || !isRule(sanction.rule)) return undefined
  const { prisma } = core.db
  const letter = sanction.letterId ? await prisma.letter.findUnique({ where: { id: sanction.letterId } }) : null
  const report = sanction.reportId ? await prisma.report.findUnique({ where: { id: sanction.reportId } }) : null
  const thing = report?.kind ?? 'letter'
  return {
    kind: 'sanctioned',
    sanctionId,
    sanction: sanction.kind,
    rule: sanction.rule,
    thing: isReportedKind(thing) ? thing : 'letter',
    quote: sanction.quote ? core.vault.open(sanction.quote, SANCTION_QUOTE) : firstWords(core, letter),
    endsAt: sanction.endsAt,
  }
}

function firstWords(core: Core, letter: Letter | null): string {
  return letter ? excerpt(openLetterText(core, letter)) : ''
}
