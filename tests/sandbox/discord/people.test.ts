/** The person at the other end: what they see, how they find a button, how they wait. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, type Json } from './raw.ts'

let discord: DiscordStandIn
beforeAll(async () => {
  discord = await startDiscordStandIn({ rates: noRates })
})
afterAll(() => discord.close())

async function newcomer(name = 'Ana') {
  const person = discord.join({ name, locale: 'en-US' })
  const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: person.id } })
  const send = async (body: Json) =>
    String((await ask(discord, 'POST', `/channels/${String(dm.body.id)}/messages`, { body })).body.id)
  return { person, send }
}
const buttons = (...labels: string[]) => [
  {
    type: 1,
    components: labels.map((label) => ({ type: 2, style: 1, label, custom_id: label, disabled: label === 'Off' })),
  },
]

test('until finds the newest match at once, or the next to come', async () => {
  const { person, send } = await newcomer()
  await send({ content: 'letter one' })
  const second = await send({ content: 'letter two' })
  expect((await person.until('letter')).id).toBe(second)
  const coming = person.until(/letter three/, { after: second })
  const third = await send({ content: 'letter three' })
  expect((await coming).id).toBe(third)
  expect((await person.until(({ text }) => text.endsWith('one'))).text).toBe('letter one')
})

test('until sees edits, forgets deleted messages, and prints the chat when nothing comes', async () => {
  const { person, send } = await newcomer()
  const id = await person.say('draft')
  const edited = person.until('final')
  await person.edit(id, 'final')
  expect((await edited).id).toBe(id)
  await person.remove(id)
  await send({ content: 'something else', components: buttons('Yes') })
  const error = await person.until('final', { timeoutMs: 20 }).catch((reason: Error) => reason.message)
  expect(error).toContain('Ana did not see "final" within 20 ms')
  expect(error).toContain('me (deleted): final')
  expect(error).toContain('bot: something else [Yes]')
})

test('a button is found by its label, its unique part, on the newest message; what is ambiguous or off is refused', async () => {
  const { person, send } = await newcomer()
  await send({ content: 'a', components: buttons('Reply now', 'Reply later', 'Off') })
  await expect(person.press('Reply')).rejects.toThrow('could be any of: Reply now, Reply later')
  await expect(person.press('Off')).rejects.toThrow('"Off" is disabled')
  await expect(person.press('Nothing')).rejects.toThrow('No button "Nothing" on the screen')
})

test("one cannot edit or delete the bot's message, nor send what the client would not", async () => {
  const { person, send } = await newcomer()
  const id = await send({ content: 'from the bot' })
  await expect(person.edit(id, 'x')).rejects.toThrow("one's own")
  await expect(person.remove(id)).rejects.toThrow("one's own")
  await expect(person.say('a'.repeat(2001))).rejects.toThrow('too long')
  await expect(person.say('  ')).rejects.toThrow('empty')
  await expect(person.react(id, 'heart')).rejects.toThrow('Not an emoji')
})

test("a person's reaction replaces their earlier one, beside the bot's", async () => {
  const { person, send } = await newcomer()
  const id = await send({ content: 'x' })
  await person.react(id, '👍')
  await person.react(id, '❤️')
  expect(person.chat().at(-1)?.reactions).toEqual([{ emoji: '❤️', from: 'me' }])
  await person.react(id, null)
  expect(person.chat().at(-1)?.reactions).toEqual([])
})

test('a person has no DM until one side opens it, and nobody sees the DM of another', async () => {
  const stranger = discord.join({ name: 'Cleo', locale: 'fr' })
  expect(stranger.chat()).toEqual([])
  await stranger.say('bonjour')
  const { person } = await newcomer()
  expect(person.chat()).toEqual([])
  expect(stranger.chat()).toMatchObject([{ from: 'me', text: 'bonjour', place: 'dm' }])
})

test('events tell whose screen changed and how', async () => {
  const { person, send } = await newcomer('Dora')
  const seen: unknown[] = []
  const stop = discord.onEvent(({ person: who, change, message }) => seen.push([who.name, change, message?.text]))
  const id = await send({ content: 'one' })
  await person.react(id, '👍')
  stop()
  await send({ content: 'unheard' })
  expect(seen).toEqual([
    ['Dora', 'message', 'one'],
    ['Dora', 'reaction', 'one'],
  ])
})
