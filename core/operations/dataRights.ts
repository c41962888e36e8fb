import { eraseAccount } from '../accounts/erase.ts'
import { askExport } from '../accounts/export/make.ts'
import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import { writeAudit } from '../moderation/audit.ts'
import { requireOperator } from '../moderation/operators.ts'
import { inRehearsal } from '../moderation/rehearse.ts'
import { findByPenName } from './people.ts'

type Asked = { by: string; penName: string; why: string; rehearse?: boolean }

/**
 * For somebody who asks for their data outside of the chat: the archive is made, and the link goes to their own chat.
 * The operator sees nothing of it. Owners only. Refused when nobody is called so, and right after another archive.
 */
export async function exportFor(core: Core, asked: Asked): Promise<void> {
  const accountId = await noteAsked(core, 'export', asked)
  if (!asked.rehearse) await askExport(core, { accountId })
}

/**
 * For somebody who asks to be erased and cannot do it in the chat: everything about them is destroyed, as `/mydata` does
 * it. There is no way back. Owners only. Refused when nobody is called so.
 */
export async function eraseFor(core: Core, asked: Asked): Promise<void> {
  const accountId = await noteAsked(core, 'erase', asked)
  if (!asked.rehearse) await eraseAccount(core, { accountId })
}

/** Written down before it is done: what could not be logged does not happen. */
async function noteAsked(
  core: Core,
  act: 'export' | 'erase',
  { by, penName, why, rehearse = false }: Asked,
): Promise<AccountId> {
  return inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by, 'owner')
    const accountId = await findByPenName(core, penName)
    await writeAudit(core, tx, { operator: by, act, subject: `account ${accountId}`, why })
    return accountId
  })
}
