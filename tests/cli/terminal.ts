import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import type { Terminal as Typed } from '../../cli/terminal.ts'
import { wiro } from '../../cli/wiro.ts'
import { type Core, openCore } from '../../core/core.ts'
import { endContexts } from '../support/contexts.ts'

const bin = path.resolve(import.meta.dirname, '../../cli/bin.js')

/** A command at a real terminal: keys go in, what the screen shows comes out. */
export type Terminal = {
  /** All that was shown, without colours and movements. */
  said(): string
  /** All that was written to it, as it was. */
  raw(): string
  /** Types, as if by hand. */
  type(keys: string): void
  /** Resolves when the words were shown after everything that was waited for before. */
  until(words: string): Promise<void>
  exit: Promise<number | null>
}

/** A program of the system, not of a package. */
const SCRIPT = 'script'
/** Far more than it takes, also on a machine with much else to do. */
const UNTIL_MS = 60_000

/** What command lines typed at one service may share: see {@link openOnce}. */
export type Shared = { open: typeof openCore; close(): Promise<void> }

/**
 * Opens for many command lines what each of them would open and close: a core for every configuration. What a command line
 * opens by itself is left to those that are typed without it.
 */
export function openOnce(): Shared {
  const cores = new Map<string, Promise<Core>>()
  return {
    async open(config, parts) {
      const key = JSON.stringify(config)
      const core = cores.get(key) ?? openCore(config, parts)
      cores.set(key, core)
      return { ...(await core), close: async () => undefined }
    },
    async close() {
      await Promise.all([...cores.values()].map(async (core) => (await core).close()))
      endContexts()
    },
  }
}

/** Runs `wiro` in this process, as somebody sits at its keyboard; what a terminal of the system adds is {@link atTerminal}. */
export function atKeyboard(args: string[], env: Record<string, string>, shared?: Shared): Terminal {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 200 })
  // A screen outlives the question that was asked on it.
  stdout.end = () => stdout
  const at: Typed = { env: { ...environment(), ...env }, stdin, stdout, stderr: stdout, ...opening(shared) }
  const exit = wiro(args, at).then((code) => code ?? Number(at.exitCode ?? 0))
  return watch([stdout], { exit, type: (keys) => void stdin.write(keys) })
}

/** Runs `wiro` in a pseudo-terminal of the system's own (`script` of util-linux, else Python's). */
export function atTerminal(args: string[], env: Record<string, string>): Terminal {
  return programAtTerminal([process.execPath, bin, ...args], env)
}

/** Any program in a pseudo-terminal. */
export function programAtTerminal(command: string[], env: Record<string, string>): Terminal {
  const [program = '', ...before] = pseudoTerminal(command)
  const child = spawn(program, before, { env: { ...environment(), ...env, TERM: 'xterm', COLUMNS: '200' } })
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  return watch([child.stdout, child.stderr], { exit, type: (keys) => void child.stdin?.write(keys) })
}

/** Answers one question after the other, each once it is asked. */
export async function answers(terminal: Terminal, talk: [question: string, keys: string][]): Promise<void> {
  for (const [question, keys] of talk) {
    await terminal.until(question)
    terminal.type(keys)
  }
}

function watch(screens: (Readable | null)[], { exit, type }: Pick<Terminal, 'exit' | 'type'>): Terminal {
  let raw = ''
  let from = 0
  const listeners = new Set<() => void>()
  for (const screen of screens)
    screen?.on('data', (chunk) => {
      raw += String(chunk)
      for (const listen of listeners) listen()
    })
  return {
    said: () => plain(raw),
    raw: () => raw,
    type,
    exit,
    until: (words) =>
      new Promise((resolve, reject) => {
        const late = () => reject(new Error(`never showed "${words}":\n${plain(raw).slice(from)}`))
        const timer = setTimeout(late, UNTIL_MS)
        const look = () => {
          const at = plain(raw).indexOf(words, from)
          if (at < 0) return
          from = at + words.length
          clearTimeout(timer)
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        void exit.then(() => setImmediate(late), reject)
        look()
      }),
  }
}

type Ran = { code: number; out: string; err: string }

/** Runs `wiro` without a terminal, as a script does, in this process: what a process of its own adds is {@link asProcess}. */
export async function inScript(args: string[], env: Record<string, string>, shared?: Shared): Promise<Ran> {
  let [out, err] = ['', '']
  const at: Typed = {
    env: { ...environment(), ...env },
    stdin: { isTTY: false },
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    ...opening(shared),
  }
  const code = (await wiro(args, at)) ?? Number(at.exitCode ?? 0)
  return { code, out, err }
}

/** Runs `wiro` as a process of its own, without a terminal. */
export function asProcess(args: string[], env: Record<string, string>): Promise<Ran> {
  return startProcess(args, env).ran
}

/** The same, for a test that ends the process itself: {@link Ran} has the code -1 then. */
export function startProcess(args: string[], env: Record<string, string>): { kill(): void; ran: Promise<Ran> } {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout?.on('data', (chunk) => (out += String(chunk)))
  child.stderr?.on('data', (chunk) => (err += String(chunk)))
  const ran = new Promise<Ran>((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, out, err })))
  return { kill: () => void child.kill('SIGKILL'), ran }
}

const opening = (shared: Shared | undefined) => (shared ? { open: shared.open } : {})

function environment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LANG: 'en_US.UTF-8', TZ: 'UTC' }
}

function pseudoTerminal(command: string[]): string[] {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const hasScript = String(spawnSync(SCRIPT, ['--version']).stdout).includes('util-linux')
  if (hasScript) return [SCRIPT, '-qefc', quoted, '/dev/null']
  return [
    'python3',
    '-c',
    'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))',
    ...command,
  ]
}

/** Without escape sequences: https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ §5.4. */
function plain(text: string): string {
  const esc = String.fromCharCode(27)
  return text.replaceAll(new RegExp(`${esc}(?:\\[[0-?]*[ -/]*[@-~]|[@-_])`, 'g'), '').replaceAll('\r', '')
}
