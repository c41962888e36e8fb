import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openService, type Service } from '../support/service.ts'
import { accountOf, chatter, together } from './chatters.ts'
import { type Bug, bugs, plant } from './conversation/bugs.ts'
import { calmDeeds, type Deed, deeds, stormyDeeds } from './conversation/deeds.ts'
import { openEvening } from './conversation/evening.ts'
import type { Talker } from './conversation/hands.ts'

/**
 * Whatever two people do, and whatever befalls their platforms and the service meanwhile, their chats show the same
 * conversation: the same words with the same looks, however long, the same pictures, answers to the same messages, the same
 * things taken back, each one's reactions, in the order in which each of them said it. As far as the platforms tell: on
 * Telegram nobody hears of a deletion.
 *
 * `WIRO_CONVERSATION_RUNS=200` goes on for so many evenings of each pair (one, else; `.ci/run` looks at some), `WIRO_CONVERSATION_SECONDS=120` for so
 * long a pair at most; `WIRO_CONVERSATION_SEED=42` makes other ones of them.
 */
const runs = Number(process.env.WIRO_CONVERSATION_RUNS ?? 0)
const seconds = Number(process.env.WIRO_CONVERSATION_SECONDS ?? Number.POSITIVE_INFINITY)
const seed = Number(process.env.WIRO_CONVERSATION_SEED ?? 1)
const FEW = 1
/** A chat of thousands of messages takes long to be looked at. */
const EVENINGS_EACH = 8
/** So long is looked for a shorter way to the same failure. */
const SHORTER_WITHIN_MS = 30_000

let service: Service
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const pairs = [
  ['discord', 'telegram'],
  ['telegram', 'discord'],
  ['discord', 'discord'],
  ['telegram', 'telegram'],
  ['discord’s page', 'telegram'],
  ['telegram’s page', 'discord'],
] as const
type Place = (typeof pairs)[number][number]

// Single evenings are spent side by side; in longer ones the service itself is stopped, which nobody else should notice.
const each = runs > 0 ? it.each(pairs) : it.concurrent.each(pairs)
each('on %s and on %s both see the same', { timeout: 180_000 + runs * 20_000 }, async (here, there) => {
  const long = fc.oneof({ arbitrary: deeds, weight: 3 }, { arbitrary: stormyDeeds, weight: 1 })
  await tryEvenings([here, there], runs > 0 ? long : deeds, runs > 0 ? runs : FEW)
})

it('… also when the service is stopped in the middle, and Discord forgets the session', async () => {
  await tryEvenings(['discord', 'telegram'], stormyDeeds, 1)
})

/** Looked for in the longer runs only. */
const LATER: Bug[] = [
  'what was said first stays',
  'what was taken back stays',
  'a reaction goes astray',
  'a change is dropped',
]
const looked = (Object.keys(bugs) as Bug[]).filter((bug) => runs > 0 || !LATER.includes(bug))

it.each(looked)('finds a planted bug: %s', async (bug) => {
  const mend = plant(bug)
  try {
    const found = tryEvenings(['discord', 'telegram'], calmDeeds, LOOKED_THROUGH, { shorter: false })
    await expect(found).rejects.toThrow(/what the (screen|page) of/)
  } finally {
    mend()
  }
})
const LOOKED_THROUGH = 20

/** Tries evenings until one fails; then a shorter one that fails, too. */
async function tryEvenings(
  places: readonly [Place, Place],
  made: fc.Arbitrary<Deed[]>,
  numRuns: number,
  { shorter = true } = {},
): Promise<void> {
  let pair: [Talker, Talker] | undefined
  let evenings = 0
  let failedAt: number | undefined
  const play = async (some: Deed[]) => {
    // Two who have seen something go wrong begin anew.
    if (!pair || failedAt !== undefined || evenings++ % EVENINGS_EACH === 0)
      pair = await inTurn(() => twoWhoTalk(places))
    const { act, rest, told } = openEvening(service, pair)
    try {
      for (const one of some) await act(one)
      await rest()
    } catch (error) {
      failedAt ??= performance.now()
      for (const standIn of [service.discord, service.telegram]) standIn.faults.clear()
      throw new Error(`${(error as Error).message}\n\n${told.map((line, i) => `${i + 1}. ${line}`).join('\n')}`)
    }
  }
  const began = performance.now()
  const over = () =>
    failedAt === undefined
      ? performance.now() - began > seconds * 1_000
      : performance.now() - failedAt > SHORTER_WITHIN_MS
  await fc.assert(
    fc.asyncProperty(made, async (some) => {
      if (!over()) await play(some)
    }),
    { numRuns, seed, endOnFailure: !shorter, includeErrorInReport: true },
  )
}

let lastTurn: Promise<unknown> = Promise.resolve()
/** Whoever looks for somebody to talk with is to find the one they should. */
function inTurn<Done>(act: () => Promise<Done>): Promise<Done> {
  const done = lastTurn.then(act, act)
  lastTurn = done
  return done
}

async function twoWhoTalk(places: readonly [Place, Place]): Promise<[Talker, Talker]> {
  const talker = async (place: Place, name: string): Promise<Talker> => {
    const person = await chatter(service, place.startsWith('discord') ? 'discord' : 'telegram', name)
    return { person, accountId: await accountOf(service, person), seat: place.endsWith('page') ? 'page' : 'bot' }
  }
  const two: [Talker, Talker] = [await talker(places[0], 'Ana'), await talker(places[1], 'Ben')]
  await together(two[0].person, two[1].person)
  // Not only words travel: they met before.
  const chat = 'update chat set first = false where id = (select chat_id from chat_seat where account_id = $1)'
  await service.core.db.pg.query(chat, [two[0].accountId])
  return two
}
