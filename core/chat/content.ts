import type { Core } from '../core.ts'
import type { Media } from './media/media.ts'

/** How a stretch of a text looks. `from` and `to` are UTF-16 offsets, `to` exclusive. */
export type Mark = { kind: MarkKind; from: number; to: number }
export const markKinds = ['bold', 'italic', 'underline', 'strike', 'spoiler', 'code', 'pre', 'quote'] as const
export type MarkKind = (typeof markKinds)[number]

/** A text with its looks, free of platform: plain words, and marks that say how they look. Nothing in it is markup. */
export type RichText = { text: string; marks: Mark[] }

/** What one message of a chat carries. */
export type ChatContent = { text: RichText; media?: Media[] }

/** Plain words as they were typed, without what no keyboard types. */
export function plainContent(text: string): ChatContent {
  return { text: { text: text.replace(/(?![\n\t])\p{Cc}/gu, '').trim(), marks: [] } }
}

/** What was said, for people who read it later: what there was to see or to hear is told, not shown. */
export function contentText({ text, media = [] }: ChatContent): string {
  return [media.map(({ kind }) => SIGNS[kind]).join(''), text.text].filter(Boolean).join(' ')
}

const SIGNS: Record<Media['kind'], string> = {
  picture: '🖼',
  sticker: '🖼',
  voice: '🎤',
  audio: '🎵',
  video: '🎬',
  round: '🎬',
  animation: '🎬',
}

/** What a message's body and its sender's message id are sealed for. */
export const CHAT_BODY = 'chat:body'
export const CHAT_SOURCE = 'chat:source'
export const CHAT_TWIN = 'chat:twin'
export const CHAT_REACTION = 'chat:reaction'
export const CHAT_PICTURE = 'chat:picture'

export function sealContent(core: Pick<Core, 'vault'>, content: ChatContent): Buffer {
  return core.vault.seal(JSON.stringify(content), CHAT_BODY)
}

export function openContent(core: Pick<Core, 'vault'>, body: Uint8Array): ChatContent {
  return JSON.parse(core.vault.open(body, CHAT_BODY)) as ChatContent
}

/** What is kept as the platform's id of something that was said in the browser, and back; undefined for everything else. */
export const pageSourceId = (ownId: string) => `${FROM_PAGE}${ownId}`
export function pageOwnId(sourceId: string): string | undefined {
  return sourceId.startsWith(FROM_PAGE) ? sourceId.slice(FROM_PAGE.length) : undefined
}
const FROM_PAGE = 'page:'

/** Where a message stands on its platform: ids of the private chat and of the message in it. */
export type Place = { platform: string; chat: string; messageId: string }

/** What a message is found by. */
export function placeLookup(core: Pick<Core, 'vault'>, { platform, chat, messageId }: Place): Buffer {
  return core.vault.lookup(`message:${platform}`, `${chat}:${messageId}`)
}

/** The same under every lookup key there is. */
export function placeLookups(core: Pick<Core, 'vault'>, { platform, chat, messageId }: Place): Buffer[] {
  return core.vault.lookups(`message:${platform}`, `${chat}:${messageId}`).map((one) => Buffer.from(one))
}
