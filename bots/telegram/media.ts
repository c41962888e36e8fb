import { fetchBytes } from '../../core/chat/media/fetchBytes.ts'
import { type FetchMedia, MEDIA_BYTES_MOST } from '../../core/chat/media/media.ts'
import type { Api } from './api.ts'

const TELEGRAM = 'https://api.telegram.org'

/** Fetches files that people sent to this bot, by their `file_id`. Their address carries the token: it is never kept. */
export function openMedia({ token, apiUrl }: { token: string; apiUrl: string | undefined }, { call }: Api): FetchMedia {
  return async (fileId) => {
    const file = await call('getFile', { file_id: fileId })
    if (!file.file_path || (file.file_size ?? 0) > MEDIA_BYTES_MOST) throw new Error('a file cannot be fetched')
    return fetchBytes(`${apiUrl ?? TELEGRAM}/file/bot${token}/${file.file_path}`)
  }
}
