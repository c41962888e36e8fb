import type { Core } from '../core.ts'
import type { ChatMessageId } from '../ids.ts'
import type { ChatContent } from './content.ts'

/**
 * What was said through this process a moment ago, for whoever shows it next: it need not be fetched and opened again.
 * Only a shortcut; it holds nothing that is not written down, and forgets by itself within {@link KEPT_MS}.
 */
type JustSaid = Map<ChatMessageId, ChatContent>

const KEPT_MS = 5_000
const KEPT_MOST = 5_000
const all = new WeakMap<Core, JustSaid>()

/** Keeps what was said for a moment. */
export function keepJustSaid(core: Core, said: { messageId: ChatMessageId; content: ChatContent }[]): void {
  const kept = all.get(core) ?? new Map<ChatMessageId, ChatContent>()
  all.set(core, kept)
  const fresh = said.slice(0, Math.max(0, KEPT_MOST - kept.size))
  if (fresh.length === 0) return
  for (const { messageId, content } of fresh) kept.set(messageId, content)
  core.time.after(KEPT_MS, () => {
    for (const { messageId } of fresh) kept.delete(messageId)
  })
}

/** Takes it out; undefined when it is to be fetched. */
export function takeJustSaid(core: Core, messageId: ChatMessageId): ChatContent | undefined {
  const content = all.get(core)?.get(messageId)
  all.get(core)?.delete(messageId)
  return content
}

/** Something that was said is changed or taken back, or a chat is over or begins: what is kept may be no longer so. */
export function forgetJustSaid(core: Core): void {
  all.get(core)?.clear()
}
