/** Discord's markup as a reader sees it. docs: reference#message-formatting */

/** Who a mention names, and how the reader's client writes times. */
export type Reader = { locale: string; timeZone: string; now: number; nameOf: (userId: string) => string | undefined }

/** A backslash and its sign, a code block, or code in a line: whatever comes first. */
const literals = /\\([^\p{L}\p{N}\s])|```(?:[\w+-]+\n)?\n?([\s\S]*?)\n?```|(`+)([^`]|[^`][\s\S]*?[^`])\3(?!`)/gu

/** Without any of these there is no markup. */
const signs = /[\\`<>[|~*_#\u{f0000}-\u{fffff}]|https?:/u

/** The text with its markup gone: what is backslash-escaped or in code stays as typed. */
export function plainText(markup: string, reader: Reader): string {
  if (!signs.test(markup)) return markup
  const kept: string[] = []
  const keep = (text: string) => {
    kept.push(text)
    return String.fromCodePoint(0xf0000 + kept.length - 1)
  }
  const bare = markup
    .replace(literals, (_all, sign?: string, block?: string, _ticks?: string, code?: string) =>
      keep(sign ?? block ?? code ?? ''),
    )
    .replace(/https?:\/\/[^\s<>)\]]+/g, (url) => keep(url))
    .replace(/<t:(-?\d+)(?::([tTdDfFR]))?>/g, (_all, seconds: string, style?: string) =>
      keep(timeText(Number(seconds), style, reader)),
    )
    .replace(/<@!?(\d+)>/g, (all, id: string) => keep(mention(reader.nameOf(id), all)))
    .replace(/<\/([^:>]+):\d+>/g, (_all, name: string) => keep(`/${name}`))
    .replace(/<a?(:\w+:)\d+>/g, '$1')
    .replace(/\[([^\]\n]+)\]\(<?[^)\s]+>?(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/^(?:#{1,3}|-#) +/gm, '')
    .replace(/^>{1}(?:>>)? +/gm, '')
    .replace(/\|\|([\s\S]+?)\|\|/g, '$1')
    .replace(/~~([\s\S]+?)~~/g, '$1')
    .replace(/\*\*([\s\S]+?)\*\*(?!\*)/g, '$1')
    .replace(/__([\s\S]+?)__/g, '$1')
    .replace(/\*(?!\s)([^*]+?)(?<!\s)\*/g, '$1')
    .replace(/(?<![\p{L}\p{N}_])_(?!\s)([^_]+?)(?<!\s)_(?![\p{L}\p{N}_])/gu, '$1')
  return restore(bare, kept)
}

function restore(text: string, kept: readonly string[]): string {
  return text.replace(/[\u{f0000}-\u{fffff}]/gu, (sign) =>
    restore(kept[(sign.codePointAt(0) ?? 0) - 0xf0000] ?? '', kept),
  )
}

function mention(name: string | undefined, raw: string): string {
  return name === undefined ? raw : `@${name}`
}

const styles: { [style: string]: Intl.DateTimeFormatOptions } = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

function timeText(seconds: number, style: string | undefined, reader: Reader): string {
  if (style === 'R') {
    const away = seconds - reader.now / 1_000
    const [unit, size] = units.find(([, size]) => Math.abs(away) >= size) ?? ['second', 1]
    return new Intl.RelativeTimeFormat(reader.locale).format(Math.round(away / size), unit)
  }
  const format = { ...styles[style ?? 'f'], timeZone: reader.timeZone }
  return new Intl.DateTimeFormat(reader.locale, format).format(new Date(seconds * 1_000))
}
