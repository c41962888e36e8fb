import type { Core } from '../../core.ts'
import { pause } from '../../time.ts'
import { cleanPicture } from './cleanPicture.ts'
import { keptPicture } from './keptPicture.ts'
import { type CleanFile, isRecording, type Media } from './media.ts'
import { cleanRecording } from './recordings/cleanRecording.ts'

/**
 * Fetches what was said to be seen or heard from where it came from, and cleans it. Nothing of it is stored or logged.
 * Rejects when any of it cannot be fetched or cleaned: then none of it goes on.
 */
export async function fetchClean(core: Core, media: readonly Media[]): Promise<CleanFile[]> {
  return inTurn(async () => {
    const files: CleanFile[] = []
    for (const one of media) files.push(await cleanOne(core, one))
    return files
  })
}

async function cleanOne(core: Core, media: Media): Promise<CleanFile> {
  const { spoiler } = media
  const file = await fetchPatiently(core, media)
  if (!isRecording(media)) return { ...(await cleanPicture(file)), spoiler }
  const clean = await cleanRecording(core.time, { file, kind: media.kind })
  return { ...clean, data: Buffer.from(clean.data), spoiler }
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

/** So many messages' files are held at the same time; the others wait in line. */
const AT_ONCE_MOST = 4
let busy = 0
const line: (() => void)[] = []

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (busy >= AT_ONCE_MOST) await new Promise<void>((resolve) => line.push(resolve))
  else busy++
  try {
    return await work()
  } finally {
    const next = line.shift()
    if (next) next()
    else busy--
  }
}
