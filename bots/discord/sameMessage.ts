import type { APIMessage } from 'discord.js'
import type { MessageBody } from './render.ts'

/**
 * Whether a message in a chat's history is the one we would send: by its nonce where the history tells it, else by
 * everything that can be seen and pressed; where that is nothing, by how large its files are.
 */
export function sameMessage(old: APIMessage, message: MessageBody, nonce: string): boolean {
  if (old.nonce === nonce) return true
  if (looksOf(old) !== looksOf(message)) return false
  if (message.content.trim() !== '' || message.embeds.length > 0) return true
  const sizes = (message.files ?? []).map(({ data }) => (Buffer.isBuffer(data) ? data.length : 0))
  return JSON.stringify(old.attachments.map(({ size }) => size)) === JSON.stringify(sizes)
}

type Looks = Pick<APIMessage, 'content'> & { embeds: readonly object[]; components?: readonly object[] | undefined }

/** Discord trims and joins blanks as it likes. */
function looksOf({ content, embeds, components = [] }: Looks): string {
  const parts = [
    content,
    ...embeds.flatMap((embed) => textsIn(embed, EMBED_KEYS)),
    ...components.flatMap((row) => textsIn(row, ROW_KEYS)),
  ]
  return JSON.stringify(parts.map((part) => part.replace(/\s+/g, ' ').trim()))
}

const EMBED_KEYS = ['description', 'footer', 'text']
const ROW_KEYS = ['components', 'custom_id', 'url', 'label']

/** The texts under these keys, however deep, in the order of the keys. */
function textsIn(value: unknown, keys: readonly string[]): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, keys))
  if (typeof value !== 'object' || value === null) return []
  const fields = new Map(Object.entries(value))
  return keys.flatMap((key) => textsIn(fields.get(key), keys))
}
