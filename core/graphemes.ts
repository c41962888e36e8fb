const WINDOW_UNITS = 128
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })
/**
 * Most of what people write here: Latin letters, Hangul syllables and letters, Chinese characters, kana, signs between
 * words. None of these joins another one (https://unicode.org/reports/tr29/, all are `Other`, `LV`, `LVT` or `Control`).
 */
const plain =
  /[\n\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3]+/y

/**
 * The characters of `text` as people see them: a letter with its accents, a whole emoji. Joined they are the text. Takes
 * time in proportion to the length: the platform's segmenter copies its whole input for every character it finds
 * (seen in Node 20), so it is given a short window at a time, and only what is not plain.
 */
export function graphemesOf(text: string): string[] {
  const found: string[] = []
  let start = 0
  let window = WINDOW_UNITS
  while (start < text.length) {
    for (const end = plainUntil(text, start); start < end; start++) found.push(text.charAt(start))
    if (start === text.length) break
    const end = start + window + ((text.codePointAt(start + window - 1) ?? 0) > 0xffff ? 1 : 0)
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

/** Where what is plain from `start` on ends; what comes after it may join the last one. */
function plainUntil(text: string, start: number): number {
  plain.lastIndex = start
  if (!plain.test(text)) return start
  return plain.lastIndex === text.length ? text.length : plain.lastIndex - 1
}
