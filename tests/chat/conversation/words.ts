import fc from 'fast-check'
import type { MarkKind, RichText } from '../../../core/chat/content.ts'
import type { Person, Said, SeenMessage } from '../../../sandbox/person.ts'

/**
 * What is said in a conversation, so that each part of it tells what it is: words made of the message's name, each with
 * looks of its own, and between them signs that must stay as they were typed.
 */
export type Words = Piece[][]
type Piece = { text: string; looks: readonly Look[] }
type Look = Exclude<MarkKind, 'pre'>

/** How a text is made; of whose words is decided by a name. */
export type Shape = { styles: number[]; signs: number; lines: boolean; times: number }

const STYLES: readonly (readonly Look[])[] = [
  ...[[], [], ['bold'], ['italic'], ['underline'], ['strike'], ['spoiler'], ['code'], ['quote']],
  ...[
    ['bold', 'italic'],
    ['bold', 'spoiler'],
    ['italic', 'underline'],
    ['bold', 'strike'],
    ['bold', 'quote'],
  ],
] as readonly (readonly Look[])[]

const SIGNS = [
  ...['', '', '2*3*4', 'snake_case_too', '~~no~~', '||no||', '`tick', '[no](link)', '<no>', ':no_smile:', '__init__'],
  ...[
    '***',
    '안녕하세요 👩‍👩‍👧 🇰🇷',
    '# no heading',
    '- no list',
    '> no quotation',
    '1. no list',
    '-# not small',
    '\\o/',
  ],
]

export const shapes: fc.Arbitrary<Shape> = fc.record({
  styles: fc.array(fc.nat(STYLES.length - 1), { minLength: 1, maxLength: 4 }),
  signs: fc.nat(SIGNS.length - 1),
  lines: fc.boolean(),
  times: fc.constant(1),
})
/** So long that it takes several messages on Discord, if Telegram is where it was written. */
export const longShapes = shapes.chain((shape) =>
  fc.integer({ min: 20, max: 55 }).map((times) => ({ ...shape, times })),
)

const LETTERS = 'abcdefgh'
/** Its own name comes last in what a message says: before it something else may be quoted. */
export const nameIn = (text: string): string | undefined => text.match(/n\d+x(?=[a-h])/g)?.at(-1)

/** No more of it than `most` characters, which are what a person may type at once. */
export function wordsOf(name: string, { styles, signs, lines, times }: Shape, most: number): Words {
  const pieces = styles.map((style, i) => ({ text: `${name}${LETTERS[i]}`, looks: STYLES[style] ?? [] }))
  const sign = SIGNS[signs] ? [{ text: SIGNS[signs], looks: [] }] : []
  const all = [...Array<Piece[]>(times).fill(pieces).flat(), ...sign]
  const apart = lines || all.some(({ looks }) => looks.includes('quote'))
  const laid = () => (apart ? all.map((piece) => [piece]) : [all])
  while (all.length > 1 && typedOnDiscord(laid()).length > most) all.splice(-2, 1)
  return laid()
}

export const textOf = (words: Words): string => words.map((line) => line.map(({ text }) => text).join(' ')).join('\n')

const WRAPS: [Look, string][] = [
  ['italic', '*'],
  ['strike', '~~'],
  ['underline', '__'],
  ['bold', '**'],
  ['spoiler', '||'],
]
const typed = ({ text, looks }: Piece): string => {
  if (looks.includes('code')) return `\`${text}\``
  const bare = text.replace(/[!-/:-@[-`{-~]/g, '\\$&')
  return WRAPS.reduce((inner, [look, sign]) => (looks.includes(look) ? `${sign}${inner}${sign}` : inner), bare)
}
const typedOnDiscord = (words: Words): string =>
  words
    .map((line) => (line.some(({ looks }) => looks.includes('quote')) ? '> ' : '') + line.map(typed).join(' '))
    .join('\n')

/** How a person of this platform types it. */
export function typedBy({ platform }: Person, words: Words): { text: string; extra: Pick<Said, 'entities'> } {
  if (platform === 'discord') return { text: typedOnDiscord(words), extra: {} }
  const { text, marks } = richText(words)
  const entities = marks.map(({ kind, from, to }) => ({
    type: TELEGRAM[kind as Look],
    offset: from,
    length: to - from,
  }))
  return { text, extra: { entities } }
}

export function richText(words: Words): RichText {
  const rich: RichText = { text: '', marks: [] }
  for (const [l, line] of words.entries()) {
    if (l > 0) rich.text += '\n'
    for (const [p, { text, looks }] of line.entries()) {
      if (p > 0) rich.text += ' '
      const from = rich.text.length
      rich.text += text
      for (const kind of looks) rich.marks.push({ kind, from, to: rich.text.length })
    }
  }
  return rich
}

const TELEGRAM: Record<Look, string> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strike: 'strikethrough',
  spoiler: 'spoiler',
  code: 'code',
  quote: 'blockquote',
}

/** Each word of a name with its looks; one that looks different here and there has all of them. */
export type Looks = Record<string, string>
const WORD = /n\d+x[a-h]/g

export function looksOf(words: Words): Looks {
  const found = new Map<string, Set<string>>()
  for (const { text, looks } of words.flat()) if (text.match(WORD)) note(found, text, looks)
  return told(found)
}

/** … as they stand on a screen. */
export function looksOn(messages: SeenMessage[], platform: Person['platform']): Looks {
  const found = new Map<string, Set<string>>()
  for (const message of messages) (platform === 'discord' ? readDiscord : readTelegram)(found, message)
  return told(found)
}

/** … as they stand on the page. */
export function looksIn({ text, marks }: RichText): Looks {
  const found = new Map<string, Set<string>>()
  for (const match of text.matchAll(WORD)) {
    const to = match.index + match[0].length
    const on = marks.filter((mark) => mark.from <= match.index && mark.to >= to)
    note(
      found,
      match[0],
      on.map(({ kind }) => kind),
    )
  }
  return told(found)
}

function note(found: Map<string, Set<string>>, word: string, looks: readonly string[]): void {
  const all = found.get(word) ?? new Set()
  found.set(word, all.add([...looks].sort().join('+')))
}
const told = (found: Map<string, Set<string>>): Looks =>
  Object.fromEntries([...found].map(([word, looks]) => [word, [...looks].sort().join(' or ')]))

type Entities = { offset: number; length: number; type: string }[]
/** What Telegram finds by itself looks like nothing. */
const FOUND = new Set(['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number'])

function readTelegram(found: Map<string, Set<string>>, { raw }: SeenMessage): void {
  const { text, caption, entities, caption_entities: under } = raw as Record<string, unknown>
  const words = String(text ?? caption ?? '')
  const all = ((entities ?? under ?? []) as Entities).filter(({ type }) => !FOUND.has(type))
  for (const match of words.matchAll(WORD)) {
    const to = match.index + match[0].length
    const on = all.filter(({ offset, length }) => offset <= match.index && offset + length >= to)
    note(
      found,
      match[0],
      on.map(({ type }) => Object.entries(TELEGRAM).find(([, name]) => name === type)?.[0] ?? type),
    )
  }
}

const TOKEN = /\\[\s\S]|`+|\*\*\*|\*\*|\*|__|_|~~|\|\||n\d+x[a-h]/g
const MEANS: Record<string, Look[]> = {
  '***': ['bold', 'italic'],
  '**': ['bold'],
  '*': ['italic'],
  _: ['italic'],
  __: ['underline'],
  '~~': ['strike'],
  '||': ['spoiler'],
}

/** As its markup stands there: what is opened stays open until it is closed; a line may be a quotation. */
function readDiscord(found: Map<string, Set<string>>, { raw }: SeenMessage): void {
  const open = new Set<Look>()
  for (const line of (raw as { content: string }).content.split('\n')) {
    const quoted: Look[] = /^> /.test(line) ? ['quote'] : []
    for (const [token] of line.matchAll(TOKEN)) {
      if (token.match(WORD)) note(found, token, [...open, ...quoted])
      else for (const look of opens(token, open)) toggle(open, look)
    }
  }
}

/** Inside of code only its end means something. */
function opens(token: string, open: ReadonlySet<Look>): readonly Look[] {
  if (token.startsWith('`')) return ['code']
  return open.has('code') ? [] : (MEANS[token] ?? [])
}

const toggle = (open: Set<Look>, look: Look) => void (open.delete(look) || open.add(look))
