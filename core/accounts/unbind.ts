import { hangUpIn, hangUpSelf } from '../chat/leaveChat.ts'
import type { Core } from '../core.ts'
import { type AccountId, type IdentityId, newId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Account, Identity } from '../store/generated/client.ts'
import { inPrisma, type PrismaTx } from '../store/transaction.ts'
import { logOutLogin } from './google.ts'
import { penNameKey } from './penNames.ts'
import { refreshSlots } from './readerSlots.ts'
import { holdSanctions } from './sanctionedSelves.ts'
import { suggestFreePenName } from './takePenName.ts'

/**
 * Takes one self out of an account. The past stays with the account, all of it. A chat self begins anew beside it: the
 * same settings, a pen-name of its own, the same people it must not meet, the same sanctions. A login is simply gone,
 * and logged out everywhere. Returns the name of the new account, if there is one. Refused for the only chat of an account: who else would read its letters?
 */
export async function unbindSelf(
  core: Core,
  { accountId, identityId }: { accountId: AccountId; identityId: IdentityId },
): Promise<{ penName: string | null }> {
  return inPrisma(core, async (tx) => {
    await tx.run('select 1 as held from account where id = $1::uuid for update', [accountId])
    const self = await tx.prisma.identity.findFirst({ where: { id: identityId, accountId } })
    if (!self) throw new Refusal('refuse.unbind.gone')
    if (self.platform === 'google') {
      await logOutLogin(core, tx, self)
      await tx.prisma.identity.delete({ where: { id: identityId } })
      return { penName: null }
    }
    const chats = await tx.prisma.identity.count({ where: { accountId, platform: { not: 'google' } } })
    if (chats < 2) throw new Refusal('refuse.unbind.last')
    return splitOff(core, tx, self)
  })
}

/** The self begins anew in an account of its own; in the caller's transaction. */
export async function splitOff(core: Core, tx: PrismaTx, self: Identity): Promise<{ penName: string | null }> {
  const before = await tx.prisma.account.findUniqueOrThrow({ where: { id: self.accountId } })
  const now = core.clock.now()
  const fresh = newId<AccountId>(now)
  await holdSanctions(tx, before.id as AccountId)
  await hangUpSelf(core, tx, { identityId: self.id as IdentityId })
  const name = await freshName(core, before)
  await tx.prisma.account.create({ data: { id: fresh, ...settingsOf(before), ...name, createdAt: now } })
  const [seat] = await tx.run('select 1 as sits from chat_seat where identity_id = $1::uuid', [self.id])
  if (seat) await hangUpIn(core, tx, { accountId: before.id as AccountId })
  await tx.run('delete from chat_wait where identity_id = $1::uuid', [self.id])
  await tx.prisma.identity.update({ where: { id: self.id }, data: { accountId: fresh } })
  await copyBlocks(tx, { from: before.id as AccountId, to: fresh })
  await refreshSlots(core, tx, before.id as AccountId)
  await refreshSlots(core, tx, fresh)
  return { penName: name.penName }
}

function settingsOf({
  language,
  reads,
  zone,
  adultAt,
  welcomedAt,
  willing,
  dailyNumber,
  notify,
  quietFrom,
  quietUntil,
}: Account) {
  return { language, reads, zone, adultAt, welcomedAt, willing, dailyNumber, notify, quietFrom, quietUntil }
}

async function freshName(core: Core, { penName, language }: Account) {
  if (!penName) return { penName: null, penNameKey: null }
  const name = await suggestFreePenName(core, { language })
  return { penName: name, penNameKey: penNameKey(name) }
}

/** Whoever was kept apart (since a moment, or ever) stays apart, either way; in the caller's transaction. */
export async function copyBlocks(
  tx: PrismaTx,
  { from, to, since = null }: { from: AccountId; to: AccountId; since?: Date | null },
): Promise<void> {
  await tx.run(COPY_BLOCKS, [from, to, (since ?? new Date(0)).toISOString()])
}

const COPY_BLOCKS = `
  with mine as (
    insert into block (id, blocker_id, blocked_id, cause_id, label, via_report, created_at)
    select gen_random_uuid(), $2::uuid, blocked_id, cause_id, label, via_report, created_at from block
    where blocker_id = $1::uuid and created_at >= $3::timestamptz
    on conflict do nothing
  )
  insert into block (id, blocker_id, blocked_id, cause_id, label, via_report, created_at)
  select gen_random_uuid(), blocker_id, $2::uuid, cause_id, label, via_report, created_at from block
  where blocked_id = $1::uuid and created_at >= $3::timestamptz
  on conflict do nothing`
