import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { openClock } from '../core/clock.ts'
import { type Config, readConfig } from '../core/config.ts'
import type { Core } from '../core/core.ts'
import type { Bilingual, Language } from '../core/language.ts'
import { Refusal } from '../core/refusal.ts'
import { say as sayText } from '../core/texts/texts.ts'
import { aheadOf } from '../sandbox/memoryOf.ts'
import { openPrompt } from './prompt.ts'
import type { Screen } from './screen.ts'
import { operatorName, terminal, terminalLanguage } from './terminal.ts'

/** What a command ends with, for scripts. */
export const exitCodes = { done: 0, trouble: 1, wrongUse: 2, refused: 3, cancelled: 4 } as const

/** What every operator's command works with. */
export type Desk = {
  core: Core
  /** The operator's name, as the audit log will show it. */
  by: string
  screen: Screen
  /** `--json`: one JSON value on standard output and nothing else. */
  json: boolean
  /** `--dry-run`: everything is tried, nothing is changed. */
  dryRun: boolean
  /** `--why`; empty when it was not given. */
  why: string
  /** Asks before something that hurts. Goes on without asking under `--yes` and `--dry-run`; ends the command on no. */
  confirm(question: Bilingual): Promise<void>
}

type Kind = {
  name: string
  describe: Bilingual
  /** A whole line to copy. */
  example: string
  /** It changes something: it takes `--dry-run` and `--why`. */
  changes?: boolean
  /** What it asks before it hurts; it takes `--yes`. */
  hurts?: boolean
}

/** What is asked before anything is changed. */
export const WHY: Bilingual = { en: 'Why (for the audit log)?', ko: '감사 기록에 남길 이유' }

/** The command was called wrongly, in a way that only its own code can see. */
export class WrongUse extends Error {}
/** The operator said no. */
export class Cancelled extends Error {}

const language = (): Language => terminalLanguage(terminal().env)
/** Says a text in the language of this terminal. */
export const say = (said: Bilingual): string => said[language()]

/** A group of commands, such as `wiro jobs`. */
export function group(parent: Command, name: string, describe: Bilingual): Command {
  return dress(parent.command(name)).description(say(describe))
}

/** A command of the operators: its texts, its common options, an example. Give it arguments and options, then {@link run}. */
export function command(parent: Command, kind: Kind): Command {
  const made = dress(parent.command(kind.name)).description(say(kind.describe))
  made.option('--json', say({ en: 'for programs: JSON', ko: '프로그램용 JSON으로 출력해요' }))
  made.addOption(
    new Option('--as <name>', say({ en: 'the operator who acts', ko: '일하는 운영진의 이름' })).default(
      operatorName(terminal().env),
    ),
  )
  if (kind.changes) {
    made.option('--why <text>', say({ en: 'the reason, for the audit log', ko: '감사 기록에 남길 이유' }), '')
    made.option('--dry-run', say({ en: 'try it, change nothing', ko: '바꾸지 않고 미리 해 봐요' }))
  }
  if (kind.hurts) made.option('--yes', say({ en: 'do not ask', ko: '묻지 않고 진행해요' }))
  made.addHelpText('after', `\n${say({ en: 'Example', ko: '예' })}:\n  $ ${kind.example}`)
  return made
}

/** What the command does. Arguments come first, then the options. */
export function run<Args extends unknown[]>(made: Command, act: (desk: Desk, ...args: Args) => Promise<void>): void {
  made.action(async (...given: unknown[]) => {
    const args = given.slice(0, -1) as Args
    const options = made.opts() as { json?: boolean; as: string; dryRun?: boolean; why?: string; yes?: boolean }
    const why = options.why === undefined || options.dryRun ? (options.why ?? '') : await askWhy(options.why)
    // Whoever reads a pipe may leave early (`wiro stats | head`): the command still ends in good order.
    const { stdout, env } = terminal()
    stdout.on?.('error', () => undefined)
    const [core, { openScreen }] = await Promise.all([openHere(), import('./screen.ts')])
    const screen = openScreen({ output: stdout, env, now: core.clock.now })
    const desk: Desk = {
      core,
      by: options.as,
      screen,
      json: options.json === true,
      dryRun: options.dryRun === true,
      why,
      confirm: (question) => confirm(question, options.yes === true || options.dryRun === true),
    }
    try {
      await act(desk, ...args)
      if (desk.dryRun && !desk.json)
        screen.line(
          screen.dim(say({ en: 'Only tried: nothing was changed.', ko: '미리 해 봤어요. 바뀐 것은 없어요.' })),
        )
    } finally {
      await core.close()
    }
  })
}

/**
 * The database of the service on this machine: the sandbox's own, and its clock, while there is no token, as `wiro start` has
 * it. What that takes is loaded here: a third of the time of a command that opens nothing.
 */
export async function openHere(): Promise<Core> {
  const own = readConfig(terminal().env)
  const [{ openCore }, { openLog }] = await Promise.all([import('../core/core.ts'), import('../core/log.ts')])
  const options = { log: openLog({ level: 'error' }), queuesLater: true }
  const open = terminal().open ?? openCore
  if (own.discord || own.telegram || own.databaseUrl) return open(own, options)
  const config = inSandbox(own)
  const clock = openClock()
  clock.move(aheadOf(config.home))
  return open(config, { ...options, clock })
}

/** Every act has its reason in the audit log: given with `--why`, or asked for on a terminal. */
async function askWhy(given: string): Promise<string> {
  if (given.trim()) return given
  if (!terminal().stdin.isTTY) throw new WrongUse(sayText(language(), 'refuse.op.why'))
  const prompt = await openPrompt()
  const message = say(WHY)
  const validate = (text: string) => text.trim() !== '' || sayText(language(), 'refuse.op.why')
  const { why } = await prompt([{ type: 'input', name: 'why', message, validate }])
  return why
}

function inSandbox(own: Config): Config {
  return { ...own, home: join(own.home, 'sandbox'), redisUrl: undefined }
}

async function confirm(question: Bilingual, sure: boolean): Promise<void> {
  if (sure) return
  if (!terminal().stdin.isTTY)
    throw new WrongUse(
      say({ en: 'There is nobody to ask: add --yes.', ko: '물어볼 사람이 없어요. --yes 를 붙여 주세요.' }),
    )
  const prompt = await openPrompt()
  const transformer = (yes: boolean) => say(yes ? { en: 'yes', ko: '네' } : { en: 'no', ko: '아니요' })
  const { yes } = await prompt({ type: 'confirm', name: 'yes', message: say(question), default: false, transformer })
  if (!yes) throw new Cancelled()
}

/** Says what went wrong in one line, and returns the exit code for it; undefined for a bug, which is thrown on. */
export function complain(error: unknown): number | undefined {
  const tell = (text: string) => void terminal().stderr.write(`✗ ${text}\n`)
  if (error instanceof Refusal) {
    const speak = sayText as (language: Language, key: string, params: unknown) => string
    tell(speak(language(), error.key, error.params))
    return exitCodes.refused
  }
  if (error instanceof WrongUse) {
    tell(error.message)
    return exitCodes.wrongUse
  }
  if (error instanceof Cancelled || (error instanceof Error && error.name === 'ExitPromptError')) {
    tell(say({ en: 'Nothing was changed.', ko: '바뀐 것은 없어요.' }))
    return exitCodes.cancelled
  }
  return undefined
}

/** Titles in the operator's language. */
export function dress(made: Command): Command {
  return made
    .configureHelp({
      styleTitle: (title) => (language() === 'ko' ? (TITLES[title] ?? title) : title),
      optionDescription: ({ description, required, optional, defaultValue }) =>
        (required || optional) && defaultValue
          ? `${description} (${say({ en: 'default', ko: '기본' })}: ${defaultValue})`
          : description,
      sortSubcommands: false,
    })
    .helpOption('-h, --help', say({ en: 'this text', ko: '이 도움말' }))
    .helpCommand(false)
    .enablePositionalOptions()
}

const TITLES: Record<string, string> = {
  'Usage:': '사용법:',
  'Arguments:': '인자:',
  'Options:': '옵션:',
  'Commands:': '명령:',
}
