import { AsyncLocalStorage } from 'node:async_hooks'
import { userInfo } from 'node:os'
import type { openCore } from '../core/core.ts'
import { type Language, languageFromLocale } from '../core/language.ts'

/** Where a command line is typed: what it reads, where its words go, and how it ends. */
export type Terminal = {
  env: NodeJS.ProcessEnv
  stdin: { readonly isTTY?: boolean }
  stdout: Output
  stderr: Output
  /** Opens what the command works with, in place of {@link openCore}: for whoever types many command lines at one service. */
  open?: typeof openCore
  /** Set by a command that came to its end and has bad news nevertheless. */
  exitCode?: NodeJS.Process['exitCode']
}

export type Output = {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  on?(event: 'error', listener: () => void): unknown
}

/** The terminal of the command under way: the process's own, unless it was given another ({@link typedAt}). */
export function terminal(): Terminal {
  return given.getStore() ?? process
}

/** Korean or English, as the terminal says: LC_ALL before LC_MESSAGES before LANG. */
export function terminalLanguage(env: NodeJS.ProcessEnv): Language {
  return languageFromLocale((env.LC_ALL || env.LC_MESSAGES || env.LANG || 'en').replace('_', '-'))
}

/** Who sits at this terminal: `WIRO_OPERATOR`, or the name they are logged in with. */
export function operatorName(env: NodeJS.ProcessEnv): string {
  return env.WIRO_OPERATOR || userInfo().username
}

/**
 * Runs what a command line does as if it were typed there. The process's own terminal needs nothing of the kind, and the
 * service runs there: as long as a process keeps a context, every promise in it costs three times as much.
 */
export async function typedAt<T>(at: Terminal, run: () => Promise<T>): Promise<T> {
  if (at === process) return run()
  underWay += 1
  try {
    return await given.run(at, run)
  } finally {
    underWay -= 1
    if (underWay === 0) given.disable()
  }
}

const given = new AsyncLocalStorage<Terminal>()
let underWay = 0
