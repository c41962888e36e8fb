import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../../bots/dialogue/catalogue.ts'
import type { Person, SeenMessage } from '../../../sandbox/person.ts'
import { sendLetter, welcomed } from '../../support/people.ts'
import { openService, type Service } from '../../support/service.ts'

/**
 * People who press whatever there is and write whatever comes to mind, from a seed: every view they meet is rendered
 * for a stand-in that is as strict as its platform, in both languages. Nobody may ever be left without an answer, meet
 * an incident, or be refused by the platform. `WIRO_WANDER_STEPS=1000` wanders on (`.ci/run` some hundred steps),
 * `WIRO_WANDER_SEED=42` elsewhere.
 */
const STEPS = Number(process.env.WIRO_WANDER_STEPS ?? 60)
const SEED = Number(process.env.WIRO_WANDER_SEED ?? 0)
const SAYINGS = [
  'hi',
  '안녕',
  'A longer thought that might become a letter some day.',
  '오늘은 그냥 누군가에게 말을 걸고 싶은 날이에요.',
  '🌷🌷🌷',
  'tomorrow 9am',
  '내일 아침',
  'Seoul',
  'Quiet Whale',
  '조용한 고래',
  'x'.repeat(5_000).slice(0, 1_900),
]

let service: Service
beforeAll(async () => {
  service = await openService()
  const others = await Promise.all([
    welcomed(service, { platform: 'telegram', name: 'Other One', locale: 'ko' }),
    welcomed(service, { platform: 'discord', name: 'Other Two', locale: 'en' }),
  ])
  for (const other of others)
    for (let i = 0; i < 3; i++)
      await sendLetter(other, `${i} 번째 편지예요. A letter for whoever wanders by, number ${i}.`)
})
afterAll(() => service.close())

describe.each(['discord', 'telegram'] as const)('on %s', (platform) => {
  it.each(['ko', 'en'] as const)('in %s', { timeout: 180_000 + STEPS * 1_000 }, async (locale) => {
    const random = seeded(platform.length * 31 + (locale === 'ko' ? 7 : 11) + SEED)
    const person = await welcomed(service, { platform, name: `Wanderer ${platform} ${locale}`, locale })
    for (let step = 0; step < STEPS; step++) await wander(person, random)
    const words = person.chat().map((message) => message.text)
    expect(words.filter((text) => /went wrong on our side|저희 쪽에서 문제가|undefined|\[object/.test(text))).toEqual(
      [],
    )
    expect(service.logs.filter((line) => /"level":(50|60)/.test(line))).toEqual([])
  })
})

async function wander(person: Person, random: () => number): Promise<void> {
  const pick = <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)] as T
  const form = person.form()
  if (form) {
    const values = Object.fromEntries(
      form.fields.map((field) => [field.id, field.options ? pick(field.options).value : fitting(pick(SAYINGS), field)]),
    )
    return random() < 0.2 ? person.dismiss() : person.submit(values)
  }
  const what = random()
  if (what < 0.15) return person.command(pick(catalogue).name)
  if (what < 0.25) {
    const before = person.chat().at(-1)?.id
    await person.say(pick(SAYINGS))
    await person.until((message) => message.from === 'bot', before ? { after: before } : {})
    return
  }
  const message = pick(
    person
      .chat()
      .filter((one) => one.controls.length > 0 && !one.deleted)
      .slice(-3),
  ) as SeenMessage | undefined
  const control = message && pick(message.controls)
  if (!message || !control || control.kind === 'link') return
  if (control.kind === 'select') return person.choose(pick(control.options ?? []).label, { message: message.id })
  return person.press(control.label, { message: message.id })
}

/** Words the client lets through: long enough, not too long. */
function fitting(words: string, { min = 0, max = 4_000 }: { min?: number; max?: number }): string {
  const long = [...words].length < min ? words.padEnd(min * 2, ' and on') : words
  return long.slice(0, max)
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
