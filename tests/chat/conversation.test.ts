import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Person, SeenMessage, SentFile } from '../../sandbox/person.ts'
import { openService, type Service } from '../support/service.ts'
import { chatter, together } from './chatters.ts'

/**
 * Whatever two people do, their chats show the same conversation: the same words, however long, the same pictures, replies to
 * the same messages, the same things taken back, and each one's reactions; also after a restart. As far as the platforms
 * tell: on Telegram nobody hears of a deletion.
 */
let service: Service
let picture: SentFile
beforeAll(async () => {
  service = await openService()
  const data = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#246' } })
    .png()
    .toBuffer()
  picture = { name: 'a.png', type: 'image/png', data }
})
afterAll(() => service.close())

const EMOJI = ['👍', '🔥', '🎉'] as const
type Said = {
  deleted: boolean
  text: string
  files: number
  reply: string | undefined
  reactions: (string | undefined)[]
}
type Conversation = Record<string, Said>
type Deed = {
  who: 0 | 1
  at: number
  emoji: string | null
  kind: 'say' | 'long' | 'show' | 'reply' | 'edit' | 'delete' | 'react'
}

const kinds = ['say', 'say', 'long', 'show', 'reply', 'reply', 'edit', 'edit', 'delete', 'react', 'react'] as const
const deed: fc.Arbitrary<Deed> = fc.record({
  who: fc.constantFrom(0 as const, 1 as const),
  kind: fc.constantFrom(...kinds),
  at: fc.nat(1_000),
  emoji: fc.constantFrom(...EMOJI, null),
})

/** What a message is called: every one has a name of its own, which is all that it says, over and over, so that each part of it tells. */
const nameOf = ({ text }: { text: string }) => /n\d+x/.exec(text)?.[0]
const wordsOf = (name: string, times: number, more = '') => `${Array(times).fill(name).join(' ')}${more}`

/** What a person's screen shows of it. */
function shownTo(person: Person, side: 0 | 1, names: ReadonlySet<string>): Conversation {
  const parts = new Map<string, SeenMessage[]>()
  const byId = new Map<string, string>()
  for (const message of person.chat()) {
    const name = nameOf(message)
    if (!name || !names.has(name)) continue
    byId.set(message.id, name)
    parts.set(name, [...(parts.get(name) ?? []), message])
  }
  const album = ({ id, album: one, files }: SeenMessage) =>
    one === undefined
      ? files.length
      : person
          .chat()
          .filter((message) => message.album === one && !message.deleted && (message.id === id || message.text === ''))
          .length
  return Object.fromEntries([...parts].map(([name, all]) => [name, said(all, { side, byId, album })]))
}

type Looking = { side: 0 | 1; byId: Map<string, string>; album(message: SeenMessage): number }

/** Long words are several messages, of which the first is answered and reacted to; too many of them have gone. */
function said(parts: SeenMessage[], { side, byId, album }: Looking): Said {
  const there = parts.filter(({ deleted }) => !deleted)
  const [first] = there
  if (!first) return GONE
  const { replyTo, reactions } = first
  const from = (who: 'me' | 'bot') => reactions.find((one) => one.from === who)?.emoji
  return {
    deleted: false,
    text: there.map(({ text }) => text.trim()).join(' '),
    files: album(first),
    reply: replyTo === undefined ? undefined : byId.get(replyTo),
    reactions: side === 0 ? [from('me'), from('bot')] : [from('bot'), from('me')],
  }
}

const GONE: Said = { deleted: true, text: '', files: 0, reply: undefined, reactions: [undefined, undefined] }

const idOf = (person: Person, name: string) =>
  person.chat().find((message) => nameOf(message) === name && !message.deleted)?.id ?? ''

let count = 0
/** Telegram takes 4,096 characters and Discord 2,000; beside pictures it is 1,024. */
const mostWords = ({ platform }: Person) => (platform === 'telegram' ? 580 : 280)

/** One evening of two people: what each of them does, and what their chats should show then. */
function evening(people: [Person, Person]) {
  const model: Conversation = {}
  const owner = new Map<string, 0 | 1>()
  const alive = () => Object.keys(model).filter((name) => !model[name]?.deleted)
  const same = async () => {
    for (const side of [0, 1] as const)
      await expect.poll(() => shownTo(people[side], side, new Set(owner.keys())), { interval: 15 }).toEqual(model)
  }
  const say = async (
    who: 0 | 1,
    { times = 1, files = 0, reply }: { times?: number; files?: number; reply?: string },
  ) => {
    const name = `n${count++}x`
    owner.set(name, who)
    const text = wordsOf(name, times)
    model[name] = { deleted: false, text, files, reply, reactions: [undefined, undefined] }
    await people[who].say(text, {
      ...(reply ? { replyTo: idOf(people[who], reply) } : {}),
      ...(files > 0 ? { files: Array(files).fill(picture) } : {}),
    })
  }
  const edit = async (who: 0 | 1, own: string, text: string) => {
    await people[who].edit(idOf(people[who], own), text)
    Object.assign(model[own] ?? {}, { text })
  }
  const remove = async (who: 0 | 1, own: string) => {
    await same()
    await people[who].remove(idOf(people[who], own))
    model[own] = GONE
    await same()
  }
  const react = async (who: 0 | 1, one: string, emoji: string | null) => {
    await people[who].react(idOf(people[who], one), emoji)
    const reactions = model[one]?.reactions
    if (reactions) reactions[who] = emoji ?? undefined
  }
  const change = async (who: 0 | 1, own: string, at: number) => {
    const times = model[own]?.files ? 1 + (at % 120) : 1 + (at % mostWords(people[who]))
    await edit(who, own, wordsOf(own, times, ` changed ${at}`))
  }
  const act = async ({ who, kind, at, emoji }: Deed) => {
    const one = alive()[at % alive().length]
    const mine = alive().filter((name) => owner.get(name) === who)
    const own = mine[at % mine.length]
    if (kind === 'say' || !one) await say(who, {})
    else if (kind === 'long') await say(who, { times: 100 + (at % (mostWords(people[who]) - 100)) })
    else if (kind === 'show') await say(who, { files: 1 + (at % 2) })
    else if (kind === 'edit' && own) await change(who, own, at)
    else if (kind === 'delete' && own && people[who].platform === 'discord') await remove(who, own)
    else if (kind === 'reply' || kind === 'react') {
      await people[who].until((message) => nameOf(message) === one)
      await (kind === 'reply' ? say(who, { reply: one }) : react(who, one, emoji))
    }
  }
  return { act, same }
}

async function play(people: [Person, Person], deeds: Deed[]): Promise<void> {
  const { act, same } = evening(people)
  for (const one of deeds) await act(one)
  await same()
}

const deeds = fc.array(deed, { minLength: 4, maxLength: 14 })

it.each([
  ['discord', 'telegram'],
  ['discord', 'discord'],
  ['telegram', 'telegram'],
] as const)('on %s and on %s both see the same', async (here, there) => {
  const people: [Person, Person] = [await chatter(service, here, 'Ana'), await chatter(service, there, 'Ben')]
  await together(...people)
  await fc.assert(
    fc.asyncProperty(deeds, (some) => play(people, some)),
    { numRuns: 8, endOnFailure: true },
  )
  const { act, same } = evening(people)
  const [before = [], after = []] = fc.sample(fc.array(deed, { minLength: 8, maxLength: 8 }), 2)
  for (const one of before) await act(one)
  await same()
  await service.restart()
  for (const one of after) await act(one)
  await same()
})
