import type { MarkKind, RichText } from '../../core/chat/content.ts'
import { slice, stretches } from '../dialogue/richText.ts'
import { escapeMarkdown } from './escapeMarkdown.ts'

/** What may lie in each other; outer ones first. */
const INLINE = ['spoiler', 'bold', 'underline', 'strike', 'italic'] as const satisfies readonly MarkKind[]
type Inline = (typeof INLINE)[number]
const SIGNS: Record<Inline, string> = { spoiler: '||', bold: '**', underline: '__', strike: '~~', italic: '*' }
/** Between two signs that would be read as one. Nobody sees it. */
const APART = '\u200b'

/**
 * A person's words as markdown that shows them as they look, and nothing else: whatever they wrote is escaped. Quotations
 * and blocks of code become lines of their own.
 */
export function writeMarkdown(rich: RichText): string {
  let out = ''
  let afterBlock = false
  for (const { from, to, kinds } of stretches(blocksOf(rich), ['pre', 'quote'])) {
    const [block] = kinds
    const piece = slice(rich, from, to)
    if ((block || afterBlock) && out !== '' && !out.endsWith('\n') && !piece.text.startsWith('\n')) out += '\n'
    if (block === 'pre') out += fenced(piece.text)
    else if (block === 'quote') out += writeInline(piece).replace(/^/gm, '> ')
    else out += writeInline(piece)
    afterBlock = block !== undefined
  }
  return out
}

const blocksOf = ({ text, marks }: RichText): RichText => ({
  text,
  marks: marks.filter(({ kind }) => kind === 'pre' || kind === 'quote'),
})

function writeInline(rich: RichText): string {
  let out = ''
  let open: Inline[] = []
  let blanks = ''
  const goOver = (want: Inline[], lead: string) => {
    const same = open.findIndex((kind, i) => kind !== want[i])
    const kept = same < 0 ? open.length : same
    const closing = open
      .slice(kept)
      .reverse()
      .map((kind) => SIGNS[kind])
    const opening = want.slice(kept).map((kind) => SIGNS[kind])
    const between = blanks + lead
    const gap = between === '' && closing.length > 0 && opening.length > 0 ? APART : between
    out += closing.join('') + gap + opening.join('')
    blanks = ''
    open = want
  }
  for (const { from, to, kinds } of stretches(rich, [...INLINE, 'code'])) {
    const text = rich.text.slice(from, to)
    const [, lead = '', words = '', rest = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? []
    if (words === '') {
      blanks += lead
      continue
    }
    goOver(
      INLINE.filter((kind) => kinds.includes(kind)),
      lead,
    )
    out += kinds.includes('code') ? codeSpan(words) : escapeMarkdown(words)
    blanks = rest
  }
  goOver([], '')
  return out
}

/** Inside of code nothing can be escaped: a sign that would end it is parted, and a backtick alone takes a wider fence. */
function codeSpan(text: string): string {
  const safe = text.replace(/`{2,}/g, (ticks) => ticks.split('').join(APART))
  if (!safe.includes('`')) return `\`${safe}\``
  return `\`\`${safe.replace(/^`/, ' `').replace(/`$/, '` ')}\`\``
}

function fenced(text: string): string {
  return `\`\`\`\n${text.replace(/`{3,}/g, (ticks) => ticks.split('').join(APART)).replace(/`$/, `\`${APART}`)}\n\`\`\``
}
