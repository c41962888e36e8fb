/** Something to look through: a table, a log, all requests of a bot. */
export type Haystack = { name: string; bytes: Buffer | string }
/** Something that must not be in there: a body, a platform id, a name, a token. */
export type Needle = { name: string; value: string }
export type Finding = { haystack: string; needle: string; form: string; around: string }

/** Shorter needles are found by chance; give what is hunted for a longer, distinctive value. */
export const NEEDLE_MIN_BYTES = 5
/** A long text is hunted in pieces of so many characters, so that an excerpt of twice as many is found, too. */
const PIECE_CHARACTERS = 12
const DECODED_MIN = 24
const DECODE_DEPTH = 2

/**
 * Looks for every needle in every haystack: as it is (ASCII letters of either case), as base64 (all three alignments,
 * both alphabets), hex, URL-escaped, HTML-escaped, JSON-escaped (`\uXXXX`) and UTF-16; also inside what the haystack
 * holds as hex or base64, and inside that again. One finding for a needle, haystack and form. @throws for a needle
 * that is too short to mean anything.
 */
export function hunt(haystacks: Haystack[], needles: Needle[]): Finding[] {
  const wanted = needles.flatMap(formsOf)
  return haystacks.flatMap(({ name, bytes }) => {
    const layers = layersOf(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
    const found = wanted.flatMap((form) => look(layers, name, form))
    return [...new Map(found.map((one) => [`${one.needle}|${one.form}`, one])).values()]
  })
}

type Form = { needle: string; form: string; bytes: Buffer; exact: boolean }
type Layer = { way: string; bytes: Buffer; lower: Buffer }

function look(layers: Layer[], haystack: string, { needle, form, bytes, exact }: Form): Finding[] {
  for (const layer of layers) {
    const at = (exact ? layer.bytes : layer.lower).indexOf(bytes)
    if (at < 0) continue
    const around = layer.bytes
      .toString('latin1', Math.max(0, at - 30), at + bytes.length + 30)
      .replace(/[^\x20-\x7e]/g, '·')
    return [{ haystack, needle, form: layer.way + form, around }]
  }
  return []
}

/** All ways in which a needle may lie around. */
function formsOf({ name, value }: Needle): Form[] {
  if (Buffer.byteLength(value) < NEEDLE_MIN_BYTES) throw new Error(`the needle "${name}" is too short to hunt for`)
  const forms = [value, ...piecesOf(value)].flatMap((piece) => [
    ...escapes(piece).map(([form, text]) => ({ form, bytes: lowerCase(Buffer.from(text)), exact: false })),
    { form: 'hex', bytes: Buffer.from(Buffer.from(piece).toString('hex')), exact: false },
    { form: 'UTF-16LE', bytes: Buffer.from(piece, 'utf16le'), exact: true },
    { form: 'UTF-16BE', bytes: Buffer.from(piece, 'utf16le').swap16(), exact: true },
    ...base64(piece).map((text) => ({ form: 'base64', bytes: Buffer.from(text), exact: true })),
  ])
  return forms.map((form) => ({ needle: name, ...form }))
}

function escapes(text: string): [form: string, text: string][] {
  const url = encodeURIComponent(text)
  const json = JSON.stringify(text).slice(1, -1)
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  const unicode = units
    .map((unit) => (unit < 0x80 ? String.fromCharCode(unit) : `\\u${unit.toString(16).padStart(4, '0')}`))
    .join('')
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const all: [string, string][] = [
    ['plain', text],
    ['URL-escaped', url],
    ['URL-escaped', url.replaceAll('%20', '+')],
    ['JSON-escaped', json],
    ['JSON-escaped', json.replaceAll('\\', '\\\\')],
    ['JSON-escaped', unicode],
    ['JSON-escaped', unicode.replaceAll('\\', '\\\\')],
    ['HTML-escaped', html],
  ]
  return all.filter(
    ([form, escaped], at) =>
      form === 'plain' || (escaped !== text && all.findIndex(([, other]) => other === escaped) === at),
  )
}

/** What a text looks like inside base64, whatever stands before and behind it: without the characters it shares. */
function base64(text: string): string[] {
  const bytes = Buffer.from(text)
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const own = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    const urlSafe = own.replaceAll('+', '-').replaceAll('/', '_')
    return urlSafe === own ? [own] : [own, urlSafe]
  })
}

function piecesOf(text: string): string[] {
  const characters = [...text]
  if (characters.length < 2 * PIECE_CHARACTERS) return []
  const pieces = Array.from({ length: Math.floor(characters.length / PIECE_CHARACTERS) }, (_, at) =>
    characters.slice(at * PIECE_CHARACTERS, (at + 1) * PIECE_CHARACTERS).join(''),
  )
  return pieces.filter((piece) => piece.trim().length > PIECE_CHARACTERS / 2)
}

/** The bytes as they are, and what is written in them as hex or base64, decoded. */
function layersOf(bytes: Buffer, way = '', depth = 0): Layer[] {
  const layer = { way, bytes, lower: lowerCase(bytes) }
  if (depth === DECODE_DEPTH) return [layer]
  const text = bytes.toString('latin1')
  const hex = decoded(text, new RegExp(`(?:[0-9a-fA-F]{2}){${DECODED_MIN / 2},}`, 'g'), 'hex')
  const base = decoded(text, new RegExp(`[A-Za-z0-9+/_-]{${DECODED_MIN},}`, 'g'), 'base64')
  return [
    layer,
    ...(hex.length ? layersOf(hex, `${way}hex of `, depth + 1) : []),
    ...(base.length ? layersOf(base, `${way}base64 of `, depth + 1) : []),
  ]
}

function decoded(text: string, runs: RegExp, encoding: 'hex' | 'base64'): Buffer {
  return Buffer.concat([...text.matchAll(runs)].flatMap(([run]) => [Buffer.from(run, encoding), Buffer.from('\n')]))
}

function lowerCase(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)))
}
