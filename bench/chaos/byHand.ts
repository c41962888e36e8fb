import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { LetterId } from '../../core/ids.ts'
import type { Vault } from '../../core/vault/vault.ts'
import type { Person, SeenMessage } from '../../sandbox/person.ts'

/** Letters that people write themselves, through the bot: words, preview, a press on *Send it*. */
export type ByHand = {
  /** One person after the other, each once, until all have or `stop` was called. */
  done: Promise<void>
  stop(): void
  /** What they were told is on its way; `pressed` counts those who never heard. */
  confirmed: string[]
  pressed: number
  /** What they said and pressed, all in all. */
  acts: number
}

/** In the storm a process hardly lives long enough to answer: they wait until it is over, if need be. */
const PATIENCE_MS = 120_000
const SIDE_BY_SIDE = 30

export function writeByHand(people: readonly Person[]): ByHand {
  const writers = people.values()
  let stopped = false
  const stop = () => {
    stopped = true
  }
  const hand: ByHand = { done: Promise.resolve(), stop, confirmed: [], pressed: 0, acts: 0 }
  const work = async () => {
    for (const person of writers) {
      if (stopped) return
      await writeOne(person, hand).catch(() => undefined)
    }
  }
  hand.done = Promise.all(Array.from({ length: SIDE_BY_SIDE }, work)).then(() => undefined)
  return hand
}

async function writeOne(person: Person, hand: ByHand): Promise<void> {
  const text = `By hand, from ${person.name}: a few warm words for whoever may need them today.`
  await person.say('/letter')
  hand.acts++
  if (!(await seen(person, (message) => message.text.includes('Write your letter')))) return
  await person.say(text)
  hand.acts++
  const preview = await seen(person, (message) => message.text.includes('Ready to go?') && message.controls.length > 0)
  if (!preview) return
  hand.pressed++
  hand.acts++
  await person.press('Send it', { message: preview.id }).catch(() => undefined)
  if (await comesTrue(() => wasTold(person))) hand.confirmed.push(text)
}

/** The answer to a press whose process died is a toast: the letter has left already. */
const wasTold = (person: Person) =>
  person.chat().some(({ from, text }) => from === 'bot' && text.includes('is on its way')) ||
  person.toasts().some((text) => text.includes('has left already'))

async function seen(person: Person, fits: (message: SeenMessage) => boolean): Promise<SeenMessage | undefined> {
  const found = () => person.chat().findLast((message) => message.from === 'bot' && fits(message))
  return (await comesTrue(() => found() !== undefined)) ? found() : undefined
}

async function comesTrue(holds: () => boolean): Promise<boolean> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await wait(250))
    if (holds()) return true
  return false
}

/** Letters that somebody was told are on their way and that are not there once; and those that are there twice. */
export async function tallyByHand(
  db: pg.Pool,
  vault: Vault,
  { confirmed, pressed }: ByHand,
): Promise<Record<'by_hand' | 'by_hand_unheard' | 'by_hand_lost' | 'by_hand_doubled', number>> {
  const { rows } = await db.query(`select id, body, body_key from letter where kind = 'stranger' and state <> 'draft'`)
  const times = new Map<string, number>()
  for (const row of rows) {
    const text = vault.openBody({ body: row.body, bodyKey: row.body_key }, row.id as LetterId)
    if (text.startsWith('By hand')) times.set(text, (times.get(text) ?? 0) + 1)
  }
  return {
    by_hand: times.size,
    by_hand_unheard: pressed - confirmed.length,
    by_hand_lost: confirmed.filter((text) => !times.has(text)).length,
    by_hand_doubled: [...times.values()].filter((count) => count > 1).length,
  }
}
