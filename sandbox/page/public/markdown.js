// @ts-check
/** Discord's markup as elements. docs: reference#message-formatting */
import { h, spoiler } from './dom.js'

/** @typedef {{ language: string, timeZone: string, now: number, nameOf: (id: string) => string }} Reader */
/** @typedef {[RegExp, (match: RegExpExecArray, reader: Reader) => Node | string]} Rule */

const link = (/** @type {string} */ url, /** @type {(Node | string)[]} */ inner = [url]) =>
  h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...inner)
const wrap =
  (/** @type {string} */ tag, /** @type {string} */ name = '') =>
  (/** @type {RegExpExecArray} */ match, /** @type {Reader} */ reader) =>
    h(tag, name ? { class: name } : {}, ...inline(match[1] ?? '', reader))

/** The first that fits wins. @type {Rule[]} */
const rules = [
  [/^\\([^\p{L}\p{N}\s])/u, ([, sign = '']) => sign],
  [/^```(?:[\w+-]+\n)?\n?([\s\S]*?)\n?```/, ([, code = '']) => h('pre', {}, code)],
  [/^`([^`]+)`/, ([, code = '']) => h('code', {}, code)],
  [/^\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/, wrap('strong')],
  [/^__((?:\\.|[^\\])+?)__/, wrap('u')],
  [/^~~((?:\\.|[^\\])+?)~~/, wrap('s')],
  [/^\|\|((?:\\.|[^\\])+?)\|\|/, ({ 1: words = '' }, reader) => spoiler(inline(words, reader))],
  [/^\*(?!\s)((?:\\.|[^\\*])+?)\*/, wrap('em')],
  [/^_(?!\s)((?:\\.|[^\\_])+?)_(?![\p{L}\p{N}])/u, wrap('em')],
  [
    /^\[([^\]\n]+)\]\(<?(https?:\/\/[^)\s>]+)>?\)/,
    ([, words = '', url = ''], reader) => link(url, inline(words, reader)),
  ],
  [/^<?(https?:\/\/[^\s<>)\]]+)>?/, ([, url = '']) => link(url)],
  [
    /^<t:(-?\d+)(?::([tTdDfFR]))?>/,
    ([, seconds = '', style = 'f'], reader) => h('span', { class: 'stamp' }, timeText(Number(seconds), style, reader)),
  ],
  [/^<@!?(\d+)>/, ([, id = ''], { nameOf }) => h('span', { class: 'mention' }, `@${nameOf(id)}`)],
  [/^<a?(:\w+:)\d+>/, ([, name = '']) => h('span', { class: 'emoji' }, name)],
  [/^<\/([^:>]+):\d+>/, ([, name = '']) => h('span', { class: 'mention' }, `/${name}`)],
]

/** Blocks: headings, small lines, quotes and lists, line by line. @param {string} markup @param {Reader} reader @returns {Node[]} */
export function markdown(markup, reader) {
  if (markup.includes('```')) return [h('div', { class: 'line' }, ...inline(markup, reader))]
  return markup.split('\n').map((line) => block(line, reader))
}

/** @param {string} line @param {Reader} reader */
function block(line, reader) {
  const [, sign = '', rest = line] = /^(#{1,3} |-# |> |[-*] )?(.*)$/s.exec(line) ?? []
  const words = () => inline(rest, reader)
  if (sign.startsWith('#'))
    return h(
      'div',
      { class: `line heading h${sign.length - 1}`, role: 'heading', 'aria-level': sign.length + 2 },
      ...words(),
    )
  if (sign === '-# ') return h('div', { class: 'line small' }, ...words())
  if (sign === '> ') return h('blockquote', {}, ...words())
  if (sign) return h('div', { class: 'line bullet' }, ...words())
  return h('div', { class: line === '' ? 'line blank' : 'line' }, ...inline(line, reader))
}

/** @param {string} text @param {Reader} reader @returns {(Node | string)[]} */
function inline(text, reader) {
  /** @type {(Node | string)[]} */
  const parts = []
  let plain = ''
  let rest = text
  let before = ''
  while (rest !== '') {
    const found = firstFit(rest, before)
    if (found) {
      if (plain) parts.push(plain)
      plain = ''
      parts.push(found.rule(found.match, reader))
    }
    const taken = found ? found.match[0] : String.fromCodePoint(rest.codePointAt(0) ?? 0)
    if (!found) plain += taken
    before = taken.slice(-1)
    rest = rest.slice(taken.length)
  }
  return plain ? [...parts, plain] : parts
}

/** An underscore or a bare address inside a word is no markup. @param {string} rest @param {string} before */
function firstFit(rest, before) {
  if (/[\p{L}\p{N}]/u.test(before) && /^[_h]/.test(rest)) return undefined
  for (const [pattern, rule] of rules) {
    const match = pattern.exec(rest)
    if (match) return { match, rule }
  }
  return undefined
}

/** @type {{ [style: string]: Intl.DateTimeFormatOptions }} */
const styles = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
}

/** @param {number} seconds @param {string} style @param {Reader} reader */
function timeText(seconds, style, { language, timeZone, now }) {
  if (style !== 'R') return new Intl.DateTimeFormat(language, { ...styles[style], timeZone }).format(seconds * 1000)
  const hours = (seconds - now / 1000) / 3600
  const relative = new Intl.RelativeTimeFormat(language)
  if (Math.abs(hours) >= 24) return relative.format(Math.round(hours / 24), 'day')
  return Math.abs(hours) >= 1
    ? relative.format(Math.round(hours), 'hour')
    : relative.format(Math.round(hours * 60), 'minute')
}
