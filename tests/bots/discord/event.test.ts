import type { GatewayMessageCreateDispatchData } from 'discord.js'
import { expect, test } from 'vitest'
import { keepMessage } from '../../../bots/discord/event.ts'
import { nameOfThing } from '../../../bots/discord/namesOfThings.ts'
import { readTurn } from '../../../bots/discord/readTurn.ts'

const ID = '223456789012345678'
const raw = (more: object) =>
  ({
    id: ID,
    channel_id: '323456789012345678',
    channel_type: 1,
    type: 0,
    content: '',
    author: { id: '423456789012345678', username: 'CANARY', global_name: 'CANARY', avatar: 'CANARY' },
    mentions: [],
    attachments: [],
    ...more,
  }) as unknown as GatewayMessageCreateDispatchData

const read = (more: object) => {
  const kept = keepMessage(raw(more))
  return { kept: JSON.stringify(kept), turn: kept && readTurn(kept) }
}

const attachment = {
  id: '523456789012345678',
  filename: 'CANARY.png',
  title: 'CANARY',
  description: 'CANARY at home',
  url: 'https://cdn.example/CANARY',
  content_type: 'image/png',
  size: 10,
  clip_participants: [{ username: 'CANARY' }],
  application: { name: 'CANARY' },
}
const activity = { type: 1, party_id: 'CANARY' }
const components = [{ type: 1, components: [{ label: 'CANARY' }] }]
/** What Discord may add to a message (docs: resources/message#message-object). */
const around = {
  application: { id: ID, name: 'CANARY' },
  embeds: [{ type: 'link', title: 'CANARY', url: 'https://canary.example' }],
  mentions: [{ id: ID, username: 'CANARY' }],
  mention_channels: [{ id: ID, name: 'CANARY' }],
  soundboard_sounds: [{ name: 'CANARY', sound_id: ID }],
  nonce: 'CANARY',
  referenced_message: { content: 'CANARY' },
  sticker_items: [{ id: ID, name: 'CANARY at home', format_type: 1 }],
}

test('what Discord adds of its own to what somebody wrote is not kept; a picture keeps none of its names', () => {
  const { kept, turn } = read({ content: `hello <:CANARY:${ID}>`, attachments: [attachment], ...around })
  // The words are kept as they were written until they are carried over, and so is what a sticker is called.
  expect(kept.replace(`<:CANARY:${ID}>`, '').replace('CANARY at home', '')).not.toMatch(/canary/i)
  expect(turn?.said?.text.text).toBe('hello :emoji:\n:sticker:')
  expect(JSON.stringify({ ...turn?.said, messageId: '' })).not.toMatch(/canary/i)
})

test('what was passed on keeps nothing of where it came from', () => {
  const message = { content: 'soup', attachments: [attachment], ...around, sticker_items: [] }
  const { kept, turn } = read({
    message_reference: { type: 1, message_id: ID, channel_id: ID, guild_id: ID },
    message_snapshots: [{ message }],
  })
  expect(kept).not.toMatch(/canary/i)
  expect(turn?.said).toMatchObject({ text: { text: 'soup' }, replyTo: undefined })
})

test.each([
  ['an invitation to a voice chat or a game', { activity, application: around.application }],
  ['the same with words', { content: 'soup', activity }],
  ['something that only an app can show', { components, embeds: around.embeds }],
  ['what an app laid out, passed on', { message_snapshots: [{ message: { content: 'soup', components } }] }],
  ['a poll', { poll: { question: { text: 'CANARY' } } }],
  ['a type that is newer than we are', { type: 999, content: 'soup' }],
])('%s does not travel, and can be told so', (_what, more) => {
  const { turn } = read(more)
  expect([turn?.act, turn?.said]).toEqual([{ kind: 'other' }, undefined])
})

test.each([
  ['moon_cat', true],
  ['catJAM', true],
  ['PepeHands2', true],
  ['feelsbadman', true],
  ['토닥토닥 곰', true],
  ['John_Smith', false],
  ['seoul_cat', false],
  ['KimHanbyul', false],
  ['hugs4anna', false],
  ['cat123456', false],
  ['한별고등학교', false],
  ['고양이 @ana', false],
  ['___', false],
])('the name %s: everyday words: %s', (name, everyday) => {
  expect(nameOfThing(name, 'emoji')).toBe(everyday ? `:${name}:` : ':emoji:')
})
