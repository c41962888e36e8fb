/** Reads what a person says and changes out of JSON. */
import type { Edited, FileKind, Said, SaidEntity, SentFile, Shared } from '../person.ts'

export type Body = { [key: string]: unknown }

const fileKinds: readonly FileKind[] = [
  'photo',
  'video',
  'animation',
  'voice',
  'audio',
  'video_note',
  'sticker',
  'document',
]

export function readSaid(body: Body): Said {
  const { forwardOf } = body
  return {
    ...(typeof body.replyTo === 'string' ? { replyTo: body.replyTo } : {}),
    ...(Array.isArray(body.files) ? { files: body.files.filter(isBody).map(readFile) } : {}),
    ...(Array.isArray(body.entities) ? { entities: body.entities.filter(isBody) as SaidEntity[] } : {}),
    ...(isBody(forwardOf) ? { forwardOf: readOrigin(forwardOf) } : {}),
    ...(isBody(body.share) ? { share: readShared(body.share) } : {}),
  }
}

export function readEdited(body: Body): Edited {
  const { keepFiles } = body
  return {
    ...(Array.isArray(body.entities) ? { entities: body.entities.filter(isBody) as SaidEntity[] } : {}),
    ...(isBody(body.file) ? { file: readFile(body.file) } : {}),
    ...(Array.isArray(keepFiles) ? { keepFiles: keepFiles.map(Number) } : {}),
  }
}

/** `data` is base64. */
function readFile(file: Body): SentFile {
  const as = fileKinds.find((kind) => kind === file.as)
  if (file.as !== undefined && !as) throw new Error(`"as" must be one of ${fileKinds.join(', ')}`)
  return {
    name: text(file, 'name'),
    type: text(file, 'type'),
    data: Buffer.from(text(file, 'data'), 'base64'),
    ...(as ? { as } : {}),
    ...(file.spoiler === true ? { spoiler: true } : {}),
    ...numbers(file, ['seconds']),
    ...Object.fromEntries(
      ['emoji', 'title', 'performer'].flatMap((name) => (file[name] ? [[name, text(file, name)]] : [])),
    ),
  }
}

function readOrigin(body: Body): NonNullable<Said['forwardOf']> {
  const kind = (['user', 'hidden', 'channel'] as const).find((known) => known === body.kind)
  return { name: text(body, 'name'), ...(kind ? { kind } : {}) }
}

function readShared({ contact, location, poll, dice, fields }: Body): Shared {
  if (isBody(contact)) return { contact: { name: text(contact, 'name'), phone: text(contact, 'phone') } }
  if (isBody(location)) {
    const { latitude, longitude, place } = location
    if (typeof latitude !== 'number' || typeof longitude !== 'number') throw new Error('A location has two numbers')
    return { location: { latitude, longitude, ...(typeof place === 'string' ? { place } : {}) } }
  }
  if (isBody(poll) && Array.isArray(poll.options)) {
    return { poll: { question: text(poll, 'question'), options: poll.options.map(String) } }
  }
  if (typeof dice === 'string') return { dice }
  if (isBody(fields)) return { fields }
  throw new Error('"share" takes a contact, a location, a poll, dice or fields')
}

/** Those of the named fields that are numbers. */
export function numbers(body: Body, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.flatMap((name) => (typeof body[name] === 'number' ? [[name, body[name]]] : [])))
}

/** @throws Error that names the field when it is no text */
export function text(body: Body, name: string): string {
  const value = body[name]
  if (typeof value !== 'string') throw new Error(`"${name}" must be a text`)
  return value
}

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
