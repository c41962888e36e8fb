import fc from 'fast-check'

/**
 * Text of any code points. The library's own unit for it (`binary`) first lists all the million there are, which takes a
 * second of every process that asks for it.
 */
export const anyText = (maxLength: number) => fc.string({ unit: codePoint, maxLength })

const SURROGATES = { first: 0xd800, count: 0x800 }
const codePoint = fc
  .nat({ max: 0x10ffff - SURROGATES.count })
  .map((nth) => String.fromCodePoint(nth < SURROGATES.first ? nth : nth + SURROGATES.count))
