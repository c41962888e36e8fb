import type { Core } from '../../core.ts'
import { CHAT_PICTURE } from '../content.ts'

/** A picture that was sent in the browser: there is no platform to fetch it from. Rejects when it is gone. */
export async function keptPicture(core: Core, ref: string): Promise<Uint8Array> {
  const row = await core.db.prisma.chatPicture.findUniqueOrThrow({ where: { id: ref } })
  return core.vault.openBytes(row.data, CHAT_PICTURE)
}
