/** The slash-command picker of a person's client: what it offers, and what it lets through. */
import type { Place, SeenCommand } from '../person.ts'
import { localised } from './locales.ts'
import type { Command, CommandOption, Json, Resident } from './model.ts'
import { isSnowflake } from './snowflake.ts'
import { optionTypes } from './validate/commands.ts'
import { lengthOf } from './validate/problems.ts'
import { memberJson, userJson } from './wire.ts'
import type { World } from './world.ts'

/** What the picker shows this person, in their language. */
export function offeredCommands(world: World, person: Resident, place?: Place): SeenCommand[] {
  const { locale } = person
  return leaves(world, person, place).map(({ path, command, options }) => ({
    name: path.join(' '),
    label: path.length > 1 ? path.join(' ') : localised(command.name, command.name_localizations, locale),
    description: localised(command.description, command.description_localizations, locale),
    options: options.map((option) => ({
      name: option.name,
      label: localised(option.name, option.name_localizations, locale),
      description: localised(option.description, option.description_localizations, locale),
      required: option.required === true,
      ...(option.choices?.length
        ? {
            choices: option.choices.map((choice) => ({
              label: localised(choice.name, choice.name_localizations, locale),
              value: String(choice.value),
            })),
          }
        : {}),
    })),
  }))
}

/**
 * The `data` of an interaction for this command, by its name or its name in the person's language; subcommands are
 * separated by a space.
 * @throws Error when the client would not send it: unknown command, missing or ill-formed option
 */
export function commandData(
  world: World,
  person: Resident,
  ask: { name: string; options: Record<string, string>; place: Place },
): Json {
  const { name, place } = ask
  const found = leaves(world, person, place).find(({ path, command }) => {
    return (
      path.join(' ') === name ||
      (path.length === 1 && localised(command.name, command.name_localizations, person.locale) === name)
    )
  })
  if (!found)
    throw new Error(`Unknown command /${name}: ${person.user.displayName} is offered ${namesIn(world, person, place)}`)
  const { command, path, options } = found
  const resolved: { users: Json; members: Json } = { users: {}, members: {} }
  const given = givenOptions(options, ask.options, (id) => resolveUser(world, id, place, resolved))
  const nested = path.slice(1).reduceRight<Json[]>((inner, step, index) => {
    const type = path.length === 3 && index === 0 ? optionTypes.subcommandGroup : optionTypes.subcommand
    return [{ name: step, type, options: inner }]
  }, given)
  return {
    id: command.id,
    name: command.name,
    type: 1,
    ...(nested.length > 0 ? { options: nested } : {}),
    ...(Object.keys(resolved.users).length > 0 ? { resolved } : {}),
  }
}

type Leaf = { path: string[]; command: Command; options: CommandOption[] }

/** The commands that can be run here; a base with subcommands cannot. docs: application-commands#subcommands-and-subcommand-groups */
function leaves(world: World, person: Resident, place?: Place): Leaf[] {
  return [...world.commands.values()]
    .filter((command) => command.type === 1 && isOffered(command, person, place))
    .flatMap((command) => spread(command, [command.name], command.options))
}

function spread(command: Command, path: string[], options: CommandOption[]): Leaf[] {
  const nested = options.filter(({ type }) => type === optionTypes.subcommand || type === optionTypes.subcommandGroup)
  if (nested.length === 0) return [{ path, command, options }]
  return nested.flatMap((option) => spread(command, [...path, option.name], option.options ?? []))
}

/** docs: application-commands#contexts, #interaction-contexts */
function isOffered(command: Command, person: Resident, place?: Place): boolean {
  const guild = command.integration_types.includes(0) && person.inGuild
  const user = command.integration_types.includes(1) && person.installed
  if (!guild && !user) return false
  const inGuild = command.contexts === null || command.contexts.includes(0)
  const inDm = command.contexts === null ? command.dm_permission !== false : command.contexts.includes(1)
  if (place === undefined) return inGuild || inDm
  return place === 'guild' ? inGuild && person.inGuild : inDm
}

function namesIn(world: World, person: Resident, place: Place): string {
  const names = offeredCommands(world, person, place).map(({ name }) => `/${name}`)
  return names.join(', ') || 'no command here'
}

function givenOptions(options: CommandOption[], values: Record<string, string>, user: (id: string) => void): Json[] {
  for (const name of Object.keys(values)) {
    if (!options.some((option) => option.name === name)) throw new Error(`The command has no option "${name}"`)
  }
  return options.flatMap((option) => {
    const text = values[option.name]
    if (text === undefined) {
      if (option.required) throw new Error(`The option "${option.name}" is required`)
      return []
    }
    const value = optionValue(option, text)
    if (option.type === optionTypes.user) user(text)
    return [{ name: option.name, type: option.type, value }]
  })
}

function optionValue(option: CommandOption, text: string): string | number | boolean {
  const wrong = (why: string) => new Error(`The option "${option.name}" ${why}: ${text}`)
  if (option.choices?.length) {
    const choice = option.choices.find(({ value, name }) => String(value) === text || name === text)
    if (!choice) throw wrong('takes one of its choices')
    return choice.value
  }
  switch (option.type) {
    case optionTypes.string: {
      const { min_length: min = 0, max_length: max = 6_000 } = option
      if (lengthOf(text) < Number(min) || lengthOf(text) > Number(max)) throw wrong(`takes ${min} to ${max} characters`)
      return text
    }
    case optionTypes.integer:
    case optionTypes.number:
      return numberValue(option, text, wrong)
    case optionTypes.boolean:
      if (text !== 'true' && text !== 'false') throw wrong('takes true or false')
      return text === 'true'
    case optionTypes.user:
      if (!isSnowflake(text)) throw wrong('takes the id of a person')
      return text
    default:
      throw wrong(`is of type ${option.type}, which this client does not offer`)
  }
}

function numberValue(option: CommandOption, text: string, wrong: (why: string) => Error): number {
  const value = Number(text)
  const { min_value: min, max_value: max } = option
  if (text.trim() === '' || !Number.isFinite(value)) throw wrong('takes a number')
  if (option.type === optionTypes.integer && !Number.isInteger(value)) throw wrong('takes a whole number')
  if (typeof min === 'number' && value < min) throw wrong(`takes at least ${min}`)
  if (typeof max === 'number' && value > max) throw wrong(`takes at most ${max}`)
  return value
}

function resolveUser(world: World, id: string, place: Place, resolved: { users: Json; members: Json }): void {
  const person = world.people.get(id)
  if (!person) throw new Error(`Nobody here has the id ${id}`)
  resolved.users[id] = userJson(person.user)
  if (place === 'guild') resolved.members[id] = memberJson(world)
}
