import type { Core } from '../core.ts'
import { wakeDispatcher } from '../delivery/outbox.ts'
import type { IdentityId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { type ChatContent, openContent, type Place, placeLookups, sealContent } from './content.ts'
import { forgetJustSaid } from './justSaid.ts'
import { DELETE, EDIT } from './sql.ts'

/** What became of a change; only when it is `carried` anything happened. `often`: it was changed as often as it may be. */
export type Change = 'carried' | 'nowhere' | 'often'

/** Carries an edit of something said in an open chat. */
export async function changeMessage(
  core: Core,
  { place, content }: { place: Place; content: ChatContent },
): Promise<Change> {
  return changeSaid(core, { sources: placeLookups(core, place), content })
}

/** The same for what is known by its keyed hash already. */
export async function changeSaid(
  core: Core,
  { sources, content }: { sources: Buffer[]; content: ChatContent },
): Promise<Change> {
  forgetJustSaid(core)
  const { rows } = await core.db.pg.query({ ...EDIT, values: [sources, sealContent(core, content), core.clock.now()] })
  const [row] = rows as Partial<Target>[]
  if (!row) return 'nowhere'
  return wakeAll(core, rows.filter(({ to_identity }) => to_identity) as Target[]) ? 'carried' : 'often'
}

/** Takes back something said in an open chat. False when it was not said in one. Doing it twice does nothing twice. */
export async function deleteMessage(core: Core, { place }: { place: Place }): Promise<boolean> {
  return takeBackSaid(core, { sources: placeLookups(core, place) })
}

/** The same for what is known by its keyed hash already. */
export async function takeBackSaid(core: Core, { sources }: { sources: Buffer[] }): Promise<boolean> {
  forgetJustSaid(core)
  const { rows } = await core.db.pg.query({ ...DELETE, values: [sources, core.clock.now()] })
  return wakeAll(core, rows as Target[])
}

type Target = { to_platform: Platform; to_identity: IdentityId }

function wakeAll(core: Core, targets: Target[]): boolean {
  for (const { to_platform: platform, to_identity: recipient } of targets)
    wakeDispatcher(core, { platform, recipient, priority: 'chat' })
  return targets.length > 0
}

/** What this message says so far, if it was said in a chat not long ago. */
export async function saidBefore(core: Core, { place }: { place: Place }): Promise<ChatContent | undefined> {
  const { rows } = await core.db.pg.query(
    'select coalesce(edited, body) as body from chat_message where source = any($1::bytea[])',
    [placeLookups(core, place)],
  )
  return rows[0] && openContent(core, rows[0].body)
}
