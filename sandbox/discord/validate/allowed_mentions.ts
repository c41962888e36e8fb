/** Who a message may ping. docs: resources/message#allowed-mentions-object */
import { isObject, type Path, type Problems } from './problems.ts'

export type AllowedMentions = { everyone: boolean; users: 'all' | readonly string[]; repliedUser: boolean }

const everything: AllowedMentions = { everyone: true, users: 'all', repliedUser: true }
const kinds = ['roles', 'users', 'everyone']

/** Absent means that everything pings. */
export function readAllowedMentions(problems: Problems, path: Path, value: unknown): AllowedMentions {
  if (value === undefined || value === null) return everything
  if (!isObject(value)) {
    problems.add(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType')
    return everything
  }
  const parse = list(value.parse)
  parse.forEach((kind, index) => {
    if (kinds.includes(kind)) return
    problems.add([...path, 'parse', index], 'BASE_TYPE_CHOICES', `Value must be one of {${kinds.join(', ')}}.`)
  })
  for (const kind of ['users', 'roles']) {
    const ids = list(value[kind])
    if (ids.length > 100) problems.add([...path, kind], 'BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.')
    if (ids.length > 0 && parse.includes(kind)) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`
      problems.add(path, 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message)
    }
  }
  return {
    everyone: parse.includes('everyone'),
    users: parse.includes('users') ? 'all' : list(value.users),
    repliedUser: value.replied_user === true,
  }
}

/** The users that this text pings. */
export function mentionedIn(content: string, allowed: AllowedMentions): { userIds: string[]; everyone: boolean } {
  const named = [...content.matchAll(/<@!?(\d{17,19})>/g)].flatMap((match) =>
    match[1] === undefined ? [] : [match[1]],
  )
  const userIds = [...new Set(named)].filter((id) => allowed.users === 'all' || allowed.users.includes(id))
  return { userIds, everyone: allowed.everyone && /@(everyone|here)\b/.test(content) }
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
