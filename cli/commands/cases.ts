import type { Command } from 'commander'
import type { Bilingual } from '../../core/language.ts'
import { readCase } from '../../core/moderation/caseFile.ts'
import { decideAppeal } from '../../core/moderation/decideAppeal.ts'
import { decideReport, type ReportDecision } from '../../core/moderation/decideReport.ts'
import { reportCategories } from '../../core/moderation/fileReport.ts'
import { decideHeld } from '../../core/moderation/heldLetters.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import { type CaseKind, listCases } from '../../core/moderation/queue.ts'
import { isRule, type Rule, rules, type Step } from '../../core/moderation/rules.ts'
import { command, type Desk, group, run, say, WrongUse } from '../desk.ts'
import { showCase, showQueue } from './caseView.ts'
import { atMost, stepWords, valueName } from './words.ts'

const QUOTE: Bilingual = { en: 'the words in question, for the writer', ko: '글쓴이에게 보여 줄 부분' }
const GENTLY: Bilingual = { en: 'a word only, whatever went before', ko: '전에 무슨 일이 있었든 말로만 알려요' }

/** `wiro reports|appeals|held list|show|decide` */
export function addCases(program: Command): void {
  const reports = group(program, 'reports', { en: 'What people reported.', ko: '신고를 다뤄요.' })
  addLooking(reports, 'reports', 'report')
  run(
    command(reports, {
      name: 'decide',
      describe: {
        en: 'Decide a report: --uphold <rule> removes the letter, --dismiss lets it go on, --care shows its writer helplines, --hand-on leaves it to an owner.',
        ko: '신고를 결정해요. --uphold <약속> 편지를 내려요, --dismiss 그대로 둬요, --care 글쓴이에게 상담 창구를 알려요, --hand-on 소유자에게 넘겨요.',
      },
      example: 'wiro reports decide 12 --uphold unkind --quote "nobody needs you" --why "aimed at the reader"',
      changes: true,
    })
      .argument('<number>')
      .option('--uphold <rule>', rules.join(' | '))
      .option('--quote <words>', say(QUOTE))
      .option('--gently', say(GENTLY))
      .option('--dismiss', say({ en: 'it may stay', ko: '그대로 둬요' }))
      .option('--care', say({ en: 'no rule broken: helplines for the writer', ko: '글쓴이에게 상담 창구를 알려요' }))
      .option('--hand-on', say({ en: 'leave it to an owner', ko: '소유자에게 넘겨요' })),
    async (desk, number: string, options: DecideOptions) => {
      const decision = reportDecision(options)
      const { core, by, why, dryRun } = desk
      const step = await decideReport(core, { by, number: numberOf(number), decision, why, rehearse: dryRun })
      showDecision(desk, { number: numberOf(number), decision: decision.kind, step })
    },
  )

  const appeals = group(program, 'appeals', { en: 'What people ask to look at again.', ko: '이의를 다뤄요.' })
  addLooking(appeals, 'appeals', 'appeal')
  run(
    command(appeals, {
      name: 'decide',
      describe: {
        en: 'Grant an appeal (--grant) or deny it (--deny).',
        ko: '이의를 받아들이거나 (--grant) 그대로 둬요 (--deny).',
      },
      example: 'wiro appeals decide 14 --grant --why "it was a song"',
      changes: true,
    })
      .argument('<number>')
      .option('--grant', say({ en: 'take the sanction back', ko: '제재를 거두어요' }))
      .option('--deny', say({ en: 'the sanction stays', ko: '제재를 그대로 둬요' })),
    async (desk, number: string, { grant, deny }: { grant?: boolean; deny?: boolean }) => {
      if (Boolean(grant) === Boolean(deny)) throw new WrongUse('--grant | --deny')
      const { core, by, why, dryRun } = desk
      await decideAppeal(core, { by, number: numberOf(number), grant: grant === true, why, rehearse: dryRun })
      showDecision(desk, { number: numberOf(number), decision: grant ? 'grant' : 'deny', step: undefined })
    },
  )

  const held = group(program, 'held', {
    en: 'Letters that the safety check held back.',
    ko: '안전 검사로 보류된 편지를 다뤄요.',
  })
  addLooking(held, 'held', 'held')
  run(
    command(held, {
      name: 'decide',
      describe: {
        en: 'Let a held letter travel (--release) or remove it (--remove <rule>).',
        ko: '편지를 보내거나 (--release) 내려요 (--remove <약속>).',
      },
      example: 'wiro held decide 15 --release --why "harmless"',
      changes: true,
    })
      .argument('<number>')
      .option('--release', say({ en: 'let it travel', ko: '편지를 보내요' }))
      .option('--remove <rule>', rules.join(' | '))
      .option('--quote <words>', say(QUOTE))
      .option('--gently', say(GENTLY)),
    async (desk, number: string, options: { release?: boolean; remove?: string; quote?: string; gently?: boolean }) => {
      if (Boolean(options.release) === Boolean(options.remove)) throw new WrongUse('--release | --remove <rule>')
      const { core, by, why, dryRun } = desk
      const decision = options.remove
        ? ({ kind: 'remove', rule: ruleOf(options.remove), quote: options.quote, gently: options.gently } as const)
        : ({ kind: 'release' } as const)
      const step = await decideHeld(core, { by, number: numberOf(number), decision, why, rehearse: dryRun })
      showDecision(desk, { number: numberOf(number), decision: decision.kind, step })
    },
  )
}

type DecideOptions = {
  uphold?: string
  quote?: string
  gently?: boolean
  dismiss?: boolean
  care?: boolean
  handOn?: boolean
}

function reportDecision({ uphold, quote, gently, dismiss, care, handOn }: DecideOptions): ReportDecision {
  if ([uphold, dismiss, care, handOn].filter(Boolean).length !== 1)
    throw new WrongUse('--uphold <rule> | --dismiss | --care | --hand-on')
  if (uphold) return { kind: 'uphold', rule: ruleOf(uphold), quote, gently }
  return { kind: dismiss ? 'dismiss' : care ? 'care' : 'hand-on' }
}

/** `list` and `show` of one kind of case. */
function addLooking(parent: Command, name: string, kind: CaseKind): void {
  const list = command(parent, {
    name: 'list',
    describe: {
      en: 'What waits, by when it is due, with its age against the target.',
      ko: '기다리는 것을 목표 시간이 가까운 순서로 보여 줘요.',
    },
    example: `wiro ${name} list --decided --limit 20`,
  })
  if (kind !== 'held') list.option('--about <what>', (kind === 'report' ? reportCategories : rules).join(' | '))
  run(
    list
      .option('--decided', say({ en: 'what was decided instead, newest first', ko: '결정된 것을 최근 순서로' }))
      .option('--limit <n>', atMost(), '50'),
    async ({ core, by, screen, json }, options: { decided?: boolean; about?: string; limit: string }) => {
      await checkOperator(core, { by })
      const { decided = false, about } = options
      const cases = await listCases(core, { kind, about, open: !decided, limit: numberOf(options.limit) })
      if (json) return screen.json(cases)
      showQueue(screen, cases, core.clock.now())
    },
  )
  run(
    command(parent, {
      name: 'show',
      describe: { en: 'Everything a moderator may see of one.', ko: '한 안건을 자세히 보여 줘요.' },
      example: `wiro ${name} show 12`,
    }).argument('<number>'),
    async ({ core, by, screen, json }, number: string) => {
      const file = await readCase(core, { by, number: numberOf(number) })
      if (json) return screen.json(file)
      showCase(screen, file, core.clock.now())
    },
  )
}

function showDecision(
  { screen, json }: Desk,
  done: { number: number; decision: string; step: Step | undefined },
): void {
  if (json) screen.json({ ...done, step: done.step ?? null })
  const follows = done.step ? `: ${screen.t(stepWords(done.step))}` : ''
  if (!json) screen.line(screen.green(`#${done.number} ${screen.t(valueName(done.decision))}${follows}`))
}

/** A whole number above zero. @throws WrongUse */
export function numberOf(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    throw new WrongUse(
      say({ en: `“${text}” is not a number.`, ko: `번호를 적어 주세요. ‘${text}’ 대신 1 같은 숫자면 돼요.` }),
    )
  return Number(text)
}

/** A house rule by name. @throws WrongUse */
export function ruleOf(name: string): Rule {
  if (!isRule(name)) throw new WrongUse(`${rules.join(' | ')}`)
  return name
}
