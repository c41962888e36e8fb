import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRatings } from '../../bench/recommend/ratings.ts'
import { seeded } from '../../bench/recommend/world.ts'
import type { AccountId, OpenLetterId } from '../../core/ids.ts'
import { bandOf, type Candidate } from '../../core/recommendations/candidate.ts'
import { FIRST_LOOKS, isFirstLookPlace, ONE_PLACE_IN } from '../../core/recommendations/firstLook.ts'
import { addKin, decodeKin, emptyKin, encodeKin, KIN_KEPT_MIN } from '../../core/recommendations/kinList.ts'
import { kinScores } from '../../core/recommendations/kinScores.ts'
import { type LetterTaste, learn, newHistory, newTaste } from '../../core/recommendations/learn.ts'
import { allParts, IN_A_ROW, OF_ONE_AUTHOR_MAX, rankLetters } from '../../core/recommendations/rankLetters.ts'
import { strengthOf } from '../../core/recommendations/strength.ts'

const NOW = new Date('2026-03-01T09:00:00Z')

describe('what is learnt', () => {
  const people = 6
  const letters = 12
  const step = fc.record({
    reader: fc.nat(people - 1),
    letter: fc.nat(letters - 1),
    strength: fc.constantFrom(0, 0.3, 1),
  })
  type Step = { reader: number; letter: number; strength: number }

  function study(steps: Step[]): Map<number, number>[] {
    const tastes = Array.from({ length: letters }, (_, number): LetterTaste => newTaste(number))
    const histories = Array.from({ length: people }, newHistory)
    for (const { reader, letter, strength } of steps) {
      const taste = tastes[letter]
      const history = histories[reader]
      if (taste && history) learn(history, taste, strength)
    }
    return tastes.map(({ kin }) => {
      const list = decodeKin(encodeKin(kin))
      return new Map(Array.from(list.ids.subarray(0, list.size), (id, at) => [id, list.weights[at] ?? 0]))
    })
  }

  it('comes out the same, whether somebody thanked at once or made up their mind step by step', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const last = new Map(steps.map(({ reader, letter, strength }) => [`${reader} ${letter}`, strength]))
        const first = new Map<string, Step>()
        for (const one of steps)
          if (one.strength > 0 && !first.has(`${one.reader} ${one.letter}`))
            first.set(`${one.reader} ${one.letter}`, one)
        // The places stay with what was taken back; so each begins in the same order, and ends where it ended.
        const atOnce = [...first].map(([, one]) => one)
        const settle = [...first].map(([key, one]) => ({ ...one, strength: last.get(key) ?? 0 }))
        expect(study([...atOnce, ...settle])).toEqual(study(steps))
      }),
    )
  })

  it('tells kin by who read both around the same time, and the crowd for less', () => {
    const tastes = Array.from({ length: 60 }, (_, number) => newTaste(number))
    const read = (numbers: number[]) => {
      const history = newHistory()
      for (const number of numbers) learn(history, tastes[number] ?? newTaste(number), 1)
    }
    for (let crowd = 0; crowd < 30; crowd++) read([0, 10 + crowd])
    read([1, 2, 0])
    read([1, 2, 0])
    const one = tastes[1]
    const scores = kinScores([{ number: 1, strength: 1, readers: 2, kin: encodeKin(one?.kin ?? emptyKin()) }])
    expect(scores.get(2)?.score).toBeGreaterThan((scores.get(0)?.score ?? 0) * 1.5)
    expect(scores.get(2)?.from).toBe(1)
    expect(scores.has(15)).toBe(false)
  })

  it('stays bounded, and keeps the strongest', () => {
    const list = emptyKin()
    for (let id = 0; id < 5_000; id++) addKin(list, id, 10, KIN_KEPT_MIN)
    for (let round = 0; round < 50; round++) addKin(list, 4_999, 10, KIN_KEPT_MIN)
    for (let id = 5_000; id < 9_000; id++) addKin(list, id, 10, KIN_KEPT_MIN)
    expect(list.size).toBeLessThanOrEqual(KIN_KEPT_MIN * 2)
    expect(decodeKin(encodeKin(list)).ids[0]).toBe(4_999)
  })

  it('takes the strongest sign, and none from “not for me”', () => {
    expect(strengthOf(['shown', 'opened'])).toBe(0)
    expect(strengthOf(['shown', 'read', 'thanked'])).toBe(1)
    expect(strengthOf(['thanked', 'not_for_me'])).toBe(0)
    expect([bandOf({ looks: 0, liked: 0 }), bandOf({ looks: 40, liked: 30 }), bandOf({ looks: 60, liked: 0 })]).toEqual(
      [1, 3, 0],
    )
  })
})

describe('the order', () => {
  const none = { moods: new Map<string, number>(), topics: new Map<string, number>() }
  let number = 0
  const letter = (more: Partial<Candidate> = {}): Candidate => ({
    id: `letter ${++number}` as OpenLetterId,
    authorId: `author ${number}` as AccountId,
    mood: null,
    topic: null,
    openedAt: new Date(NOW.getTime() - 30 * 86_400_000),
    looks: 100,
    liked: 25,
    reports: 0,
    warned: false,
    followed: false,
    kin: 0,
    because: null,
    again: false,
    ...more,
  })
  const rank = (candidates: Candidate[], more: Partial<Parameters<typeof rankLetters>[2]> = {}) =>
    rankLetters(candidates, none, {
      count: 10,
      now: NOW,
      session: NOW,
      shown: [],
      random: seeded(1),
      parts: allParts,
      ...more,
    })

  it('never has three letters of one author in ten in a row, whatever was shown before', () => {
    const some = fc.record({ author: fc.nat(4), kin: fc.double({ min: 0, max: 1, noNaN: true }), looks: fc.nat(40) })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), fc.array(fc.nat(4), { maxLength: 12 }), (made, before) => {
        const byAuthor = (at: number) => `author of ${at}` as AccountId
        const candidates = made.map(({ author, ...one }) => letter({ ...one, authorId: byAuthor(author) }))
        const authors = new Map(candidates.map(({ id, authorId }) => [id, authorId]))
        const ranked = rank(candidates, { shown: before.map(byAuthor) })
        ranked.forEach(({ id }, at) => {
          const row = [
            ...ranked
              .slice(0, at)
              .map((one) => authors.get(one.id))
              .reverse(),
            ...before.map(byAuthor),
          ]
          const same = row.slice(0, IN_A_ROW - 1).filter((author) => author === authors.get(id)).length
          expect(same).toBeLessThan(OF_ONE_AUTHOR_MAX)
        })
        expect(new Set(ranked.map(({ id }) => id)).size).toBe(ranked.length)
      }),
    )
  })

  it('gives a first look exactly one place in five, and never more as long as there is anything else', () => {
    for (let session = 0; session < 20; session++) {
      const places = Array.from({ length: 50 }, (_, place) => isFirstLookPlace(place, new Date(session)))
      for (let from = 0; from < 50; from += ONE_PLACE_IN)
        expect(places.slice(from, from + ONE_PLACE_IN).filter(Boolean)).toHaveLength(1)
    }
    const known = Array.from({ length: 20 }, () => letter({ kin: 1 }))
    const fresh = Array.from({ length: 20 }, () => letter({ looks: 0, liked: 0 }))
    expect(
      rank([...known, ...fresh])
        .map(({ source }) => source)
        .filter((one) => one === 'first_look'),
    ).toHaveLength(2)
    expect(rank(fresh)).toHaveLength(10)
  })

  it('a letter that leaves its first readers cold gets fewer looks than one that does not', () => {
    const looked = { warm: 0, cold: 0 }
    for (let seed = 0; seed < 200; seed++) {
      const warm = letter({ looks: FIRST_LOOKS - 2, liked: 12 })
      const cold = letter({ looks: FIRST_LOOKS - 2, liked: 0 })
      const known = Array.from({ length: 4 }, () => letter({ kin: 1 }))
      const ranked = rank([warm, cold, ...known], { count: 5, random: seeded(seed) })
      const first = ranked.find(({ source }) => source === 'first_look')
      if (first?.id === warm.id) looked.warm++
      if (first?.id === cold.id) looked.cold++
    }
    expect(looked.warm).toBeGreaterThan(looked.cold * 3)
  })

  it('pushes down what was reported and whoever was sanctioned lately; what was seen comes last', () => {
    const [plain, reported, warned, seen] = [
      letter({ kin: 0.8 }),
      letter({ kin: 0.9, reports: 1 }),
      letter({ kin: 0.9, warned: true }),
      letter({ kin: 1, again: true }),
    ]
    const order = rank([seen, reported, warned, plain], { parts: { ...allParts, exploration: false } }).map(
      ({ id }) => id,
    )
    expect(order).toEqual([plain.id, warned.id, reported.id, seen.id])
  })

  it('says why', () => {
    const [kin, followed, warm] = [letter({ kin: 1 }), letter({ followed: true, openedAt: NOW }), letter()]
    const sources = new Map(rank([kin, followed, warm]).map(({ id, source }) => [id, source]))
    expect([sources.get(kin.id), sources.get(followed.id), sources.get(warm.id)]).toEqual(['kin', 'followed', 'warm'])
  })
})

describe('files of ratings', () => {
  it('reads what is of the form, and counts what is not', () => {
    const odd = ['user\titem\trating\ttimestamp', '1\t2\t5', '1 2 5 6', '\t\t\t', '1\t2\tfive\t6', '1\t2\t3\t4\t5', '']
    const text = ['\uFEFF1\t10\t5\t100', '1\t11\t3.5\t101\r', '2\t10\t4\t99\t', '1\t10\t2\t200', ...odd].join('\n')
    expect(parseRatings(text)).toEqual({
      ratings: [
        { user: '1', item: '10', liked: false, at: 200 },
        { user: '1', item: '11', liked: false, at: 101 },
        { user: '2', item: '10', liked: true, at: 99 },
      ],
      odd: 5,
    })
  })
})
