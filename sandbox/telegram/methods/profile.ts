import { badRequest } from '../api-error.ts'
import { chatJson } from '../messages.ts'
import { isObject, type Params } from '../params.ts'
import { chatOf, type World } from '../world.ts'
import type { Method } from './call.ts'

/** core.telegram.org/bots/api#setmycommands, #botcommand */
const commandCountLimit = 100
const commandPattern = /^[a-z0-9_]{1,32}$/
const descriptionLimit = 256
const chatScopes = new Set(['chat', 'chat_administrators', 'chat_member'])
const plainScopes = new Set(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'])

export const profileMethods: Record<string, Method> = {
  getMe: ({ world }) => ({
    ...world.bot,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }),

  getChat: ({ world, params }) => ({
    ...chatJson(chatOf(world, params.text('chat_id'))),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: true,
      limited_gifts: true,
      unique_gifts: true,
      premium_subscription: true,
      gifts_from_channels: true,
    },
  }),

  setMyCommands({ world, params }) {
    const commands = readCommands(params)
    world.profile.commands.set(commandKey(world, params), commands)
    return true
  },
  getMyCommands: ({ world, params }) => world.profile.commands.get(commandKey(world, params)) ?? [],
  deleteMyCommands({ world, params }) {
    world.profile.commands.delete(commandKey(world, params))
    return true
  },

  setMyName: ({ world, params }) => setText(world.profile.names, params, 'name', 64),
  getMyName: ({ world, params }) => ({ name: textFor(world.profile.names, params) || world.bot.first_name }),
  setMyDescription: ({ world, params }) => setText(world.profile.descriptions, params, 'description', 512),
  getMyDescription: ({ world, params }) => ({ description: textFor(world.profile.descriptions, params) }),
  setMyShortDescription: ({ world, params }) =>
    setText(world.profile.shortDescriptions, params, 'short_description', 120),
  getMyShortDescription: ({ world, params }) => ({
    short_description: textFor(world.profile.shortDescriptions, params),
  }),
}

function readCommands(params: Params): { command: string; description: string }[] {
  const list = params.json('commands', "Can't parse commands JSON object") ?? []
  if (!Array.isArray(list)) throw badRequest('Expected an Array of BotCommand')
  if (list.length > commandCountLimit) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  return list.map(readCommand)
}

/** Checks in the order of tdlib (BotCommand.cpp); the alphabet is the server's to refuse. */
function readCommand(value: unknown): { command: string; description: string } {
  if (!isObject(value)) throw badRequest("Can't parse BotCommand: expected an Object")
  for (const field of ['command', 'description']) {
    if (typeof value[field] !== 'string') throw badRequest(`Can't parse BotCommand: Can't find field "${field}"`)
  }
  const command = String(value.command).trim().replace(/^\//, '')
  const description = String(value.description).trim()
  if (command === '') throw badRequest('Command must be non-empty')
  if ([...command].length > 32) throw badRequest('Command length must not exceed 32')
  if (description === '') throw badRequest('Command description must be non-empty')
  if ([...description].length > descriptionLimit) throw badRequest('Command description length must not exceed 256')
  if (!commandPattern.test(command)) throw badRequest('BOT_COMMAND_INVALID')
  return { command, description }
}

function commandKey(world: World, params: Params): string {
  const scope = params.json('scope', "Can't parse BotCommandScope JSON object") ?? { type: 'default' }
  const fail = (why: string): Error => badRequest(`Can't parse BotCommandScope: ${why}`)
  if (!isObject(scope)) throw fail('BotCommandScope must be an Object')
  const type = scope.type
  if (typeof type !== 'string') throw fail(`Can't find field "type"`)
  if (!plainScopes.has(type) && !chatScopes.has(type)) throw fail('Unsupported type specified')
  const language = languageCode(params)
  if (plainScopes.has(type)) return `${type}|${language}`
  if (scope.chat_id === undefined) throw fail(`Can't find field "chat_id"`)
  const account = chatOf(world, String(scope.chat_id))
  if (type !== 'chat') throw badRequest("can't change commands for the specified chat member")
  return `chat:${account.user.id}|${language}`
}

function setText(texts: Map<string, string>, params: Params, field: string, limit: number): true {
  const value = params.text(field)
  if ([...value].length > limit)
    throw badRequest(`${field.toUpperCase().replace('SHORT_DESCRIPTION', 'ABOUT')}_TOO_LONG`)
  texts.set(languageCode(params), value)
  return true
}

function textFor(texts: Map<string, string>, params: Params): string {
  return texts.get(languageCode(params)) ?? texts.get('') ?? ''
}

/** Two letters and no region (tdlib BotCommandScope.cpp, validate_bot_language_code). */
function languageCode(params: Params): string {
  const code = params.text('language_code')
  if (code !== '' && !/^[a-z]{2}$/.test(code)) throw badRequest('Invalid language code specified')
  return code
}
