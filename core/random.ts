import { randomBytes } from 'node:crypto'

/** A number in [0, 1). Tests give a seeded one. */
export type Random = () => number

/** Chance that nobody can foretell: 53 bits from the operating system. */
export const secureRandom: Random = () => {
  const bytes = randomBytes(7)
  return (bytes.readUIntBE(0, 6) * 32 + ((bytes[6] ?? 0) & 31)) / 2 ** 53
}
