import { badRequest } from './api-error.ts'
import type { Entity, FormattedText } from './types.ts'

/** What must be escaped with a backslash when it is no formatting (core.telegram.org/bots/api#markdownv2-style). */
const reserved = '_*[]()~`>#+-=|{}.!'
const names: Record<string, string> = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
}
const marks: [mark: string, type: string][] = [
  ['```', 'pre'],
  ['`', 'code'],
  ['__', 'underline'],
  ['_', 'italic'],
  ['||', 'spoiler'],
  ['*', 'bold'],
  ['~', 'strikethrough'],
  ['[', 'text_link'],
]

type Open = { type: string; mark: string; offset: number; at: number; language?: string }
type State = { source: string; at: number; text: string; open: Open[]; entities: Entity[]; quote: number }

/** parse_mode MarkdownV2. A reserved character out of place and an entity without end are the server's own 400s. */
export function parseMarkdown(source: string): FormattedText {
  const state: State = { source, at: 0, text: '', open: [], entities: [], quote: -1 }
  while (state.at < source.length) step(state)
  endQuote(state)
  const unclosed = state.open.at(-1)
  if (unclosed) throw fail(unclosedText(state, unclosed))
  return { text: state.text, entities: state.entities }
}

function step(state: State): void {
  const { source, at } = state
  const character = source.charAt(at)
  const next = source.charAt(at + 1)
  const current = state.open.at(-1)
  if (character === '\\' && next !== '' && next <= '~') take(state, next, 2)
  else if (current && ends(current, source, at)) close(state, current)
  else if (current?.type === 'code' || current?.type === 'pre') take(state, character, 1)
  else if (character === '\n') lineEnd(state)
  else if (character === '>' && (at === 0 || source.charAt(at - 1) === '\n')) startQuote(state)
  else plain(state, character)
}

function plain(state: State, character: string): void {
  const begun = marks.find(([mark]) => state.source.startsWith(mark, state.at))
  if (begun) {
    begin(state, begun[0], begun[1])
    return
  }
  if (reserved.includes(character)) {
    throw fail(`Character '${character}' is reserved and must be escaped with the preceding '\\'`)
  }
  take(state, character, 1)
}

function ends(open: Open, source: string, at: number): boolean {
  if (open.mark === '_' && source.startsWith('__', at)) return false
  return source.startsWith(open.mark === '[' ? ']' : open.mark, at)
}

function take(state: State, text: string, length: number): void {
  state.text += text
  state.at += length
}

function begin(state: State, mark: string, type: string): void {
  const open: Open = { type, mark, offset: state.text.length, at: state.at }
  state.at += mark.length
  if (type === 'pre') {
    const language = /^[^\s`]+(?=\s)/.exec(state.source.slice(state.at))?.[0]
    if (language) open.language = language
    state.at += language?.length ?? 0
    if (state.source.charAt(state.at) === '\n') state.at += 1
  }
  state.open.push(open)
}

function close(state: State, open: Open): void {
  state.open.pop()
  state.at += open.mark.length
  const entity: Entity = { type: open.type, offset: open.offset, length: state.text.length - open.offset }
  if (open.type === 'text_link') entity.url = readUrl(state) ?? state.text.slice(open.offset)
  if (open.language) entity.language = open.language
  if (entity.length > 0) state.entities.push(entity)
}

function readUrl(state: State): string | undefined {
  if (state.source.charAt(state.at) !== '(') return undefined
  const start = state.at + 1
  const match = /^((?:\\[\s\S]|[^)\\])*)\)/.exec(state.source.slice(start))
  if (!match) throw fail(`Can't find end of a URL at byte offset ${bytes(state.source, start)}`)
  state.at = start + match[0].length
  return match[1]?.replace(/\\([\s\S])/g, '$1')
}

function startQuote(state: State): void {
  if (state.quote < 0) state.quote = state.text.length
  state.at += 1
}

function lineEnd(state: State): void {
  take(state, '\n', 1)
  if (state.source.charAt(state.at) !== '>') endQuote(state)
}

function endQuote(state: State): void {
  if (state.quote >= 0 && state.text.length > state.quote) {
    state.entities.push({ type: 'blockquote', offset: state.quote, length: state.text.length - state.quote })
  }
  state.quote = -1
}

function unclosedText(state: State, open: Open): string {
  const name = open.language ? 'PreCode' : (names[open.type] ?? open.type)
  return `Can't find end of ${name} entity at byte offset ${bytes(state.source, open.at)}`
}

function bytes(source: string, index: number): number {
  return Buffer.byteLength(source.slice(0, index))
}

function fail(why: string): Error {
  return badRequest(`Can't parse entities: ${why}`)
}
