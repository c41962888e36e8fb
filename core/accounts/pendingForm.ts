import type { Core } from '../core.ts'
import type { IdentityId } from '../ids.ts'

/** A form somebody is in the middle of: what they wrote so far outlives a restart. */
export type PendingForm = {
  form: string
  args: string[]
  values: Record<string, string>
  /** The field being asked, where fields are asked one by one. */
  asking: string | null
}
/** The same, as it was kept. */
export type KeptForm = PendingForm & { keptAt: Date }

/** An abandoned form is forgotten after so many days. */
export const FORM_DAYS = 7
/** What the values are sealed for. */
export const FORM_VALUES = 'pending-form'

/** Keeps the form of this self, in place of any other. */
export async function keepForm(
  core: Core,
  identityId: IdentityId,
  { form, args, values, asking }: PendingForm,
): Promise<void> {
  const expiresAt = new Date(core.clock.now().getTime() + FORM_DAYS * 86_400_000)
  const kept = { form, args, asking, expiresAt, values: core.vault.seal(JSON.stringify(values), FORM_VALUES) }
  await core.db.prisma.pendingForm.upsert({ where: { identityId }, create: { identityId, ...kept }, update: kept })
}

/** The form this self is in the middle of. */
export async function readForm(core: Core, identityId: IdentityId): Promise<KeptForm | undefined> {
  const kept = await core.db.prisma.pendingForm.findUnique({ where: { identityId } })
  if (!kept || kept.expiresAt <= core.clock.now()) return undefined
  return {
    form: kept.form,
    args: kept.args,
    asking: kept.asking,
    keptAt: new Date(kept.expiresAt.getTime() - FORM_DAYS * 86_400_000),
    values: JSON.parse(core.vault.open(kept.values, FORM_VALUES)),
  }
}

export async function dropForm(core: Core, identityId: IdentityId): Promise<void> {
  await core.db.prisma.pendingForm.deleteMany({ where: { identityId } })
}

/** Forgets abandoned forms. Returns how many. */
export async function forgetOldForms(core: Core): Promise<number> {
  const { count } = await core.db.prisma.pendingForm.deleteMany({ where: { expiresAt: { lte: core.clock.now() } } })
  return count
}
