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
  const sealed = Buffer.from(core.vault.seal(JSON.stringify(values), FORM_VALUES))
  await core.db.pg.query({ ...KEEP, values: [identityId, form, args, sealed, asking, expiresAt] })
}

/** The form this self is in the middle of. */
export async function readForm(core: Core, identityId: IdentityId): Promise<KeptForm | undefined> {
  const { rows } = await core.db.pg.query({ ...READ, values: [identityId] })
  const [kept] = rows
  if (!kept || kept.expires_at <= core.clock.now()) return undefined
  return {
    form: kept.form,
    args: kept.args,
    asking: kept.asking,
    keptAt: new Date(kept.expires_at.getTime() - FORM_DAYS * 86_400_000),
    values: JSON.parse(core.vault.open(kept.values, FORM_VALUES)),
  }
}

export async function dropForm(core: Core, identityId: IdentityId): Promise<void> {
  await core.db.pg.query({ ...DROP, values: [identityId] })
}

/** Forgets abandoned forms. Returns how many. */
export async function forgetOldForms(core: Core): Promise<number> {
  const { rowCount } = await core.db.pg.query('delete from pending_form where expires_at <= $1', [core.clock.now()])
  return rowCount ?? 0
}

const KEEP = {
  name: 'form_keep',
  text: `insert into pending_form (identity_id, form, args, "values", asking, expires_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (identity_id) do update set form = $2, args = $3, "values" = $4, asking = $5, expires_at = $6`,
}
/** Whatever anybody says or presses may belong to a form, or ends it. */
const READ = {
  name: 'form_read',
  text: 'select form, args, "values", asking, expires_at from pending_form where identity_id = $1',
}
const DROP = { name: 'form_drop', text: 'delete from pending_form where identity_id = $1' }
