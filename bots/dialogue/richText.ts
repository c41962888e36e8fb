import { type Mark, type MarkKind, markKinds, type RichText } from '../../core/chat/content.ts'
import { splitText } from '../../core/letters/splitText.ts'

/** Words without any looks. */
export const plain = (text: string): RichText => ({ text, marks: [] })

/**
 * The same text in one form: no white space around it or at the edges of a mark, no empty marks, those of one kind that
 * touch or overlap made one, in order. Two texts that look the same are the same.
 */
export function tidy({ text, marks }: RichText): RichText {
  const start = text.length - text.trimStart().length
  const words = text.trim()
  if (marks.length === 0) return { text: words, marks: [] }
  const inside = marks.flatMap((mark) => trimmed(words, { ...mark, from: mark.from - start, to: mark.to - start }))
  const merged = markKinds.flatMap((kind) => merge(inside.filter((mark) => mark.kind === kind)))
  return { text: words, marks: merged.sort(byPlace) }
}

/** A piece of a text with the marks that lie in it. */
export function slice({ text, marks }: RichText, from: number, to: number): RichText {
  const inside = marks.map((mark) => ({
    kind: mark.kind,
    from: Math.max(mark.from, from) - from,
    to: Math.min(mark.to, to) - from,
  }))
  return { text: text.slice(from, to), marks: inside.filter((mark) => mark.to > mark.from) }
}

/**
 * A text in pieces that each render to at most `limit`, cut as `splitText` cuts. A piece whose looks alone take too much
 * room goes without them.
 */
export function splitRich(rich: RichText, limit: number, render: (piece: RichText) => string): RichText[] {
  return splitAt(rich, limit, limit, render)
}

function splitAt(rich: RichText, limit: number, room: number, render: (piece: RichText) => string): RichText[] {
  if (render(rich).length <= limit) return [rich]
  if (room < limit / 16) return splitAt(plain(rich.text), limit, limit, render)
  const measure = (piece: string) => render(plain(piece)).length
  let cursor = 0
  const pieces = splitText(rich.text, room, { measure }).map((piece) => {
    const from = rich.text.indexOf(piece, cursor)
    cursor = from + piece.length
    return slice(rich, from, cursor)
  })
  return pieces.flatMap((piece) => splitAt(piece, limit, room / 2, render))
}

/** A text as stretches that each look the same throughout, with the kinds of marks that lie on them, in the given order. */
export function stretches(
  { text, marks }: RichText,
  order: readonly MarkKind[],
): { from: number; to: number; kinds: MarkKind[] }[] {
  if (marks.length === 0) return text === '' ? [] : [{ from: 0, to: text.length, kinds: [] }]
  const edges = [...new Set([0, text.length, ...marks.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1] ?? text.length
    const kinds = order.filter((kind) => marks.some((mark) => mark.kind === kind && mark.from <= from && mark.to >= to))
    return { from, to, kinds }
  })
}

function trimmed(text: string, mark: Mark): Mark[] {
  let from = Math.max(0, Math.min(mark.from, text.length))
  let to = Math.max(from, Math.min(mark.to, text.length))
  while (from < to && /\s/.test(text.charAt(from))) from++
  while (to > from && /\s/.test(text.charAt(to - 1))) to--
  return to > from ? [{ kind: mark.kind, from, to }] : []
}

function merge(marks: Mark[]): Mark[] {
  const sorted = [...marks].sort(byPlace)
  const kept: Mark[] = []
  for (const mark of sorted) {
    const last = kept.at(-1)
    if (last && mark.from <= last.to) last.to = Math.max(last.to, mark.to)
    else kept.push({ ...mark })
  }
  return kept
}

const byPlace = (one: Mark, other: Mark) =>
  one.from - other.from || other.to - one.to || markKinds.indexOf(one.kind) - markKinds.indexOf(other.kind)
