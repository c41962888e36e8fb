import { readFile } from 'node:fs/promises'

/** What one reader did with one letter. `liked`: it counts as a thank-you. */
export type Rating = { user: string; item: string; liked: boolean; at: number }

/** From so many on, a rating is a thank-you; below, the letter was opened and no more. */
const LIKED_FROM = 4

/**
 * Reads lines of `user item rating timestamp`, parted by tabs (the form of MovieLens 100k's `u.data`). Lines that are
 * not of that form are passed over and counted; when somebody rated a thing twice, the later one holds.
 */
export async function readRatings(file: string): Promise<{ ratings: Rating[]; odd: number }> {
  return parseRatings(await readFile(file, 'utf8'))
}

export function parseRatings(text: string): { ratings: Rating[]; odd: number } {
  const found = new Map<string, Rating>()
  let odd = 0
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    if (line.trim() === '') continue
    const rating = parseLine(line)
    if (!rating) {
      odd++
      continue
    }
    const key = `${rating.user}\t${rating.item}`
    const before = found.get(key)
    if (!before || before.at <= rating.at) found.set(key, rating)
  }
  return { ratings: [...found.values()], odd }
}

function parseLine(line: string): Rating | undefined {
  const [user, item, rating, at, ...more] = line.split('\t').map((field) => field.trim())
  if (!user || !item || !rating || !at || more.some((field) => field !== '')) return undefined
  const value = Number(rating)
  const time = Number(at)
  if (!Number.isFinite(value) || !Number.isFinite(time)) return undefined
  return { user, item, liked: value >= LIKED_FROM, at: time }
}

/**
 * The last fifth of each reader's signals by time is held out (rounded down; equal times stay in the order of the file).
 * `truth`: what each reader liked in it.
 */
export function holdOutLastFifth(ratings: Rating[]): { train: Rating[]; truth: Map<string, Set<string>> } {
  const train: Rating[] = []
  const truth = new Map<string, Set<string>>()
  const byUser = new Map<string, Rating[]>()
  for (const rating of ratings) {
    const own = byUser.get(rating.user)
    if (own) own.push(rating)
    else byUser.set(rating.user, [rating])
  }
  for (const [user, own] of byUser) {
    own.sort((a, b) => a.at - b.at)
    const kept = own.length - Math.floor(own.length / 5)
    train.push(...own.slice(0, kept))
    const liked = own.slice(kept).filter((rating) => rating.liked)
    if (liked.length > 0) truth.set(user, new Set(liked.map((rating) => rating.item)))
  }
  return { train: train.sort((a, b) => a.at - b.at), truth }
}
