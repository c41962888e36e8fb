import { type FetchMedia, MEDIA_BYTES_MOST } from '../../core/chat/media/media.ts'
import type { DiscordApi } from './api.ts'

const FETCH_TIMEOUT_MS = 30_000

/** Where an attachment is: addresses expire, so the message is asked for a fresh one (docs: reference#signed-attachment-cdn-urls). */
export function mediaRef(chatId: string, messageId: string, attachmentId: string): string {
  return [chatId, messageId, attachmentId].join('/')
}

/** Fetches attachments that people sent to this bot. */
export function openMedia(api: DiscordApi): FetchMedia {
  return async (ref) => {
    const [chatId = '', messageId = '', attachmentId = ''] = ref.split('/')
    const { attachments } = await api.message(chatId, messageId)
    const found = attachments.find(({ id }) => id === attachmentId)
    if (!found || found.size > MEDIA_BYTES_MOST) throw new Error('an attachment cannot be fetched')
    const answer = await fetch(found.url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
    if (!answer.ok) throw new Error(`an attachment cannot be fetched: ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
}
