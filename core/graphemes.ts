const WINDOW_UNITS = 128
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * The characters of `text` as people see them: a letter with its accents, a whole emoji. Joined they are the text. Takes
 * time in proportion to the length: the platform's segmenter copies its whole input for every character it finds
 * (seen in Node 20), so it is given a short window at a time.
 */
export function graphemesOf(text: string): string[] {
  const found: string[] = []
  let start = 0
  let window = WINDOW_UNITS
  while (start < text.length) {
    const end = start + window + (/[\ud800-\udbff]/.test(text.charAt(start + window - 1)) ? 1 : 0)
    const segments = Array.from(segmenter.segment(text.slice(start, end)), ({ segment }) => segment)
    const isEnd = end >= text.length
    // The window splits no surrogate pair. The last one may go on beyond the window. All before it end where they end, whatever follows.
    const whole = isEnd ? segments : segments.slice(0, -1)
    for (const segment of whole) {
      found.push(segment)
      start += segment.length
    }
    window = whole.length > 0 ? WINDOW_UNITS : window * 2
  }
  return found
}
