import type { Mark, MarkKind, RichText } from '../../core/chat/content.ts'
import { nameOfThing } from './namesOfThings.ts'

/** A message's words with their looks; `hidesLink`: words that hide an address. */
export type ReadMarkdown = RichText & { hidesLink: boolean }

/**
 * What a person wrote on Discord, as it looks there: markdown becomes marks, everything else plain words. Mentions, custom
 * emoji and moments become what they mean; no id comes along. docs: reference#message-formatting
 */
export function readMarkdown(source: string): ReadMarkdown {
  const page: Page = { text: '', marks: [], hidesLink: false }
  readBlock(page, source, 0)
  return page
}

type Page = { text: string; marks: Mark[]; hidesLink: boolean }

/** What goes deeper than this is taken as it stands. */
const DEPTH_MOST = 12

function readBlock(page: Page, source: string, depth: number): void {
  for (let at = 0; at < source.length; ) {
    const lineStart = at === 0 || source[at - 1] === '\n'
    at += (depth < DEPTH_MOST && step(page, source, at, lineStart, depth)) || literal(page, source, at)
  }
}

/** Reads one thing that is more than a character; how long it is, or 0. */
function step(page: Page, source: string, at: number, lineStart: boolean, depth: number): number {
  if (lineStart) {
    const block = readLine(page, source, at, depth)
    if (block) return block
  }
  const rule = RULES[source.charAt(at)]
  for (const { pattern, read } of rule ?? []) {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (!match) continue
    read(page, match, depth)
    return match[0].length
  }
  return 0
}

function literal(page: Page, source: string, at: number): number {
  const code = source.codePointAt(at) ?? 0
  page.text += String.fromCodePoint(code)
  return code > 0xffff ? 2 : 1
}

/** What only stands at the beginning of a line. */
function readLine(page: Page, source: string, at: number, depth: number): number {
  for (const { pattern, kind } of LINES) {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (!match) continue
    const inner = match[1] ?? match[0].replace(/^> /gm, '')
    marked(page, kind, inner.replace(/\n$/, ''), depth)
    if (match[0].endsWith('\n')) page.text += '\n'
    return match[0].length
  }
  return 0
}

const LINES: { pattern: RegExp; kind: MarkKind | undefined }[] = [
  { pattern: />>> ([\s\S]+)$/y, kind: 'quote' },
  { pattern: /(?:> [^\n]*(?:\n|$))+/y, kind: 'quote' },
  { pattern: /#{1,3} +([^\n]+(?:\n|$))/y, kind: 'bold' },
  { pattern: /-# +([^\n]+(?:\n|$))/y, kind: undefined },
]

function marked(page: Page, kind: MarkKind | undefined, inner: string, depth: number): void {
  const from = page.text.length
  readBlock(page, inner, depth + 1)
  if (kind) page.marks.push({ kind, from, to: page.text.length })
}

function verbatim(page: Page, kind: MarkKind, text: string): void {
  page.marks.push({ kind, from: page.text.length, to: page.text.length + text.length })
  page.text += text
}

type Rule = { pattern: RegExp; read(page: Page, match: RegExpExecArray, depth: number): void }
const wraps = (pattern: RegExp, kind: MarkKind): Rule => ({
  pattern,
  read: (page, [, one, other], depth) => marked(page, kind, one ?? other ?? '', depth),
})
const means = (pattern: RegExp, words: (match: RegExpExecArray) => string): Rule => ({
  pattern,
  read(page, match) {
    page.text += words(match)
  },
})

/** By the character that a thing begins with; as the clients of Discord read it. */
const RULES: Record<string, Rule[]> = {
  '\\': [means(/\\([^0-9A-Za-z\s])/y, ([, sign = '']) => sign)],
  '`': [
    {
      pattern: /```(?:[\w+#.-]+\n)?\n*([^\n][\s\S]*?)\n*```/y,
      read: (page, [, code = '']) => verbatim(page, 'pre', code),
    },
    {
      pattern: /(`+)([\s\S]*?[^`])\1(?!`)/y,
      read: (page, [, , code = '']) => verbatim(page, 'code', code.replace(/^ (?=`)|(?<=`) $/g, '')),
    },
  ],
  '*': [
    wraps(/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, 'bold'),
    wraps(/\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y, 'italic'),
  ],
  _: [
    wraps(/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, 'underline'),
    wraps(/(?<![A-Za-z0-9])_((?:__|\\[\s\S]|[^\\_])+?)_(?![A-Za-z0-9])/y, 'italic'),
  ],
  '~': [wraps(/~~((?:\\[\s\S]|[^\\])+?)~~(?!_)/y, 'strike')],
  '|': [wraps(/\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y, 'spoiler')],
  '[': [
    {
      pattern: /\[((?:\\.|[^\\\]\n])+)\]\(<?([^\s()<>]+)>?(?: +"[^"]*")?\)/y,
      read(page, [, label = ''], depth) {
        page.hidesLink = true
        readBlock(page, label, depth + 1)
      },
    },
  ],
  '<': [
    means(/<@!?\d+>/y, () => '@…'),
    means(/<@&\d+>/y, () => '@…'),
    means(/<#\d+>/y, () => '#…'),
    means(/<a?:(\w+):\d+>/y, ([, name = '']) => nameOfThing(name, 'emoji')),
    means(/<sound:[\d:]+>/y, () => '🔊'),
    means(/<t:(-?\d{1,12})(?::[tTdDfFR])?>/y, ([, seconds = '']) => moment(Number(seconds))),
    means(/<\/([^:>]+):\d+>/y, ([, name = '']) => `/${name}`),
    means(/<id:[\w-]+>/y, () => '#…'),
    means(/<(https?:\/\/[^\s<>]+)>/y, ([, address = '']) => address),
    // Whatever it is: an id in it says more than it means.
    means(/<[^\s<>]*\d{15}[^\s<>]*>/y, () => '…'),
  ],
}

/** docs: reference#message-formatting-timestamp-styles. Said in universal time: whose day it is would say where they are. */
function moment(seconds: number): string {
  const at = new Date(seconds * 1000)
  return Number.isNaN(at.getTime()) ? '…' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
