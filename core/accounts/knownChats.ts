import type { Core } from '../core.ts'
import { CHAT_ID } from '../delivery/recipients.ts'
import type { Platform } from '../platform.ts'

/** Who was here within these days may have written while nobody listened. */
export const ACTIVE_DAYS = 3
const CHATS_MAX = 1_000

/** The private chats of people who were here lately, and of those in the middle of a form; the latest first. For the platform's own room only. */
export async function knownChats(core: Core, platform: Platform): Promise<{ chatId: string }[]> {
  const since = new Date(core.clock.now().getTime() - ACTIVE_DAYS * 86_400_000)
  const rows = await core.db.prisma.identity.findMany({
    where: {
      platform,
      sealedChat: { not: null },
      goneAt: null,
      OR: [{ lastSeenAt: { gte: since } }, { form: { isNot: null } }],
    },
    orderBy: { lastSeenAt: 'desc' },
    take: CHATS_MAX,
    select: { sealedChat: true },
  })
  return rows.flatMap(({ sealedChat }) => (sealedChat ? [{ chatId: core.vault.open(sealedChat, CHAT_ID) }] : []))
}
