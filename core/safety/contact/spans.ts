/** Something found in a view: indices into the view's text. */
export interface Span {
  readonly rule: string
  readonly start: number
  readonly end: number
}

/** Every match of a global pattern. The pattern must be bounded (no `*` or `+`), which keeps reading linear. */
export function spansOf(rule: string, pattern: RegExp, text: string): Span[] {
  const spans: Span[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    spans.push({ rule, start: match.index, end: match.index + match[0].length })
    if (match[0] === '') pattern.lastIndex++
  }
  return spans
}
