import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inScript, programAtTerminal, type Terminal } from './terminal.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'wiro-completion-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hasShell = (name: string) => spawnSync(name, ['-c', 'exit 0']).status === 0

async function written(shell: 'bash' | 'zsh'): Promise<string> {
  const { code, out } = await inScript(['completion', shell], {})
  expect(code).toBe(0)
  const file = path.join(folder, '_wiro')
  writeFileSync(file, out)
  return file
}

/** What is typed, Tab, and what then stands there. */
const KEYS: [typed: string, becomes: string][] = [
  ['wiro moder\t', 'wiro moderate '],
  ['wiro jobs sch\t', 'wiro jobs schedules '],
  ['wiro reports decide 3 --upho\t', 'wiro reports decide 3 --uphold '],
  ['wiro reports decide 3 --uphold thr\t', 'wiro reports decide 3 --uphold threat '],
  ['wiro jobs list letters --state del\t', 'wiro jobs list letters --state delayed '],
]

async function completes(shell: Terminal): Promise<void> {
  for (const [typed, becomes] of KEYS) {
    shell.type(typed)
    await shell.until(becomes)
    shell.type('\u0015')
  }
  shell.type('exit\r')
  await shell.exit
}

describe('Tab completes what is typed', { timeout: 180_000 }, () => {
  it.skipIf(!hasShell('bash'))('in bash', async () => {
    const file = await written('bash')
    const shell = programAtTerminal(['bash', '--noprofile', '--norc', '-i'], { PS1: '> ' })
    shell.type(`source ${file}; bind 'set enable-bracketed-paste off'; echo ready-$((1+1))\r`)
    await shell.until('ready-2')
    await completes(shell)
  })

  it.skipIf(!hasShell('zsh'))('in zsh', async () => {
    await written('zsh')
    const shell = programAtTerminal(['zsh', '-f', '-i'], { PS1: '> ' })
    shell.type(`fpath=(${folder} $fpath); autoload -Uz compinit; compinit -u -D; echo ready-$((1+1))\r`)
    await shell.until('ready-2')
    await completes(shell)
  })
})
