import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Command, CommanderError } from 'commander'
import { ConfigError } from '../core/configError.ts'
import { packageRoot } from '../core/store/packageRoot.ts'
import { StoreError } from '../core/store/storeError.ts'
import { addCommands } from './commands.ts'
import { complain, exitCodes, say } from './desk.ts'
import { type Terminal, terminal, typedAt } from './terminal.ts'

/**
 * Runs one command line, as typed after `wiro`. Returns the code to end with at once, or undefined when it came to its
 * end (then `exitCode` of the terminal counts) or goes on (`start`). Throws what is a bug.
 */
export function wiro(args: readonly string[], at: Terminal): Promise<number | undefined> {
  return typedAt(at, async () => {
    const program = new Command('wiro')
      .description(
        say({
          en: 'Warm anonymous letters between strangers, on Discord and Telegram.',
          ko: '모르는 사람끼리 따뜻한 익명 편지를 주고받는 디스코드·텔레그램 봇이에요.',
        }),
      )
      .version(version(), '-V, --version', say({ en: 'which version this is', ko: '버전을 보여 줘요' }))
    await addCommands(program, args[0])
    speakHere(program)
    try {
      await program.parseAsync(args, { from: 'user' })
      return undefined
    } catch (error) {
      return endsWith(error)
    }
  })
}

function version(): string {
  return JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')).version
}

/** What commander says goes to this terminal, and what it would end the process for comes back as an error. */
function speakHere(program: Command): void {
  const { stdout, stderr } = terminal()
  program.exitOverride().configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
  })
  for (const one of program.commands as Command[]) speakHere(one)
}

function endsWith(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse
  const code = complain(error)
  if (code !== undefined) return code
  if (!(error instanceof ConfigError || error instanceof StoreError)) throw error
  terminal().stderr.write(`\n✗ ${say(error.said)}\n`)
  return exitCodes.trouble
}
