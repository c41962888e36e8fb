/**
 * Whom a 429 concerns. Telegram's answer does not say (core.telegram.org/bots/api#responseparameters gives only the
 * wait), so it is told by who else is refused: one chat is slow by itself; when several in a row are refused and
 * nothing gets through between them, it is the whole bot.
 */
type Slowdowns = {
  /** A message of this chat was refused with 429. */
  refused(chat: string): 'chat' | 'bot'
  /** A message got through. */
  accepted(): void
}

/** So many different chats, refused one after the other, are the whole bot. */
const CHATS_OF_A_SLOW_BOT = 3

export function openSlowdowns(): Slowdowns {
  const slow = new Set<string>()
  return {
    refused(chat) {
      slow.add(chat)
      return slow.size >= CHATS_OF_A_SLOW_BOT ? 'bot' : 'chat'
    },
    accepted: () => slow.clear(),
  }
}
