import { fetchBytes } from '../../core/chat/media/fetchBytes.ts'
import { type FetchMedia, MEDIA_BYTES_MOST } from '../../core/chat/media/media.ts'
import type { DiscordApi } from './api.ts'

/** Where an attachment is: addresses expire, so the message is asked for a fresh one (docs: reference#signed-attachment-cdn-urls). */
export function mediaRef(chatId: string, messageId: string, attachmentId: string): string {
  return [chatId, messageId, attachmentId].join('/')
}

/** Fetches attachments that people sent to this bot, their own or those of what they passed on. */
export function openMedia(api: DiscordApi): FetchMedia {
  return async (ref) => {
    const [chatId = '', messageId = '', attachmentId = ''] = ref.split('/')
    const { attachments, message_snapshots: passedOn = [] } = await api.message(chatId, messageId)
    const all = [...attachments, ...passedOn.flatMap(({ message }) => message.attachments)]
    const found = all.find(({ id }) => id === attachmentId)
    if (!found || found.size > MEDIA_BYTES_MOST) throw new Error('an attachment cannot be fetched')
    return fetchBytes(found.url)
  }
}
