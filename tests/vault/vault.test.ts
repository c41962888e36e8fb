import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LetterId, newId } from '../../core/ids.ts'
import { addKeyToHome, keysOfHome, newKeys, parseKeys } from '../../core/vault/keys.ts'
import { openVault, SealBroken } from '../../core/vault/vault.ts'

const list = newKeys()
const vault = openVault(parseKeys(list))
const other = openVault(parseKeys(newKeys()))
const text = fc.string({ unit: 'grapheme', maxLength: 300 })
const purpose = fc.string({ maxLength: 20 })
const letter = () => newId<LetterId>(new Date(1_800_000_000_000))

describe('what is sealed', () => {
  test('opens to the same words', () => {
    fc.assert(
      fc.property(text, purpose, (words, why) => {
        expect(vault.open(vault.seal(words, why), why)).toBe(words)
      }),
    )
  })

  test('opens to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), purpose, (bytes, why) => {
        expect([...vault.openBytes(vault.sealBytes(bytes, why), why)]).toEqual([...bytes])
      }),
    )
  })

  test('never looks the same twice, and shows nothing of the words', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 60 }), (words) => {
        const [one, two] = [Buffer.from(vault.seal(words, 'p')), Buffer.from(vault.seal(words, 'p'))]
        expect(one.equals(two)).toBe(false)
        expect(one.includes(words)).toBe(false)
      }),
    )
  })

  test('does not open when any one bit was changed', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 0, max: 7 }), (words, at, bit) => {
        const sealed = vault.seal(words, 'p')
        const place = at % sealed.length
        sealed[place] = (sealed[place] ?? 0) ^ (1 << bit)
        expect(() => vault.open(sealed, 'p')).toThrow(SealBroken)
      }),
      { numRuns: 500 },
    )
  })

  test('does not open when cut short or lengthened', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }), (words, cut, more) => {
        const sealed = vault.seal(words, 'p')
        expect(() => vault.open(sealed.subarray(0, cut % sealed.length), 'p')).toThrow(SealBroken)
        expect(() => vault.open(Buffer.concat([sealed, more]), 'p')).toThrow(SealBroken)
      }),
    )
  })

  test('does not open for another purpose, nor with other keys', () => {
    fc.assert(
      fc.property(text, purpose, purpose, (words, why, wrong) => {
        fc.pre(why !== wrong)
        expect(() => vault.open(vault.seal(words, why), wrong)).toThrow(SealBroken)
        expect(() => other.open(vault.seal(words, why), why)).toThrow(SealBroken)
      }),
    )
  })
})

describe('a letter', () => {
  test('opens with its own data key only, for itself only', () => {
    fc.assert(
      fc.property(text, text, (words, others) => {
        const [mine, theirs] = [letter(), letter()]
        const [a, b] = [vault.sealBody(words, mine), vault.sealBody(others, theirs)]
        expect(vault.openBody(a, mine)).toBe(words)
        expect(() => vault.openBody(a, theirs)).toThrow(SealBroken)
        expect(() => vault.openBody({ body: a.body, bodyKey: b.bodyKey }, mine)).toThrow(SealBroken)
        expect(() => vault.openBody({ body: b.body, bodyKey: a.bodyKey }, mine)).toThrow(SealBroken)
      }),
    )
  })
})

describe('a keyed hash', () => {
  test('is the same for the same, and differs by value, scope and key', () => {
    fc.assert(
      fc.property(text, text, purpose, purpose, (one, two, here, there) => {
        const hash = (v: typeof vault, scope: string, value: string) =>
          Buffer.from(v.lookup(scope, value)).toString('hex')
        expect(hash(vault, here, one)).toBe(hash(vault, here, one))
        expect(hash(vault, here, one)).not.toBe(hash(other, here, one))
        if (one !== two) expect(hash(vault, here, one)).not.toBe(hash(vault, here, two))
        if (here !== there && !`${here}${there}`.includes('\0'))
          expect(hash(vault, here, one)).not.toBe(hash(vault, there, one))
      }),
    )
  })
})

describe('keys', () => {
  const [seal1, lookup1] = list.split(',')
  const [seal2, lookup2] = newKeys().replace('k1:', 'k2:').replace('lookup1:', 'lookup2:').split(',')

  test('the first seals, all open; what is wrapped anew opens without the old one', () => {
    const both = openVault(parseKeys([seal2, seal1, lookup1].join()))
    const old = vault.seal('words', 'p')
    expect(both.open(old, 'p')).toBe('words')
    const fresh = both.rewrap(old, 'p')
    if (!fresh) throw new Error('nothing was wrapped')
    expect(both.rewrap(fresh, 'p')).toBeUndefined()
    expect(openVault(parseKeys([seal2, lookup1].join())).open(fresh, 'p')).toBe('words')
    expect(() => vault.open(fresh, 'p')).toThrow(SealBroken)
    expect(() => both.rewrap(old, 'q')).toThrow(SealBroken)
  })

  test('old lookup keys are kept: the hash of before is among all', () => {
    const both = openVault(parseKeys([seal1, lookup2, lookup1].join()))
    const [first, second] = both.lookups('s', 'v')
    expect(first).toEqual(both.lookup('s', 'v'))
    expect(first).not.toEqual(vault.lookup('s', 'v'))
    expect(second).toEqual(vault.lookup('s', 'v'))
  })

  test('a malformed list is refused without being shown', () => {
    const named = `${seal1},${seal2?.replace('k2:', 'k1:')},${lookup1}`
    expect(() => parseKeys(named)).toThrow('two keys "k1"')
    for (const wrong of ['', 'k1', `k1:${'A'.repeat(20)}`, seal1 ?? '', lookup1 ?? '', `${list},K3:secret-part`]) {
      expect(() => parseKeys(wrong)).toThrow('WIRO_KEYS must be a list')
      expect(() => parseKeys(wrong)).not.toThrow('secret-part')
    }
  })

  test('the key file is made once, for its owner only, and takes new keys in front', () => {
    const home = mkdtempSync(join(tmpdir(), 'wiro-keys-'))
    try {
      const before = openVault(keysOfHome(home))
      const sealed = before.seal('words', 'p')
      const path = join(home, 'keys')
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(addKeyToHome(home)).toBe('k2')
      expect(addKeyToHome(home)).toBe('k3')
      expect(statSync(path).mode & 0o777).toBe(0o600)
      const after = openVault(keysOfHome(home))
      expect(after.sealsWith).toBe('k3')
      expect(after.open(sealed, 'p')).toBe('words')
      expect(after.lookup('s', 'v')).toEqual(before.lookup('s', 'v'))
      expect(readFileSync(path, 'utf8').split(',')).toHaveLength(4)
    } finally {
      rmSync(home, { recursive: true })
    }
  })
})
