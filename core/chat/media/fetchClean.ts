import type { Core } from '../../core.ts'
import { pause } from '../../time.ts'
import { cleanPicture } from './cleanPicture.ts'
import { openGate } from './gate.ts'
import { keptPicture } from './keptPicture.ts'
import { type CleanFile, isRecording, type Media } from './media.ts'
import { cleanRecording } from './recordings/cleanRecording.ts'

/**
 * Fetches what was said to be seen or heard from where it came from, and cleans it. Nothing of it is stored or logged.
 * What a `look` at the page asks for waits in a line of its own, so that it never holds up what travels; once its `signal`
 * says that nobody looks any more it is not begun. Rejects when any of it cannot be fetched or cleaned, and when it is more
 * than goes in one message: then none of it goes on.
 */
export async function fetchClean(
  core: Core,
  media: readonly Media[],
  look?: { signal: AbortSignal },
): Promise<CleanFile[]> {
  const inTurn = look ? looking : travelling
  return inTurn(async () => {
    const files: CleanFile[] = []
    let bytes = 0
    for (const one of media) {
      look?.signal.throwIfAborted()
      const file = await cleanOne(core, one, look !== undefined)
      bytes += file.data.length
      if (bytes > TOGETHER_BYTES_MOST) throw new Error('what was said is too large to be sent together')
      files.push(file)
    }
    return files
  })
}

/** Telegram takes 50 MB in one request (core.telegram.org/bots/api#sending-files); around the files there is a little more. */
const TOGETHER_BYTES_MOST = 45_000_000

/** The files of so many messages are held at the same time. */
const travelling = openGate(4)
const looking = openGate(2)

async function cleanOne(core: Core, media: Media, aside: boolean): Promise<CleanFile> {
  const { spoiler } = media
  const file = await fetchPatiently(core, media)
  if (!isRecording(media)) return { ...(await cleanPicture(file)), spoiler }
  const clean = await cleanRecording(core.time, { file, kind: media.kind, aside })
  const { buffer, byteOffset, byteLength } = clean.data
  return { ...clean, data: Buffer.from(buffer, byteOffset, byteLength), spoiler }
}

/** A platform that stumbles is asked again, a few times: somebody is waiting. */
async function fetchPatiently(core: Core, { platform, ref }: Media): Promise<Uint8Array> {
  const fetch = platform === 'page' ? (kept: string) => keptPicture(core, kept) : core.media.get(platform)
  if (!fetch) throw new Error(`nothing can be fetched from ${platform}: this process has no token for it`)
  for (const waitMs of FETCH_AGAIN_MS) {
    try {
      return await fetch(ref)
    } catch {
      await pause(core.time, waitMs)
    }
  }
  return fetch(ref)
}

const FETCH_AGAIN_MS = [400, 1_600]
