import type { Core } from '../core.ts'
import { contentText, openContent } from './content.ts'

/** What a message was changed into, in order: to be included in a look at messages. */
export const VERSIONS = { versions: { orderBy: { id: 'asc' } } } as const

type Changed = { body: Uint8Array; edited: Uint8Array | null; versions: readonly { body: Uint8Array }[] }

/** What a message said first, and each time it was changed; the last is what it says now. */
export function textsOf(core: Pick<Core, 'vault'>, { body, edited, versions }: Changed): [string, ...string[]] {
  // What was changed before versions were kept has none.
  const changes = versions.length > 0 ? versions.map((one) => one.body) : edited ? [edited] : []
  const text = (one: Uint8Array) => contentText(openContent(core, one))
  return [text(body), ...changes.map(text)]
}
