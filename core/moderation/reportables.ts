import { reportableChat } from '../chat/reportableChat.ts'
import { reportableLetter } from '../letters/reportableLetter.ts'
import { reportableComment, reportableOpenLetter } from '../openLetters/reportableOpenly.ts'
import { Refusal } from '../refusal.ts'
import type { Reportable } from './reportable.ts'
import { isReportedKind, type ReportedKind } from './reportedKinds.ts'

const reportables: Record<ReportedKind, Reportable> = {
  letter: reportableLetter,
  open: reportableOpenLetter,
  comment: reportableComment,
  chat: reportableChat,
}

/** What can be done with a thing of this kind, as a report names it. */
export function reportableOf(kind: string): Reportable {
  if (!isReportedKind(kind)) throw new Refusal('refuse.report.gone')
  return reportables[kind]
}
