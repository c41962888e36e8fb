import { moods, topics } from '../../core/openLetters/looks.ts'
import type { Random } from '../../core/random.ts'
import type { Look } from './evaluate.ts'
import type { Rating } from './ratings.ts'

/** Made-up readers and letters of whom we know what nobody can know: how likely each letter speaks to each reader. */
export type MadeWorld = {
  readers: string[]
  letters: string[]
  looks: Map<string, Look>
  /** The chance that this reader thanks for this letter: in a season of theirs, or now. */
  chance(reader: string, letter: string, season?: number): number
}

type Tastes = { topics: number[]; moods: number[][]; voice: number[] }
type Made = { topic: number; mood: number; voice: number[]; quality: number }

/** What somebody is in the mood for changes after so many letters; what they care about and whom they like to hear, not. */
const SEASON = 12
const SEASONS = 10
/** What no mood or topic says: tone, age, humour. */
const VOICES = 6
const AUTHOR_OF = 4
/** So many letters somebody hears of for each that they read. */
const HEARD_OF = 8
const DAY_S = 86_400
const BEGAN_S = 1_700_000_000

export function makeWorld(random: Random, { readers, letters }: { readers: number; letters: number }): MadeWorld {
  const tastes = new Map(many(readers, 'r').map((name): [string, Tastes] => [name, drawTastes(random)]))
  const made = new Map(many(letters, 'l').map((name): [string, Made] => [name, drawLetter(random)]))
  const looks = new Map(
    [...made].map(([name, { topic, mood }], at): [string, Look] => [
      name,
      { topic: topics[topic] ?? null, mood: moods[mood] ?? null, author: `a${at % Math.ceil(letters / AUTHOR_OF)}` },
    ]),
  )
  const chance = (reader: string, letter: string, season = SEASONS - 1) => {
    const taste = tastes.get(reader)
    const one = made.get(letter)
    if (!taste || !one) return 0
    const voice = one.voice.reduce((sum, value, at) => sum + value * (taste.voice[at] ?? 0), 0)
    const pull = 1.6 * (taste.topics[one.topic] ?? 0) + 1.2 * (taste.moods[season]?.[one.mood] ?? 0) + 1.1 * voice
    return 1 / (1 + Math.exp(2.2 - pull - one.quality))
  }
  return { readers: [...tastes.keys()], letters: [...made.keys()], looks, chance }
}

/**
 * What they read before any of ours was there to choose: letters come to them by how much they are talked about (some
 * far more than others) and, of several, the one that looks nearest to their taste.
 */
export function readingsOf(world: MadeWorld, random: Random, each: number): Rating[] {
  const fame = world.letters.map((_, at) => 1 / (at + 10) ** 0.5)
  const sums: number[] = []
  fame.reduce((sum, one) => (sums[sums.length] = sum + one), 0)
  const famous = () => world.letters[firstAbove(sums, random() * (sums.at(-1) ?? 0))] ?? ''
  return world.readers.flatMap((user) => {
    const read = new Map<string, Rating>()
    const from = BEGAN_S + Math.floor(random() * 30 * DAY_S)
    const number = Math.round(each * (0.4 + 1.2 * random()))
    for (let at = 0; read.size < number && at < number * 4; at++) {
      // Their last season is the one they are in.
      const season = Math.max(0, SEASONS - 1 - Math.floor((number - read.size - 1) / SEASON))
      const heard = Array.from({ length: HEARD_OF }, famous)
      const item = heard.sort((a, b) => world.chance(user, b, season) - world.chance(user, a, season))[0] ?? ''
      if (read.has(item)) continue
      const liked = random() < world.chance(user, item, season)
      read.set(item, { user, item, liked, at: from + at * 3_000 + Math.floor(random() * 3_000) })
    }
    return [...read.values()]
  })
}

/** The mean chance of a thank-you over what was chosen, in shares of the best that could be chosen. */
export function joyOf(world: MadeWorld, lists: Map<string, string[]>, seen: Map<string, Set<string>>): number {
  let got = 0
  let best = 0
  for (const [reader, list] of lists) {
    got += sum(list.slice(0, 10).map((letter) => world.chance(reader, letter)))
    const open = world.letters.filter((letter) => !seen.get(reader)?.has(letter))
    best += sum(
      open
        .map((letter) => world.chance(reader, letter))
        .sort((a, b) => b - a)
        .slice(0, 10),
    )
  }
  return best === 0 ? 0 : got / best
}

function drawTastes(random: Random): Tastes {
  return {
    topics: topics.map(() => (random() < 0.25 ? 1 : -0.3)),
    moods: Array.from({ length: SEASONS }, () => moods.map(() => (random() < 0.25 ? 1 : -0.3))),
    voice: drawVoice(random),
  }
}

function drawLetter(random: Random): Made {
  return {
    topic: Math.floor(random() * topics.length),
    mood: Math.floor(random() * moods.length),
    voice: drawVoice(random),
    quality: 0.7 * normal(random),
  }
}

const drawVoice = (random: Random) => Array.from({ length: VOICES }, () => normal(random) / Math.sqrt(VOICES / 2))
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const many = (number: number, letter: string) => Array.from({ length: number }, (_, at) => `${letter}${at}`)
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

function firstAbove(sums: number[], value: number): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
