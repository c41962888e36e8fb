import { describe, expect, it } from 'vitest'
import { type Language, type Part, readCorpus, score } from '../../bench/safety.ts'

const FLOORS: Record<Part, Record<Language, { precision: number; recall: number }>> = {
  tuned: { ko: { precision: 0.99, recall: 0.99 }, en: { precision: 0.99, recall: 0.98 } },
  blind: { ko: { precision: 0.96, recall: 0.85 }, en: { precision: 0.96, recall: 0.84 } },
  'held-out': { ko: { precision: 0.96, recall: 0.97 }, en: { precision: 0.96, recall: 0.93 } },
}
const LANGUAGES: Language[] = ['ko', 'en']
const PARTS: Part[] = ['tuned', 'held-out', 'blind']

describe('the safety corpus', () => {
  for (const language of LANGUAGES) {
    it(`has at least 400 ${language} sentences, about half of them innocent, about a third held out`, () => {
      const tuned = readCorpus(language, 'tuned')
      const heldOut = readCorpus(language, 'held-out')
      const blind = readCorpus(language, 'blind')
      const unseen = [...heldOut, ...blind]
      const all = [...tuned, ...unseen]
      const clean = all.filter((sample) => sample.label === 'clean').length
      expect(all.length).toBeGreaterThanOrEqual(400)
      expect(new Set(all.map((sample) => sample.text)).size).toBe(all.length)
      expect(blind.length).toBeGreaterThanOrEqual(135)
      expect(clean / all.length).toBeGreaterThan(0.44)
      expect(unseen.length / all.length).toBeGreaterThan(0.33)
    })

    for (const part of PARTS) {
      it(`is read no worse than it was: ${language}, ${part}`, () => {
        const { precision, recall } = score(readCorpus(language, part))
        expect(precision).toBeGreaterThanOrEqual(FLOORS[part][language].precision)
        expect(recall).toBeGreaterThanOrEqual(FLOORS[part][language].recall)
      })
    }
  }
})
