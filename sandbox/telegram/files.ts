import { createHash, randomBytes } from 'node:crypto'
import { badRequest } from './api-error.ts'
import type { MediaKind } from './types.ts'

/** A file in the platform's store, known to the bot by `fileId`. */
export type StoredFile = {
  kind: MediaKind
  fileId: string
  /** The same for the same bytes, however often they are sent. */
  uniqueId: string
  name: string
  type: string
  data: Buffer
  /** What the sender said of it. */
  details?: FileDetails
  /** Below /file/bot<token>/, once getFile was called. */
  path: string
}

export type FileDetails = {
  seconds?: number
  emoji?: string
  title?: string
  performer?: string
  spoiler?: boolean
  /** Of a film, as its sender says. */
  size?: { width: number; height: number }
}

export type FileStore = {
  add(file: { kind: MediaKind; name: string; type: string; data: Buffer; details?: FileDetails }): StoredFile
  find(fileId: string): StoredFile | undefined
  byPath(path: string): StoredFile | undefined
  all(): StoredFile[]
}

/** core.telegram.org/bots/api#getfile: the cloud server lets a bot download up to 20 MB. */
const downloadLimitBytes = 20 << 20

const folders: Record<MediaKind, string> = {
  photo: 'photos',
  document: 'documents',
  video: 'videos',
  voice: 'voice',
  sticker: 'stickers',
  animation: 'animations',
  audio: 'music',
  video_note: 'video_notes',
}

export function createFileStore(kept: readonly StoredFile[] = []): FileStore {
  const files = new Map(kept.map((file) => [file.fileId, file]))
  return {
    add(file) {
      const fileId = `AgAC${randomBytes(40).toString('base64url')}`
      const uniqueId = `AQAD${createHash('sha256').update(file.data).digest('base64url').slice(0, 12)}`
      const extension = file.kind === 'photo' ? '.jpg' : (/\.[A-Za-z0-9]{1,8}$/.exec(file.name)?.[0] ?? '')
      const path = `${folders[file.kind]}/file_${files.size}${extension}`
      const stored = { ...file, fileId, uniqueId, path }
      files.set(fileId, stored)
      return stored
    },
    find: (fileId) => files.get(fileId),
    byPath: (path) => [...files.values()].find((file) => file.path === path),
    all: () => [...files.values()],
  }
}

/** What getFile answers; 400 for an id that was never given out, and above 20 MB. */
export function fileInfo(files: FileStore, fileId: string): unknown {
  if (fileId === '') throw badRequest('file_id not specified')
  const file = files.find(fileId)
  if (!file) throw badRequest('invalid file_id')
  if (file.data.length > downloadLimitBytes) throw badRequest('file is too big')
  return {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    file_size: file.data.length,
    file_path: file.path,
  }
}

/** core.telegram.org/bots/api#sending-files */
const photoLimitBytes = 10 << 20
const uploadLimitBytes = 50 << 20
/** JPEG, PNG, GIF, BMP, and WebP by its container. */
const pictureStarts = ['ffd8ff', '89504e47', '47494638', '424d', '52494646']

/** Refuses what cannot be uploaded: nothing at all, too much, or a photo that is no picture. */
export function checkUpload(kind: MediaKind, data: Buffer): void {
  if (data.length === 0) throw badRequest('File must be non-empty')
  const limit = kind === 'photo' ? photoLimitBytes : uploadLimitBytes
  if (data.length > limit) {
    const why = kind === 'photo' ? ` for a photo; the maximum size is ${limit} bytes` : ''
    throw badRequest(`File of size ${data.length} bytes is too big${why}`)
  }
  const start = data.subarray(0, 4).toString('hex')
  if (kind === 'photo' && !pictureStarts.some((known) => start.startsWith(known))) {
    throw badRequest('IMAGE_PROCESS_FAILED')
  }
}
