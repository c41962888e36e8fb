import { expect, test } from 'vitest'
import { call, start } from './api.ts'

/** The bot's face: core.telegram.org/bots/api#setmycommands, #botcommandscope, #setmydescription; tdlib BotCommand.cpp. */

const commands = (...names: string[]) => names.map((command) => ({ command, description: `does ${command}` }))

test('commands are kept for each scope and language, and deleted alone', async () => {
  const standIn = await start()
  const scope = { type: 'all_private_chats' }
  await call(standIn, 'setMyCommands', { commands: commands('start'), scope })
  await call(standIn, 'setMyCommands', { commands: commands('letter'), scope, language_code: 'ko' })
  const get = async (params: Record<string, unknown>) => (await call(standIn, 'getMyCommands', params)).result
  expect(await get({ scope, language_code: 'ko' })).toEqual(commands('letter'))
  expect(await get({ scope })).toEqual(commands('start'))
  expect(await get({})).toEqual([])
  await call(standIn, 'deleteMyCommands', { scope, language_code: 'ko' })
  expect(await get({ scope, language_code: 'ko' })).toEqual([])
})

test("the picker shows the narrowest scope, in the person's language first", async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko-KR' })
  const theo = standIn.join({ name: 'Theo', locale: 'en' })
  await call(standIn, 'setMyCommands', { commands: commands('everywhere') })
  await call(standIn, 'setMyCommands', { commands: commands('korean'), language_code: 'ko' })
  const shown = () => [mina, theo].map((person) => person.commands().map((command) => command.name))
  expect(shown()).toEqual([['korean'], ['everywhere']])
  await call(standIn, 'setMyCommands', { commands: commands('private'), scope: { type: 'all_private_chats' } })
  expect(shown()).toEqual([['private'], ['private']])
  await call(standIn, 'setMyCommands', { commands: commands('hers'), scope: { type: 'chat', chat_id: mina.id } })
  expect(shown()).toEqual([['hers'], ['private']])
})

test.each([
  [{ commands: [{ command: 'Has Space', description: 'x' }] }, 'BOT_COMMAND_INVALID'],
  [{ commands: [{ command: '편지', description: 'x' }] }, 'BOT_COMMAND_INVALID'],
  [{ commands: [{ command: 'a'.repeat(33), description: 'x' }] }, 'command length must not exceed 32'],
  [{ commands: [{ command: 'a', description: '' }] }, 'command description must be non-empty'],
  [{ commands: [{ command: 'a', description: 'x'.repeat(257) }] }, 'command description length must not exceed 256'],
  [{ commands: [{ command: 'a' }] }, `can't parse BotCommand: Can't find field "description"`],
  [{ commands: Array.from({ length: 101 }, () => ({ command: 'a', description: 'x' })) }, 'BOT_COMMANDS_TOO_MUCH'],
  [{ commands: [], language_code: 'en-US' }, 'invalid language code specified'],
  [{ commands: [], scope: { type: 'everybody' } }, "can't parse BotCommandScope: Unsupported type specified"],
])('setMyCommands refuses %j', async (params, description) => {
  const standIn = await start()
  expect(await call(standIn, 'setMyCommands', params)).toMatchObject({
    status: 400,
    description: `Bad Request: ${description}`,
  })
})

test('name and descriptions are kept for each language, within their limits', async () => {
  const standIn = await start()
  await call(standIn, 'setMyDescription', { description: 'Letters' })
  await call(standIn, 'setMyDescription', { description: '편지', language_code: 'ko' })
  await call(standIn, 'setMyShortDescription', { short_description: 'short' })
  await call(standIn, 'setMyName', { name: 'Wanderer' })
  expect((await call(standIn, 'getMyDescription', { language_code: 'ko' })).result).toEqual({ description: '편지' })
  expect((await call(standIn, 'getMyDescription', { language_code: 'fr' })).result).toEqual({ description: 'Letters' })
  expect((await call(standIn, 'getMyShortDescription')).result).toEqual({ short_description: 'short' })
  expect((await call(standIn, 'getMyName')).result).toEqual({ name: 'Wanderer' })
  expect((await call(standIn, 'setMyName', { name: 'x'.repeat(65) })).ok).toBe(false)
  expect((await call(standIn, 'setMyDescription', { description: 'x'.repeat(513) })).ok).toBe(false)
  expect((await call(standIn, 'setMyShortDescription', { short_description: 'x'.repeat(121) })).ok).toBe(false)
})

test('getChat tells of a private chat', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko', username: 'mina_writes' })
  expect((await call(standIn, 'getChat', { chat_id: mina.id })).result).toMatchObject({
    id: Number(mina.id),
    type: 'private',
    first_name: 'Mina',
    username: 'mina_writes',
  })
  expect((await call(standIn, 'getChat', { chat_id: 7 })).description).toBe('Bad Request: chat not found')
})
