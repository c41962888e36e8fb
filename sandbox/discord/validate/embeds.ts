/** Embeds as the platform accepts them. docs: resources/message#embed-object-embed-limits */
import type { Json } from '../model.ts'
import {
  isObject,
  lengthOf,
  type Path,
  type Problems,
  pick,
  readInteger,
  readList,
  readText,
  readUrl,
} from './problems.ts'

const mostEmbeds = 10
const mostCharactersTogether = 6_000

/** The embeds as they will be stored and shown; what is wrong is noted. */
export function readEmbeds(problems: Problems, path: Path, value: unknown): Json[] {
  const embeds = readList(problems, path, value, { max: mostEmbeds }).map(({ item, path }) =>
    readEmbed(problems, path, item),
  )
  const together = embeds.reduce((sum, embed) => sum + charactersOf(embed), 0)
  if (together > mostCharactersTogether) {
    problems.add(path, 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${mostCharactersTogether}`)
  }
  return embeds
}

function readEmbed(problems: Problems, path: Path, embed: Json): Json {
  const text = (name: string, max: number) => readText(problems, [...path, name], embed[name], { max, trim: true })
  const fields = readList(problems, [...path, 'fields'], embed.fields, { max: 25 }).map(({ item, path }) => ({
    name: readText(problems, [...path, 'name'], item.name, { min: 1, max: 256, required: true, trim: true }),
    value: readText(problems, [...path, 'value'], item.value, { min: 1, max: 1024, required: true, trim: true }),
    inline: item.inline === true,
  }))
  readUrl(problems, [...path, 'url'], embed.url, {})
  readInteger(problems, [...path, 'color'], embed.color, { min: 0, max: 0xff_ff_ff })
  readTimestamp(problems, [...path, 'timestamp'], embed.timestamp)
  const part = (name: string, textName: string, max: number) =>
    readPart(problems, [...path, name], embed[name], textName, max)
  const picture = (name: string) => readPicture(problems, [...path, name], embed[name])
  const read: Json = {
    type: 'rich',
    title: text('title', 256),
    description: text('description', 4096),
    ...pick(embed, ['url', 'color', 'timestamp']),
    footer: part('footer', 'text', 2048),
    author: part('author', 'name', 256),
    image: picture('image'),
    thumbnail: picture('thumbnail'),
    fields: fields.length > 0 ? fields : undefined,
  }
  if (Object.entries(read).every(([name, value]) => name === 'type' || value === undefined || value === '')) {
    problems.add([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required')
  }
  return pick(read, Object.keys(read))
}

function readPart(problems: Problems, path: Path, value: unknown, textName: string, max: number): Json | undefined {
  if (!isObject(value)) return undefined
  readText(problems, [...path, textName], value[textName], { min: 1, max, required: true, trim: true })
  readUrl(problems, [...path, 'icon_url'], value.icon_url, { attachment: true })
  return pick(value, [textName, 'icon_url', 'url'])
}

function readPicture(problems: Problems, path: Path, value: unknown): Json | undefined {
  if (!isObject(value)) return undefined
  readUrl(problems, [...path, 'url'], value.url, { attachment: true, required: true })
  return pick(value, ['url'])
}

function readTimestamp(problems: Problems, path: Path, value: unknown): void {
  if (value === undefined || value === null) return
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) {
    problems.add(path, 'DATE_TIME_TYPE_PARSE', `Could not parse ${String(value)}. Should be ISO8601.`)
  }
}

function charactersOf(embed: Json): number {
  const fields = Array.isArray(embed.fields) ? (embed.fields as Json[]) : []
  const parts = [embed.title, embed.description, textOf(embed.footer, 'text'), textOf(embed.author, 'name')]
  const texts = [...parts, ...fields.flatMap((field) => [field.name, field.value])]
  return texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? lengthOf(text) : 0), 0)
}

function textOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}
