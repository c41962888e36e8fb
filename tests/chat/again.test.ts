import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Person } from '../../sandbox/person.ts'
import { openService, type Service } from '../support/service.ts'
import { chatter, heard, together } from './chatters.ts'

let service: Service
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

/** What a chat shows of the other one: words, whether they are gone, reactions. */
const shown = (person: Person) =>
  person
    .chat()
    .filter(({ text, replyTo }) => /^(one|two|three|four)/.test(text) || replyTo)
    .map(({ from, text, deleted, reactions }) => [from, text, deleted ?? false, reactions])

it.each([
  ['discord', 'telegram'],
  ['telegram', 'discord'],
] as const)(
  'what %s tells twice is done once: words, changes, reactions, deletions; after a restart, too',
  async (here, there) => {
    const ana = await chatter(service, here, `Ana of ${here}`)
    const ben = await chatter(service, there, `Ben of ${there}`)
    await together(ana, ben)
    const one = await ana.say('one')
    await heard(ben, 'one')
    await ana.say('two', { replyTo: one })
    await heard(ben, 'two')
    await ana.edit(one, 'one, changed')
    await heard(ben, 'one, changed')
    const theirs = await ben.say('three')
    const twin = await heard(ana, 'three')
    await ana.react(twin.id, '👍')
    await expect.poll(() => ben.chat().find(({ id }) => id === theirs)?.reactions?.length).toBe(1)
    if (here === 'discord') {
      await ana.remove(one)
      await expect.poll(() => ben.chat().some(({ text, deleted }) => text === 'one, changed' && deleted)).toBe(true)
    }

    const before = [shown(ana), shown(ben)]
    const told = [again(here), again(there)]
    expect(told.every((count) => count > 3)).toBe(true)
    await ana.say('four')
    await heard(ben, 'four')
    expect([shown(ana).slice(0, -1), shown(ben).slice(0, -1)]).toEqual(before)

    await service.restart()
    again(here)
    await ana.say('four again')
    await heard(ben, 'four again')
    const after = [shown(ana), shown(ben)]
    expect(after.map((all) => all.slice(0, -2))).toEqual(before)
  },
)

/** The platform tells again what it told lately; how many events. */
function again(platform: 'discord' | 'telegram'): number {
  return platform === 'discord' ? service.discord.gateway.repeat() : service.telegram.tellAgain()
}
