import type { Core } from '../core.ts'
import { Refusal } from '../refusal.ts'
import type { OperatorRole } from '../store/generated/enums.ts'
import type { PrismaTx } from '../store/transaction.ts'
import { writeAudit } from './audit.ts'
import { inRehearsal } from './rehearse.ts'

/** Somebody who looks after this place. The name is what the audit log shows. */
export type Operator = { name: string; role: OperatorRole; addedAt: Date }

/**
 * The operator of this name, if they may act in this role (an owner may do what a moderator may).
 * Refused for anybody else.
 */
export async function requireOperator(
  { prisma }: Pick<PrismaTx, 'prisma'>,
  name: string,
  role: OperatorRole = 'moderator',
): Promise<Operator> {
  const operator = await prisma.operator.findUnique({ where: { name } })
  if (!operator || operator.removedAt) throw new Refusal('refuse.op.unknown', { name })
  if (role === 'owner' && operator.role !== 'owner') throw new Refusal('refuse.op.ownerOnly')
  return operator
}

/** Refused for anybody who is no operator; for commands that only look. */
export async function checkOperator(core: Core, { by, role }: { by: string; role?: OperatorRole }): Promise<Operator> {
  return requireOperator(core.db, by, role)
}

/** The operators of today, owners first. */
export async function listOperators(core: Core): Promise<Operator[]> {
  return core.db.prisma.operator.findMany({
    where: { removedAt: null },
    orderBy: [{ role: 'desc' }, { name: 'asc' }],
    omit: { removedAt: true },
  })
}

/** 1 to 32 letters, digits, `.`, `_`, `-`. */
const NAME = /^[\p{L}\d][\p{L}\d._-]{0,31}$/u

/**
 * Makes somebody an operator, or gives an operator another role. Only an owner may; the very first operator is made by
 * whoever holds the machine, and is an owner.
 */
export async function addOperator(
  core: Core,
  {
    by,
    name,
    role,
    why,
    rehearse = false,
  }: { by: string; name: string; role: OperatorRole; why: string; rehearse?: boolean },
): Promise<Operator> {
  if (!NAME.test(name)) throw new Refusal('refuse.op.name')
  return inRehearsal(core, rehearse, async (tx) => {
    const first = (await tx.prisma.operator.count({ where: { removedAt: null } })) === 0
    if (first && role !== 'owner') throw new Refusal('refuse.op.firstIsOwner')
    if (!first) await requireOperator(tx, by, 'owner')
    const now = core.clock.now()
    const before = await tx.prisma.operator.findUnique({ where: { name, removedAt: null } })
    if (before?.role === 'owner' && role !== 'owner') await refuseLastOwner(tx, name)
    const operator = await tx.prisma.operator.upsert({
      where: { name },
      create: { name, role, addedAt: now },
      update: { role, removedAt: null },
    })
    await writeAudit(core, tx, { operator: by, act: `operator.add ${role}`, subject: `operator ${name}`, why })
    return operator
  })
}

/** Ends somebody's being an operator; what they did stays in the log. Only an owner may, and never the last owner. */
export async function removeOperator(
  core: Core,
  { by, name, why, rehearse = false }: { by: string; name: string; why: string; rehearse?: boolean },
): Promise<void> {
  await inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by, 'owner')
    await requireOperator(tx, name)
    await refuseLastOwner(tx, name)
    await tx.prisma.operator.update({ where: { name }, data: { removedAt: core.clock.now() } })
    await tx.prisma.case.updateMany({ where: { claimedBy: name }, data: { claimedBy: null, claimedUntil: null } })
    await writeAudit(core, tx, { operator: by, act: 'operator.remove', subject: `operator ${name}`, why })
  })
}

async function refuseLastOwner({ prisma }: PrismaTx, leaving: string): Promise<void> {
  const others = await prisma.operator.count({ where: { role: 'owner', removedAt: null, name: { not: leaving } } })
  if (others === 0) throw new Refusal('refuse.op.lastOwner')
}
