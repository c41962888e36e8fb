import fc from 'fast-check'

/** Any row of UTF-16 units, halves of characters too: the worst that a platform may hand over. */
export function anyUnits(maxLength = 40): fc.Arbitrary<string> {
  const unit = fc.integer({ min: 0, max: 0xffff })
  return fc.array(unit, { maxLength }).map((units) => String.fromCharCode(...units))
}
