/** Application commands as they may be registered. docs: interactions/application-commands */
import { locales } from '../locales.ts'
import type { Json } from '../model.ts'
import {
  createProblems,
  isObject,
  lengthOf,
  type Path,
  type Problems,
  readBoolean,
  readChoice,
  readInteger,
  readList,
  readText,
} from './problems.ts'

export const optionTypes = {
  subcommand: 1,
  subcommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const mostCharacters = 8_000
const mostOptions = 25
const mostChoices = 25

/** Refuses a command that the platform would refuse. @throws ApiFailure 50035 */
export function checkCommand(body: Json): void {
  const problems = createProblems()
  noteCommandProblems(problems, [], body)
  problems.refuseIfAny()
}

/** Refuses a whole list; the tree is keyed by index. @throws ApiFailure 50035 */
export function checkCommands(list: readonly Json[]): void {
  const problems = createProblems()
  const names = new Set<string>()
  list.forEach((body, index) => {
    noteCommandProblems(problems, [index], body)
    const name = `${body.type ?? 1}:${String(body.name)}`
    if (names.has(name)) {
      problems.add([index], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')
    }
    names.add(name)
  })
  problems.refuseIfAny()
}

function noteCommandProblems(problems: Problems, path: Path, body: Json): void {
  const type = body.type === undefined ? 1 : readChoice(problems, [...path, 'type'], body.type, [1, 2, 3, 4])
  if (type === 1) {
    checkName(problems, path, body)
    checkDescription(problems, path, body)
    checkOptions(problems, [...path, 'options'], body.options, 0)
  } else {
    readText(problems, [...path, 'name'], body.name, { min: 1, max: 32, required: true })
    checkLocalizations(problems, [...path, 'name_localizations'], body.name_localizations, (text) => inLength(text, 32))
    if (body.description) {
      problems.add(
        [...path, 'description'],
        'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
        'Context menu commands cannot have description',
      )
    }
  }
  checkPlaces(problems, path, body)
  readBoolean(problems, [...path, 'nsfw'], body.nsfw)
  readBoolean(problems, [...path, 'dm_permission'], body.dm_permission)
  const characters = charactersOf(body)
  if (characters > mostCharacters) {
    problems.add(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${mostCharacters})`)
  }
}

function checkName(problems: Problems, path: Path, item: Json): void {
  const at = [...path, 'name']
  const name = readText(problems, at, item.name, { min: 1, max: 32, required: true })
  if (name && inLength(name, 32) && !isName(name)) {
    problems.add(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
  }
  checkLocalizations(problems, [...path, 'name_localizations'], item.name_localizations, isName)
}

function checkDescription(problems: Problems, path: Path, item: Json): void {
  readText(problems, [...path, 'description'], item.description, { min: 1, max: 100, required: true })
  const at = [...path, 'description_localizations']
  checkLocalizations(problems, at, item.description_localizations, (text) => inLength(text, 100))
}

function isName(text: string): boolean {
  return namePattern.test(text) && text === text.toLowerCase()
}

function inLength(text: string, max: number): boolean {
  return lengthOf(text) >= 1 && lengthOf(text) <= max
}

function checkLocalizations(problems: Problems, path: Path, value: unknown, fits: (text: string) => boolean): void {
  if (value === undefined || value === null) return
  if (!isObject(value)) {
    problems.add(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType')
    return
  }
  for (const [locale, text] of Object.entries(value)) {
    const at = [...path, locale]
    if (!locales.includes(locale)) {
      problems.add(at, 'ENUM_TYPE_COERCE', `Value "${locale}" is not a valid enum value.`)
    } else if (text !== null && (typeof text !== 'string' || !fits(text))) {
      problems.add(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Localization is too long or has a form that is not allowed')
    }
  }
}

function checkOptions(problems: Problems, path: Path, value: unknown, depth: number): void {
  const options = readList(problems, path, value, { max: mostOptions })
  const names = new Set<unknown>()
  let optionalSeen = false
  const nests = options.some(({ item }) => isNesting(item.type))
  for (const { item, path: at } of options) {
    checkOption(problems, at, item, depth)
    if (names.has(item.name)) {
      problems.add(
        at,
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        'Option name already exists in this option group',
      )
    }
    names.add(item.name)
    if (nests && !isNesting(item.type)) {
      problems.add(
        path,
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      )
    }
    if (item.required === true && optionalSeen) {
      const message = 'Required options must be placed before non-required options'
      problems.add(at, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message)
    }
    if (item.required !== true) optionalSeen = true
  }
}

function isNesting(type: unknown): boolean {
  return type === optionTypes.subcommand || type === optionTypes.subcommandGroup
}

function checkOption(problems: Problems, path: Path, item: Json, depth: number): void {
  const type = readChoice<unknown>(problems, [...path, 'type'], item.type, Object.values(optionTypes))
  checkName(problems, path, item)
  checkDescription(problems, path, item)
  readBoolean(problems, [...path, 'required'], item.required)
  readBoolean(problems, [...path, 'autocomplete'], item.autocomplete)
  if (type === optionTypes.subcommandGroup && depth > 0) {
    problems.add([...path, 'type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-command groups cannot be nested')
  }
  if (isNesting(type)) checkOptions(problems, [...path, 'options'], item.options, depth + 1)
  const longest = type === optionTypes.string ? { min: 0, max: 6_000 } : undefined
  if (longest) {
    readInteger(problems, [...path, 'min_length'], item.min_length, longest)
    readInteger(problems, [...path, 'max_length'], item.max_length, { ...longest, min: 1 })
  }
  checkChoices(problems, path, item)
}

function checkChoices(problems: Problems, path: Path, option: Json): void {
  const at = [...path, 'choices']
  const choices = readList(problems, at, option.choices, { max: mostChoices })
  if (choices.length > 0 && option.autocomplete === true) {
    problems.add(
      at,
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
      'choices and autocomplete are mutually exclusive',
    )
  }
  const names = new Set<unknown>()
  for (const { item, path } of choices) {
    readText(problems, [...path, 'name'], item.name, { min: 1, max: 100, required: true })
    const localizations = [...path, 'name_localizations']
    checkLocalizations(problems, localizations, item.name_localizations, (text) => inLength(text, 100))
    if (option.type === optionTypes.string) {
      readText(problems, [...path, 'value'], item.value, { min: 1, max: 100, required: true })
    } else if (typeof item.value !== 'number') {
      problems.add([...path, 'value'], 'NUMBER_TYPE_COERCE', `Value ${JSON.stringify(item.value)} is not a number.`)
    }
    if (names.has(item.name)) {
      problems.add(path, 'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS', 'Option choice name already exists')
    }
    names.add(item.name)
  }
}

/** docs: application-commands#contexts */
function checkPlaces(problems: Problems, path: Path, body: Json): void {
  for (const [field, allowed] of [
    ['contexts', [0, 1, 2]],
    ['integration_types', [0, 1]],
  ] as const) {
    const value = body[field]
    if (value === undefined || value === null) continue
    const at = [...path, field]
    if (!Array.isArray(value)) {
      problems.add(at, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
      continue
    }
    value.forEach((item: unknown, index) => {
      readChoice<unknown>(problems, [...at, index], item, allowed)
    })
    if (new Set(value).size < value.length) problems.add(at, 'SET_TYPE_CONTAINS_DUPLICATES', 'Set contains duplicates')
  }
}

/** Names, descriptions and choice values together, each by its longest wording. docs: application-commands (8000 characters) */
function charactersOf(item: Json): number {
  const own = longest(item.name, item.name_localizations) + longest(item.description, item.description_localizations)
  const choices = (Array.isArray(item.choices) ? item.choices : []).filter(isObject)
  const options = (Array.isArray(item.options) ? item.options : []).filter(isObject)
  const inChoices = choices.reduce(
    (sum, choice) => sum + longest(choice.name, choice.name_localizations) + longest(choice.value, null),
    0,
  )
  return options.reduce((sum, option) => sum + charactersOf(option), own + inChoices)
}

function longest(text: unknown, wordings: unknown): number {
  const all = [text, ...(isObject(wordings) ? Object.values(wordings) : [])]
  return Math.max(...all.map((each) => (typeof each === 'string' ? lengthOf(each) : 0)))
}
