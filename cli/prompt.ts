import { terminal } from './terminal.ts'

/** Asks at the terminal of the command under way; whoever calls it knows that somebody sits there. */
export async function openPrompt() {
  const { default: inquirer } = await import('inquirer')
  const { stdin, stdout } = terminal()
  return inquirer.createPromptModule({
    input: stdin as NodeJS.ReadableStream,
    output: stdout as unknown as NodeJS.WritableStream,
  })
}
