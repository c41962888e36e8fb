import type { Core } from '../core.ts'
import type { Parcel } from '../delivery/channel.ts'
import type { BindingId } from '../ids.ts'
import { readBinding } from './binding/read.ts'
import { exportLink } from './export/link.ts'

/** What a notice about a person's own account has to tell. */
export type AccountFacts =
  | { kind: 'binding-asked'; bindingId: BindingId; phrase: string; penName: string | null }
  | { kind: 'self-bound'; bindingId: BindingId; platform: 'discord' | 'telegram' }
  | { kind: 'export-ready'; url: string }

type AccountParcel = Extract<Parcel, { kind: AccountFacts['kind'] }>

/** The facts of a parcel about an account; undefined when there is nothing to tell any more. */
export async function accountFacts(core: Core, parcel: AccountParcel): Promise<AccountFacts | undefined> {
  if (parcel.kind === 'export-ready') {
    const made = await core.db.prisma.export.findUnique({ where: { id: parcel.exportId }, select: { readyAt: true } })
    return made?.readyAt ? { kind: 'export-ready', url: exportLink(core, parcel.exportId) } : undefined
  }
  const known = await core.db.prisma.binding.count({ where: { id: parcel.bindingId } })
  if (known === 0) return undefined
  const { state, chat, account, phrase } = await readBinding(core, { bindingId: parcel.bindingId })
  if (!chat) return undefined
  const { bindingId } = parcel
  if (parcel.kind === 'binding-asked')
    return state === 'chat' ? { kind: parcel.kind, bindingId, phrase, penName: account?.penName ?? null } : undefined
  return state === 'bound' ? { kind: parcel.kind, bindingId, platform: chat.platform } : undefined
}
