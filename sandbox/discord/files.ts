/** The CDN: attachments at signed addresses that expire. docs: reference#signed-attachment-cdn-urls */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Sticker } from './model.ts'
import type { World } from './world.ts'

const urlLifeMs = 24 * 3_600_000

type FileAnswer = { status: number; type: string; data: Uint8Array }

export interface Files {
  /** The address of an attachment, signed from now on for a day. */
  urlOf(attachment: { id: string; channelId: string; name: string }): string
  /** What a GET of this path answers; 404 once expired, forged or gone. */
  read(world: World, url: URL): FileAnswer
}

export function createFiles(options: { now: () => number; origin: () => string }): Files {
  const key = randomBytes(32)
  const sign = (path: string, ex: string, is: string) =>
    createHmac('sha256', key).update(`${path}?${ex}&${is}`).digest('hex')
  return {
    urlOf({ id, channelId, name }) {
      const path = `/attachments/${channelId}/${id}/${encodeURIComponent(name)}`
      const is = Math.floor(options.now() / 1_000).toString(16)
      const ex = Math.floor((options.now() + urlLifeMs) / 1_000).toString(16)
      return `${options.origin()}${path}?ex=${ex}&is=${is}&hm=${sign(path, ex, is)}&`
    },
    read(world, url) {
      const sticker = /^\/stickers\/(\d+)\.(?:png|gif|json)$/.exec(url.pathname)?.[1]
      if (sticker !== undefined) return readSticker(world, sticker)
      const ex = url.searchParams.get('ex') ?? ''
      const is = url.searchParams.get('is') ?? ''
      const genuine = same(url.searchParams.get('hm') ?? '', sign(url.pathname, ex, is))
      if (!genuine || Number.parseInt(ex, 16) * 1_000 <= options.now()) return gone
      const [, , channelId, id] = url.pathname.split('/')
      const attachment = attachmentOf(world, channelId ?? '', id ?? '')
      return attachment ? { status: 200, type: attachment.type, data: attachment.data } : gone
    },
  }
}

const gone: FileAnswer = { status: 404, type: 'text/plain', data: Buffer.from('This content is no longer available.') }

/** Stickers stand at plain addresses that do not expire. docs: reference#image-formatting */
function readSticker(world: World, id: string): FileAnswer {
  const sticker = stickerOf(world, id)
  return sticker ? { status: 200, type: sticker.type, data: sticker.data } : gone
}

export function stickerOf(world: World, id: string): Sticker | undefined {
  for (const { stickers } of world.messages.values()) {
    const found = stickers?.find((sticker) => sticker.id === id)
    if (found) return found
  }
  return undefined
}

function attachmentOf(world: World, channelId: string, id: string) {
  const messages = world.channels.get(channelId)?.messageIds ?? []
  for (const messageId of messages) {
    const message = world.messages.get(messageId)
    const found = message?.deleted ? undefined : message?.attachments.find((attachment) => attachment.id === id)
    if (found) return found
  }
  return undefined
}

function same(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
