/** The kinds of things whose words strangers see and may report. docs/moderation.md says how one is added. */
export const reportedKinds = ['letter', 'open', 'comment', 'chat'] as const
export type ReportedKind = (typeof reportedKinds)[number]

export function isReportedKind(name: string): name is ReportedKind {
  return reportedKinds.some((kind) => kind === name)
}
