/** The application's registered commands. docs: interactions/application-commands#endpoints */
import { refusals } from './failure.ts'
import type { Command, CommandOption, Json } from './model.ts'
import { checkCommand, checkCommands } from './validate/commands.ts'
import { isObject, refuse } from './validate/problems.ts'
import type { World } from './world.ts'

const most: { [type: number]: number } = { 1: 100, 2: 15, 3: 15, 4: 1 }

/** Replaces all commands of every type. Commands that were there before by name keep their id. */
export function overwriteCommands(world: World, body: unknown): Command[] {
  if (!Array.isArray(body)) refuse([], 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
  const list = (body as unknown[]).filter(isObject)
  checkCommands(list)
  for (const [type, limit] of Object.entries(most)) {
    const count = list.filter((item) => (item.type ?? 1) === Number(type)).length
    if (count > limit) throw refusals.tooManyCommands(limit)
  }
  const known = [...world.commands.values()]
  world.commands.clear()
  return list.map((item) =>
    keep(
      world,
      item,
      known.find((command) => sameName(command, item)),
    ),
  )
}

/** Adds a command, or replaces the one of the same name and type. */
export function upsertCommand(world: World, body: Json): { command: Command; created: boolean } {
  checkCommand(body)
  const known = [...world.commands.values()].find((command) => sameName(command, body))
  const type = typeof body.type === 'number' ? body.type : 1
  const limit = most[type] ?? 0
  const count = [...world.commands.values()].filter((command) => command.type === type).length
  if (!known && count >= limit) throw refusals.tooManyCommands(limit)
  return { command: keep(world, body, known), created: !known }
}

export function patchCommand(world: World, id: string, body: Json): Command {
  const known = commandById(world, id)
  const next = { ...known, ...body }
  checkCommand(next)
  return keep(world, next, known)
}

/** @throws ApiFailure 10063 */
export function commandById(world: World, id: string): Command {
  const command = world.commands.get(id)
  if (!command) throw refusals.unknownCommand()
  return command
}

/** As GET shows it; without `withLocalizations` the dictionaries are left out. */
export function commandJson(command: Command, withLocalizations: boolean): Json {
  return withLocalizations ? command : withoutDictionaries(command)
}

function sameName(command: Command, body: Json): boolean {
  return command.name === body.name && command.type === (body.type ?? 1)
}

function keep(world: World, body: Json, known: Command | undefined): Command {
  const id = known?.id ?? world.nextId()
  const command: Command = {
    id,
    application_id: world.applicationId,
    version: world.nextId(),
    default_member_permissions: body.default_member_permissions ?? null,
    type: typeof body.type === 'number' ? body.type : 1,
    name: String(body.name),
    name_localizations: (body.name_localizations as Command['name_localizations']) ?? null,
    description: typeof body.description === 'string' ? body.description : '',
    description_localizations: (body.description_localizations as Command['description_localizations']) ?? null,
    dm_permission: body.dm_permission ?? true,
    contexts: (body.contexts as number[] | undefined) ?? null,
    integration_types: (body.integration_types as number[] | undefined) ?? [0],
    options: (body.options as CommandOption[] | undefined) ?? [],
    nsfw: body.nsfw === true,
  }
  world.commands.set(id, command)
  return command
}

function withoutDictionaries(item: Json): Json {
  const { name_localizations, description_localizations, ...rest } = item
  for (const field of ['options', 'choices']) {
    if (Array.isArray(rest[field])) rest[field] = rest[field].filter(isObject).map(withoutDictionaries)
  }
  return rest
}
