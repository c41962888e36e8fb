import type { Bilingual } from '../../core/language.ts'
import type { CaseFile } from '../../core/moderation/caseFile.ts'
import type { CaseLine } from '../../core/moderation/queue.ts'
import { formatDuration } from '../../core/texts/format.ts'
import { harmless, type Screen } from '../screen.ts'
import { aboutWords, columns, kindWords, thingName, valueName } from './words.ts'

/** A case with all that a moderator may see of it. The words of people are shown harmless to the terminal. */
export function showCase(screen: Screen, file: CaseFile, now: Date): void {
  const { t, bold, dim } = screen
  const kind = t(kindWords[file.kind] ?? { en: file.kind, ko: file.kind })
  const thing = file.kind === 'report' && file.thing !== 'letter' ? ` (${t(thingName(file.thing))})` : ''
  screen.line(bold(`#${file.number} ${kind}${thing}${file.about ? `: ${t(wordsFor(file.about))}` : ''}`))
  screen.line(age(screen, file, now))
  if (file.forOwner) screen.line(screen.yellow(t({ en: 'handed on to an owner', ko: '소유자에게 넘겨진 안건' })))
  screen.card([
    [{ en: 'writer', ko: '글쓴이' }, writerWords(screen, file)],
    ...file.reporters.map((one) => [REPORTER, reporterWords(screen, one)] as [Bilingual, string]),
    ...(file.sanction
      ? [[{ en: 'sanction', ko: '제재' }, sanctionWords(screen, file.sanction)] as [Bilingual, string]]
      : []),
  ])
  if (file.quiet) screen.line(screen.yellow(t(QUIET)))
  if (file.alike > 1) screen.line(screen.yellow(t(alikeWords(file.alike))))
  if (file.foundFineBefore > 0) screen.line(dim(t(foundFine(file.foundFineBefore))))
  for (const { words } of file.reporters) if (words) quote(screen, t(REPORTED), words)
  if (file.words) quote(screen, t(APPEALED), file.words)
  if (file.text) quote(screen, t(file.thing === 'chat' ? SAID_IN_CHAT : thingName(file.thing)), file.text)
  else screen.line(dim(t({ en: 'Its words are not kept any more.', ko: '내용은 더 이상 보관하지 않아요.' })))
  for (const { kind: what, rule, matched } of file.findings)
    screen.line(dim(`  ${what} · ${rule} · “${harmless(matched)}”`))
}

/** The queue, by when each is due, with its age against its target. */
export function showQueue(screen: Screen, cases: CaseLine[], now: Date): void {
  const rows = cases.map((one) => [
    one.number,
    one.kind === 'report' && one.thing !== 'letter'
      ? `${screen.t(kindWords.report ?? columns.kind)} (${screen.t(thingName(one.thing))})`
      : screen.t(kindWords[one.kind] ?? { en: one.kind, ko: one.kind }),
    one.about ? screen.t(wordsFor(one.about)) : '',
    screen.ago(one.createdAt),
    one.closedAt ? screen.t(valueName(one.decision)) : dueWords(screen, one.dueAt, now),
    one.forOwner ? screen.t({ en: 'an owner', ko: '소유자' }) : one.claimedBy,
  ])
  const head = [columns.number, columns.kind, columns.about, columns.waits, columns.due, columns.who]
  screen.table(head, rows, { en: 'Nothing is waiting. Well done.', ko: '기다리는 안건이 없어요. 수고하셨어요.' })
}

const foundFine = (times: number): Bilingual => ({
  en: `reported before and found to break no rule: ${times}`,
  ko: `전에도 신고됐지만 문제가 없었어요: ${times}번`,
})
const QUIET: Bilingual = {
  en: 'suspected spam: its writer does not know that it waits',
  ko: '광고로 의심돼요. 글쓴이는 기다리는 줄 몰라요',
}
const alikeWords = (alike: number): Bilingual => ({
  en: `${alike} letters of these days begin with the same words`,
  ko: `요 며칠 똑같이 시작하는 편지 ${alike}통`,
})
const SAID_IN_CHAT: Bilingual = {
  en: 'what they said in the chat, line by line (→ changed to, ✕ taken back)',
  ko: '대화에서 한 말을 한 줄씩 (→ 고친 말, ✕ 지운 말)',
}
const REPORTER: Bilingual = { en: 'reporter', ko: '신고한 분' }
const APPEALED: Bilingual = { en: 'what they say', ko: '이의 내용' }
const REPORTED: Bilingual = { en: 'what the reporter says', ko: '신고한 분의 말' }

export const wordsFor = (about: string): Bilingual => aboutWords[about] ?? { en: about, ko: about }

function age(screen: Screen, { createdAt, dueAt, closedAt, decision }: CaseFile, now: Date): string {
  const came = `${screen.t({ en: 'came', ko: '들어온 때' })} ${screen.ago(createdAt)}`
  const how = closedAt ? `${screen.t(valueName(decision))} ${screen.ago(closedAt)}` : dueWords(screen, dueAt, now)
  return `${screen.dim(`${came} · `)}${how}`
}

function dueWords(screen: Screen, dueAt: Date, now: Date): string {
  const left = dueAt.getTime() - now.getTime()
  const long = formatDuration(Math.abs(left), screen.language)
  if (left < 0) return screen.red(screen.t({ en: `${long} late`, ko: `${long} 늦음` }))
  return screen.t({ en: `${long} left`, ko: `${long} 남음` })
}

function writerWords(screen: Screen, { writer }: CaseFile): string {
  if (!writer) return screen.t({ en: 'gone', ko: '떠난 분' })
  const past = writer.sanctions.length
    ? writer.sanctions.map(({ kind, createdAt }) => `${screen.t(valueName(kind))} ${screen.ago(createdAt)}`).join(', ')
    : screen.t({ en: 'no sanction before', ko: '제재받은 적 없음' })
  return `${writer.penName ?? '–'} · ${screen.t({ en: 'came', ko: '온 때' })} ${screen.ago(writer.since)} · ${past}`
}

function reporterWords(screen: Screen, reporter: CaseFile['reporters'][number]): string {
  const record = screen.t({
    en: `weight ${reporter.weight} (${reporter.upheld} upheld, ${reporter.dismissed} dismissed)`,
    ko: `무게 ${reporter.weight} (받아들임 ${reporter.upheld}, 기각 ${reporter.dismissed})`,
  })
  return `${reporter.penName ?? '–'} · ${screen.t({ en: 'came', ko: '온 때' })} ${screen.ago(reporter.since)} · ${record}`
}

function sanctionWords(
  screen: Screen,
  { kind, rule, by, at, endsAt, quote: said }: NonNullable<CaseFile['sanction']>,
): string {
  const until = endsAt ? ` → ${screen.moment(endsAt)}` : ''
  const words = said ? ` “${harmless(said)}”` : ''
  return `${screen.t(valueName(kind))} · ${screen.t(wordsFor(rule))}${words} · ${by} ${screen.ago(at)}${until}`
}

function quote(screen: Screen, title: string, text: string): void {
  screen.line(screen.dim(title))
  for (const line of harmless(text).split('\n')) screen.line(`  ┃ ${line}`)
}
