/** /users, /applications, /guilds and /gateway: who the bot is, what it registers, whom it may write to. */
import { commandById, commandJson, overwriteCommands, patchCommand, upsertCommand } from '../commands.ts'
import { refusals } from '../failure.ts'
import type { Json } from '../model.ts'
import { isSnowflake } from '../snowflake.ts'
import { refuse } from '../validate/problems.ts'
import { channelJson, guildJson, memberJson, userJson } from '../wire.ts'
import { openDm, personOf, userOf, type World } from '../world.ts'
import { type ApiRequest, param, type Route } from './route.ts'

const one = '/applications/:application/commands/:command'
const all = '/applications/:application/commands'

export const accountRoutes: Route[] = [
  { method: 'GET', pattern: '/gateway', rate: 'other', open: true, handle: ({ gateway }) => ok({ url: gateway.url }) },
  { method: 'GET', pattern: '/gateway/bot', rate: 'other', handle: ({ gateway }) => ok({ ...gateway, shards: 1 }) },
  { method: 'GET', pattern: '/users/@me', rate: 'other', handle: ({ world }) => ok(ownUserJson(world)) },
  {
    method: 'GET',
    pattern: '/users/:user',
    rate: 'other',
    handle: (request) => ok(userJson(userOf(request.world, param(request, 'user')))),
  },
  { method: 'POST', pattern: '/users/@me/channels', rate: 'createDm', handle: createDm },
  { method: 'GET', pattern: '/applications/@me', rate: 'other', handle: ({ world }) => ok(applicationJson(world)) },
  {
    method: 'GET',
    pattern: '/oauth2/applications/@me',
    rate: 'other',
    handle: ({ world }) => ok(applicationJson(world)),
  },
  { method: 'GET', pattern: '/guilds/:guild', rate: 'other', handle: (request) => ok(guild(request)) },
  { method: 'GET', pattern: '/guilds/:guild/members/:user', rate: 'other', handle: member },
  { method: 'GET', pattern: all, rate: 'other', handle: listCommands },
  {
    method: 'PUT',
    pattern: all,
    rate: 'other',
    handle: (request) => ok(overwriteCommands(mine(request), request.rawBody)),
  },
  { method: 'POST', pattern: all, rate: 'other', handle: createCommand },
  {
    method: 'GET',
    pattern: one,
    rate: 'other',
    handle: (request) => ok(commandById(mine(request), param(request, 'command'))),
  },
  {
    method: 'PATCH',
    pattern: one,
    rate: 'other',
    handle: (request) => ok(patchCommand(mine(request), param(request, 'command'), request.body)),
  },
  { method: 'DELETE', pattern: one, rate: 'other', handle: deleteCommand },
]

const ok = (body: unknown) => ({ status: 200, body })

/** @throws ApiFailure 10002 for an application that is not this bot's */
function mine(request: ApiRequest): World {
  if (param(request, 'application') !== request.world.applicationId) throw refusals.unknownApplication()
  return request.world
}

function listCommands(request: ApiRequest) {
  const dictionaries = request.query.get('with_localizations') === 'true'
  return ok([...mine(request).commands.values()].map((command) => commandJson(command, dictionaries)))
}

function createCommand(request: ApiRequest) {
  const { command, created } = upsertCommand(mine(request), request.body)
  return { status: created ? 201 : 200, body: command }
}

function deleteCommand(request: ApiRequest) {
  const world = mine(request)
  world.commands.delete(commandById(world, param(request, 'command')).id)
  return { status: 204 }
}

/** Idempotent. docs: resources/user#create-dm */
function createDm(request: ApiRequest) {
  const { world, body } = request
  const id = body.recipient_id
  if (id === undefined || id === null) refuse(['recipient_id'], 'BASE_TYPE_REQUIRED', 'This field is required')
  if (!isSnowflake(String(id)))
    refuse(['recipient_id'], 'NUMBER_TYPE_COERCE', `Value "${String(id)}" is not snowflake.`)
  if (String(id) === world.bot.id) throw refusals.cannotMessageUser(400)
  const person = world.people.get(String(id))
  if (!person) throw refusals.invalidRecipients()
  if (person.closed === 'create') throw refusals.cannotMessageUser(400)
  return ok(channelJson(world, openDm(world, person)))
}

function guild(request: ApiRequest): Json {
  if (param(request, 'guild') !== request.world.guild.id) throw refusals.unknownGuild()
  return guildJson(request.world)
}

function member(request: ApiRequest) {
  guild(request)
  const { world } = request
  const id = param(request, 'user')
  if (id !== world.bot.id && !personOf(world, id).inGuild) throw refusals.unknownMember()
  return ok({ ...memberJson(world), user: userJson(userOf(world, id)) })
}

function ownUserJson(world: World): Json {
  return { ...userJson(world.bot), bio: '', email: null, flags: 0, locale: 'en-US', mfa_enabled: true, verified: true }
}

function applicationJson(world: World): Json {
  return {
    id: world.applicationId,
    name: world.bot.displayName,
    icon: null,
    description: '',
    summary: '',
    type: null,
    bot: userJson(world.bot),
    bot_public: true,
    bot_require_code_grant: false,
    flags: 0,
    hook: true,
    integration_types_config: { '0': {}, '1': {} },
    interactions_endpoint_url: null,
    owner: userJson(world.bot),
    redirect_uris: [],
    team: null,
    verify_key: '0'.repeat(64),
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
  }
}
