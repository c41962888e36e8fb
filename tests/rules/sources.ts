import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** Something a file takes from another one. A `type` import is gone when the program runs. */
export type Import = { from: string; kind: 'value' | 'type'; line: number }

/** A source file and what the rules need of it. */
export type Source = {
  /** From the root of the project, with `/`. */
  file: string
  lines: number
  imports: Import[]
  /** Lines that ask the machine for the time or for chance: `Date.now()`, `new Date()`, `Math.random()`. */
  clockReads: number[]
  defaultExports: number[]
  /** Every identifier and property name, with the first line that has it. */
  names: Map<string, number>
}

export const root = path.join(import.meta.dirname, '..', '..')

/** An import whose goal is only known when the program runs. */
export const COMPUTED = '(computed)'

const folders = ['core', 'bots', 'web', 'cli', 'sandbox', 'bench', 'tests']

/** All TypeScript of the project, the generated client left out. */
export function readProject(): Source[] {
  const files = folders.flatMap((folder) => {
    const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  })
  return files
    .map((file) => path.relative(root, file).split(path.sep).join('/'))
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('core/store/generated/'))
    .sort()
    .map((file) => readSource(file, readFileSync(path.join(root, file), 'utf8')))
}

/** Parses one file. @throws Error when it is no TypeScript: what cannot be read must not pass. */
export function readSource(file: string, text: string): Source {
  const { program, errors } = parseSync(file, text)
  if (errors[0]) throw new Error(`${file} cannot be parsed: ${errors[0].message}`)
  const lineOf = lineFinder(text)
  const source: Source = {
    file,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: [],
    clockReads: [],
    defaultExports: [],
    names: new Map(),
  }
  const take = (from: string, kind: Import['kind'], start: number) =>
    source.imports.push({ from, kind, line: lineOf(start) })
  const note = (name: string, start: number) => {
    if (!source.names.has(name)) source.names.set(name, lineOf(start))
  }
  new Visitor({
    ImportDeclaration: (node) => take(node.source.value, node.importKind === 'type' ? 'type' : 'value', node.start),
    ExportAllDeclaration: (node) => take(node.source.value, node.exportKind === 'type' ? 'type' : 'value', node.start),
    ExportNamedDeclaration(node) {
      if (node.source) take(node.source.value, node.exportKind === 'type' ? 'type' : 'value', node.start)
      const asDefault = node.specifiers.some(({ exported }) => 'name' in exported && exported.name === 'default')
      if (asDefault) source.defaultExports.push(lineOf(node.start))
    },
    ExportDefaultDeclaration: (node) => void source.defaultExports.push(lineOf(node.start)),
    ImportExpression(node) {
      const { source: goal } = node
      const literal = goal.type === 'Literal' && typeof goal.value === 'string' ? goal.value : COMPUTED
      take(literal, 'value', node.start)
    },
    TSImportType: (node) => take(node.source.value, 'type', node.start),
    TSExternalModuleReference: (node) => take(node.expression.value, 'value', node.start),
    CallExpression({ callee, start }) {
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return
      const called = 'name' in callee.property ? `${callee.object.name}.${callee.property.name}` : ''
      if (called === 'Date.now' || called === 'Math.random') source.clockReads.push(lineOf(start))
    },
    NewExpression({ callee, arguments: given, start }) {
      const isDate = callee.type === 'Identifier' && callee.name === 'Date'
      if (isDate && given.length === 0) source.clockReads.push(lineOf(start))
    },
    Identifier: (node) => note(node.name, node.start),
  }).visit(program)
  return source
}

/** Where an import leads: a file of ours from the root, or the name of a package. */
export function goalOf(source: Source, { from }: Import): { file: string } | { name: string } {
  if (from.startsWith('.'))
    return { file: path.posix.normalize(path.posix.join(path.posix.dirname(source.file), from)) }
  if (from.startsWith('node:') || from === COMPUTED) return { name: from }
  const parts = from.split('/')
  return { name: from.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? from) }
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1
}
