import { statSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { addCommands, shelves } from '../../cli/commands.ts'
import { inScript } from './terminal.ts'

const program = new Command('wiro')
await addCommands(program)

type Leaf = { line: string; command: Command; options: string[] }
function leavesOf(command: Command, line = ''): Leaf[] {
  const below = command.commands.flatMap((one) => leavesOf(one, line ? `${line} ${one.name()}` : one.name()))
  const acts = command.commands.length === 0 || command.options.length > 0
  const own = line && acts ? [{ line, command, options: command.options.map(({ long }) => long ?? '') }] : []
  return [...own, ...below]
}
const leaves = leavesOf(program)

/** What only looks, makes a file, or asks a person: nothing to rehearse, or nothing to tell a program. */
const NO_JSON = new Set(['start', 'completion', 'moderate'])
const CHANGES = new Set(
  `operators add, operators web-login, operators remove, reports decide, appeals decide, held decide, sanctions lift,
  letters wake, chats end, mail retry, words block, words allow, words remove, recommend rebuild, jobs retry, jobs promote,
  jobs remove, jobs pause, jobs resume, jobs drain, announce, announce stop, export, erase, migrate, commands deploy,
  keys add, keys rotate, restore`
    .split(',')
    .map((line) => line.trim()),
)
const HURTS = new Set([
  'operators remove',
  'sanctions lift',
  'accounts unseal',
  'chats end',
  'jobs remove',
  'jobs pause',
  'jobs drain',
  'announce',
  'erase',
  'mail retry',
])

it('starts by its own name, also right after a checkout', () => {
  expect(statSync(path.join(import.meta.dirname, '../../cli/bin.js')).mode & 0o100).toBe(0o100)
})

describe('every command', () => {
  it('is one of those that this test knows', () => {
    const lines = leaves.map(({ line }) => line)
    expect(lines.length).toBeGreaterThan(50)
    for (const known of [...NO_JSON, ...CHANGES, ...HURTS]) expect(lines).toContain(known)
    expect(shelves.flatMap(([names]) => names)).toEqual(program.commands.map((command) => command.name()))
  })

  it.each(leaves.map(({ line }) => line))(
    'wiro %s: help with an example in both languages, and its flags',
    async (line) => {
      const options = leaves.find((one) => one.line === line)?.options ?? []
      const [en, ko] = await Promise.all(
        ['en_US.UTF-8', 'ko_KR.UTF-8'].map((locale) => inScript([...line.split(' '), '--help'], { LC_ALL: locale })),
      )
      expect(en).toMatchObject({ code: 0, err: '' })
      expect(en?.out).toMatch(/Example:\n {2}\$ .*wiro/)
      expect(en?.out.split('Example:')[0]).not.toMatch(/[가-힣]/)
      expect(ko?.out).toMatch(/예:\n {2}\$ .*wiro/)
      expect(ko?.out).toMatch(/사용법:/)
      expect(ko?.out.split('사용법:')[1]).toMatch(/[가-힣]/)
      // Every option says what it is for, and no default is shown as a program writes it.
      expect(ko?.out).not.toMatch(/^ {2}-\S+(?: <\S+>)?\s*$|default|""|"\d/m)
      if (!NO_JSON.has(line)) expect(options).toContain('--json')
      expect([line, options.includes('--dry-run')]).toEqual([line, CHANGES.has(line)])
      expect([line, options.includes('--yes')]).toEqual([line, HURTS.has(line)])
    },
  )
})
