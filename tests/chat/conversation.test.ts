import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Person, SeenMessage } from '../../sandbox/person.ts'
import { openService, type Service } from '../support/service.ts'
import { chatter, together } from './chatters.ts'

/**
 * Whatever two people do, their chats show the same conversation: the same words, replies to the same messages, the same
 * things taken back, and each one's reactions. As far as the platforms tell: on Telegram nobody hears of a deletion.
 */
let service: Service
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const EMOJI = ['👍', '🔥', '🎉'] as const
type Said = { deleted: boolean; text: string; reply: string | undefined; reactions: (string | undefined)[] }
type Conversation = Record<string, Said>
type Deed = { who: 0 | 1; at: number; emoji: string | null; kind: 'say' | 'reply' | 'edit' | 'delete' | 'react' }

const deed = fc.record({
  who: fc.constantFrom(0 as const, 1 as const),
  kind: fc.constantFrom('say', 'say', 'reply', 'edit', 'delete', 'react', 'react').map((kind) => kind as Deed['kind']),
  at: fc.nat(1_000),
  emoji: fc.constantFrom(...EMOJI, null),
})

/** What a message is called: every one has a name of its own at its beginning. */
const nameOf = ({ text }: { text: string }) => /^n\d+/.exec(text)?.[0]

/** What a person's screen shows of it. */
function shownTo(person: Person, side: 0 | 1, names: ReadonlySet<string>): Conversation {
  const messages = person.chat().flatMap((message) => {
    const name = nameOf(message)
    return name && names.has(name) ? [[name, message] as const] : []
  })
  const byId = new Map(messages.map(([name, { id }]) => [id, name]))
  return Object.fromEntries(messages.map(([name, message]) => [name, said(message, side, byId)]))
}

function said({ deleted, text, replyTo, reactions }: SeenMessage, side: 0 | 1, byId: Map<string, string>): Said {
  const from = (who: 'me' | 'bot') => reactions.find((one) => one.from === who)?.emoji
  const both = side === 0 ? [from('me'), from('bot')] : [from('bot'), from('me')]
  return deleted
    ? { deleted, text: '', reply: undefined, reactions: [undefined, undefined] }
    : { deleted, text, reply: replyTo === undefined ? undefined : byId.get(replyTo), reactions: both }
}

const idOf = (person: Person, name: string) => person.chat().find((message) => nameOf(message) === name)?.id ?? ''

let count = 0

/** One evening of two people: what each of them does, and what their chats should show then. */
function evening(people: [Person, Person]) {
  const model: Conversation = {}
  const owner = new Map<string, 0 | 1>()
  const alive = () => Object.keys(model).filter((name) => !model[name]?.deleted)
  const same = async () => {
    for (const side of [0, 1] as const)
      await expect.poll(() => shownTo(people[side], side, new Set(owner.keys())), { interval: 15 }).toEqual(model)
  }
  const say = async (who: 0 | 1, reply?: string) => {
    const name = `n${count++}`
    owner.set(name, who)
    model[name] = { deleted: false, text: `${name} words`, reply, reactions: [undefined, undefined] }
    await people[who].say(`${name} words`, reply ? { replyTo: idOf(people[who], reply) } : {})
  }
  const edit = async (who: 0 | 1, own: string, text: string) => {
    await people[who].edit(idOf(people[who], own), text)
    Object.assign(model[own] ?? {}, { text })
  }
  const remove = async (who: 0 | 1, own: string) => {
    await same()
    await people[who].remove(idOf(people[who], own))
    model[own] = { deleted: true, text: '', reply: undefined, reactions: [undefined, undefined] }
    await same()
  }
  const react = async (who: 0 | 1, one: string, emoji: string | null) => {
    await people[who].react(idOf(people[who], one), emoji)
    const reactions = model[one]?.reactions
    if (reactions) reactions[who] = emoji ?? undefined
  }
  return {
    alive,
    mine: (who: 0 | 1) => alive().filter((name) => owner.get(name) === who),
    same,
    say,
    edit,
    remove,
    react,
  }
}

async function play(people: [Person, Person], deeds: Deed[]): Promise<void> {
  const { alive, mine, same, say, edit, remove, react } = evening(people)
  for (const { who, kind, at, emoji } of deeds) {
    const one = alive()[at % alive().length]
    const own = mine(who)[at % mine(who).length]
    if (kind === 'say' || !one) await say(who)
    else if (kind === 'edit' && own) await edit(who, own, `${own} words, changed ${at}`)
    else if (kind === 'delete' && own && people[who].platform === 'discord') await remove(who, own)
    else if (kind === 'reply' || kind === 'react') {
      await people[who].until((message) => nameOf(message) === one)
      await (kind === 'reply' ? say(who, one) : react(who, one, emoji))
    }
  }
  await same()
}

it.each([
  ['discord', 'telegram'],
  ['discord', 'discord'],
  ['telegram', 'telegram'],
] as const)('on %s and on %s both see the same', async (here, there) => {
  const people: [Person, Person] = [await chatter(service, here, 'Ana'), await chatter(service, there, 'Ben')]
  await together(...people)
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 14 }), (deeds) => play(people, deeds)),
    { numRuns: 8, endOnFailure: true },
  )
})
