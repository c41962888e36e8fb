import type { Core } from '../../core.ts'
import { type CleanFile, cleanPicture } from './cleanPicture.ts'
import type { Media } from './media.ts'

/**
 * Fetches what was said to be seen from where it came from, and cleans it. Nothing of it is stored or logged. Rejects
 * when any of it cannot be fetched or cleaned: then none of it goes on.
 */
export async function fetchClean(core: Core, media: readonly Media[]): Promise<CleanFile[]> {
  const files: CleanFile[] = []
  for (const { platform, ref, spoiler } of media) {
    const fetch = core.media.get(platform)
    if (!fetch) throw new Error(`nothing can be fetched from ${platform} in this process`)
    const file = await cleanPicture(await fetch(ref))
    files.push({ ...file, spoiler })
  }
  return files
}
