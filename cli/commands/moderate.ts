import type { Command } from 'commander'
import type { Bilingual } from '../../core/language.ts'
import { type CaseFile, readCase } from '../../core/moderation/caseFile.ts'
import { decideAppeal } from '../../core/moderation/decideAppeal.ts'
import { decideReport } from '../../core/moderation/decideReport.ts'
import { decideHeld } from '../../core/moderation/heldLetters.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import { claimNext, queueLength, releaseClaims, renewClaim, TARGET_HOURS } from '../../core/moderation/queue.ts'
import { type Rule, rules, type Step } from '../../core/moderation/rules.ts'
import { Refusal } from '../../core/refusal.ts'
import { command, complain, type Desk, run, WHY, WrongUse } from '../desk.ts'
import { openPrompt } from '../prompt.ts'
import { terminal } from '../terminal.ts'
import { showCase } from './caseView.ts'
import { ruleWords, stepWords, valueName } from './words.ts'

/** `wiro moderate` */
export function addModerate(program: Command): void {
  const made = command(program, {
    name: 'moderate',
    describe: {
      en: 'Go through the queue, oldest first, one case at a time. Nobody else is given what you look at.',
      ko: '안건을 오래된 순서로 하나씩 살펴봐요. 내가 보는 안건은 다른 운영진에게 가지 않아요.',
    },
    example: 'wiro moderate',
  })
  run(made, async (desk) => {
    if (desk.json || !terminal().stdin.isTTY)
      throw new WrongUse(
        desk.screen.t({
          en: 'This one needs a person at a terminal. Scripts use: wiro reports list --json',
          ko: '터미널 앞에 사람이 있어야 해요. 프로그램에서는 wiro reports list --json 을 써 주세요.',
        }),
      )
    const prompt = await openPrompt()
    await moderate(desk, {
      ask: (question) =>
        prompt([{ ...question, ...inOwnWords(desk, question), name: 'said' }]).then(({ said }) => said),
    })
  })
}

/** What inquirer says to an answer that is none, in the operator's language. */
function inOwnWords({ screen }: Desk, { type }: Question) {
  if (type === 'input') return {}
  const wrong = screen.t({ en: 'Please take one of the list.', ko: '목록에 있는 것으로 골라 주세요.' })
  return { theme: { style: { error: () => screen.red(`> ${wrong}`) } } }
}

type Choice = { key: string; name: string; value: string }
/** One question at the terminal. */
type Question =
  | { type: 'expand'; message: string; choices: Choice[]; default?: string; expanded?: boolean }
  | { type: 'rawlist'; message: string; choices: { name: string; value: string }[] }
  | { type: 'input'; message: string; default?: string; validate?: (text: string) => true | string }
type Ask = (question: Question) => Promise<string>

/**
 * The moderator's evening: a case, a key, the next case, until the queue is empty or they have had enough. The next case
 * is fetched while this one is read. What is not decided is given back.
 */
async function moderate(desk: Desk, { ask }: { ask: Ask }): Promise<void> {
  const { core, by, screen } = desk
  await checkOperator(core, { by })
  const { open } = await queueLength(core)
  screen.line(
    screen.dim(
      screen.t({
        en: `${open} waiting. Each should be decided within ${TARGET_HOURS} hours.`,
        ko: `기다리는 안건 ${open}건. ${TARGET_HOURS}시간 안에 결정하는 것이 목표예요.`,
      }),
    ),
  )
  const skipped: number[] = []
  let decided = 0
  let left = 0
  try {
    let next = fetchNext(desk, skipped)
    // Nothing was there a while ago: something may have come, or been given back, meanwhile.
    const later = async () => (await next) ?? fetchNext(desk, skipped)
    for (let file = await next; file; file = await later()) {
      next = fetchNext(desk, [...skipped, file.number])
      next.catch(() => undefined)
      // It was fetched while the one before was read: somebody may have decided it, or taken the report back.
      if (!(await renewClaim(core, { by, number: file.number }))) continue
      screen.line()
      showCase(screen, file, core.clock.now())
      const done = await decideOne(desk, ask, file)
      if (done === 'quit') return
      if (done === 'decided') decided++
      else {
        if (done === 'skip') left++
        skipped.push(file.number)
        await releaseClaims(core, { by, number: file.number })
      }
    }
    screen.line(screen.green(screen.t(allSeen(left))))
    const others = (await queueLength(core)).open - skipped.length
    if (others > 0) screen.line(screen.dim(screen.t(waitForOthers(others))))
  } finally {
    await releaseClaims(core, { by })
    screen.line(screen.dim(screen.t({ en: `Decided: ${decided}`, ko: `결정한 안건: ${decided}건` })))
  }
}

const allSeen = (left: number): Bilingual => ({
  en: `Nothing more is waiting for you${left ? ` but what you left for later: ${left}` : ''}. Thank you.`,
  ko: `내가 볼 안건은 이제 없어요.${left ? ` 나중에 보기로 한 안건은 ${left}건이에요.` : ''} 고마워요.`,
})

/** Being looked at, handed on to an owner, or an appeal against what this operator decided. */
const waitForOthers = (count: number): Bilingual => ({
  en: `For others: ${count} (in somebody’s hands, for an owner, or an appeal against a decision of yours).`,
  ko: `다른 분이 볼 안건은 ${count}건이에요(누가 보고 있거나, 소유자 몫이거나, 내 결정에 대한 이의예요).`,
})

async function fetchNext({ core, by }: Desk, besides: number[]): Promise<CaseFile | undefined> {
  const number = await claimNext(core, { by, besides })
  return number === undefined ? undefined : readCase(core, { by, number })
}

/** Asks until the case is decided, left for later, or the evening is over. A refusal is said, and asked again. */
async function decideOne(desk: Desk, ask: Ask, file: CaseFile): Promise<'decided' | 'skip' | 'gone' | 'quit'> {
  for (;;) {
    const choice = await ask({
      type: 'expand',
      message: desk.screen.t({
        en: 'What shall happen? (a letter, then Enter)',
        ko: '어떻게 할까요? (글자 하나를 누르고 Enter)',
      }),
      choices: choicesFor(desk, file),
      expanded: true,
      default: 'n',
    })
    if (choice === 'quit' || choice === 'skip') return choice
    try {
      if (await carryOut(desk, ask, file, choice)) return 'decided'
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      complain(error)
      if (error.key === 'refuse.op.decided' || error.key === 'refuse.op.claimed') return 'gone'
    }
  }
}

function choicesFor({ screen: { t } }: Desk, { kind, forOwner }: CaseFile): Choice[] {
  const choice = (key: string, value: string, said: Bilingual): Choice => ({ key, value, name: t(said) })
  const uphold = choice('u', 'uphold', { en: 'uphold: remove it …', ko: '받아들이기: 내려요 …' })
  const gently = choice('w', 'gently', {
    en: 'uphold with a word only, whatever went before …',
    ko: '받아들이되 말로만 알리기: 전에 무슨 일이 있었든 …',
  })
  const own: Record<CaseFile['kind'], Choice[]> = {
    report: [
      uphold,
      gently,
      choice('d', 'dismiss', { en: 'dismiss: it may stay', ko: '기각: 그대로 둬요' }),
      choice('c', 'care', {
        en: 'care: no rule broken, show helplines to the writer',
        ko: '돌봄: 글쓴이에게 상담 창구를 알려요',
      }),
      ...(forOwner ? [] : [choice('o', 'hand-on', { en: 'hand on to an owner', ko: '소유자에게 넘겨요' })]),
    ],
    appeal: [
      choice('g', 'grant', { en: 'grant: take the sanction back', ko: '받아들이기: 제재를 거두어요' }),
      choice('d', 'deny', { en: 'deny: it stays', ko: '그대로 둬요' }),
    ],
    held: [choice('r', 'release', { en: 'release: let it travel', ko: '보내기: 편지를 보내요' }), uphold, gently],
  }
  return [
    ...own[kind],
    choice('n', 'skip', { en: 'next: leave it for later', ko: '다음: 나중에 볼게요' }),
    choice('q', 'quit', { en: 'enough for today', ko: '오늘은 그만할게요' }),
  ]
}

/** False when the moderator thought better of it. */
async function carryOut(desk: Desk, ask: Ask, file: CaseFile, choice: string): Promise<boolean> {
  const { core, by, screen } = desk
  const { number } = file
  const removes = choice === 'uphold' || choice === 'gently'
  const breach = removes ? await askBreach(desk, ask, { file, gently: choice === 'gently' }) : undefined
  if (removes && !breach) return false
  const why = await ask({
    type: 'input',
    message: screen.t(WHY),
    default: screen.t({ en: 'clear case', ko: '분명한 안건' }),
  })
  const step = await decide(core, { by, number, kind: file.kind, choice, breach, why })
  screen.line(
    screen.green(
      `#${number} ${screen.t(valueName(breach ? 'uphold' : choice))}${step ? `: ${screen.t(stepWords(step))}` : ''}`,
    ),
  )
  return true
}

type Breach = { rule: Rule; quote: string | undefined; gently: boolean }

async function decide(
  core: Desk['core'],
  {
    by,
    number,
    kind,
    choice,
    breach,
    why,
  }: { by: string; number: number; kind: CaseFile['kind']; choice: string; breach: Breach | undefined; why: string },
): Promise<Step | undefined> {
  if (kind === 'appeal') return void (await decideAppeal(core, { by, number, grant: choice === 'grant', why }))
  if (kind === 'held') {
    const decision = breach ? ({ kind: 'remove', ...breach } as const) : ({ kind: 'release' } as const)
    return decideHeld(core, { by, number, decision, why })
  }
  const plain = choice === 'care' || choice === 'hand-on' ? choice : 'dismiss'
  const decision = breach ? ({ kind: 'uphold', ...breach } as const) : ({ kind: plain } as const)
  return decideReport(core, { by, number, decision, why })
}

/** Which rule, with what would follow; which words; undefined for "back". */
async function askBreach(
  { screen }: Desk,
  ask: Ask,
  { file, gently }: { file: CaseFile; gently: boolean },
): Promise<Breach | undefined> {
  const { t } = screen
  const step = (rule: Rule): Step => (gently ? { kind: 'word' } : file.steps[rule])
  const follows = (rule: Rule) => ({ name: `${t(ruleWords[rule])} → ${t(stepWords(step(rule)))}`, value: rule })
  const rule = await ask({
    type: 'rawlist',
    message: t({ en: 'Which rule is broken, and what follows?', ko: '어떤 약속에 어긋나고, 무엇이 따르나요?' }),
    choices: [...rules.map(follows), { name: t({ en: '‹ back', ko: '‹ 뒤로' }), value: 'back' }],
  })
  const broken = rules.find((one) => one === rule)
  if (!broken) return undefined
  const quote = await ask({
    type: 'input',
    message: t({
      en: 'The words in question, exactly (empty: how it begins):',
      ko: '문제가 된 부분을 그대로 (비워 두면 첫머리):',
    }),
    validate: (text) =>
      !text || (file.text ?? '').includes(text) || t({ en: 'Those words are not in it.', ko: '거기에 없는 말이에요.' }),
  })
  return { rule: broken, quote: quote || undefined, gently }
}
