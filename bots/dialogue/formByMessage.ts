import { dropForm, type KeptForm, keepForm, type PendingForm, readForm } from '../../core/accounts/pendingForm.ts'
import { button, type Scene, show, tell } from './scene.ts'
import { encodeAction } from './turn.ts'
import type { Button, Field, FormView, Reply, View } from './view.ts'

/**
 * A form with the question to ask for each field where there are no forms: by field id. With a way `back` the first
 * question takes the place of the message it was asked from, and that way leads there again.
 */
export type Form = FormView & { questions: Record<string, string>; back?: Button }

/**
 * Asks for what a form wants: all at once where the platform opens forms, otherwise field by field, each in a message.
 * What was answered so far is kept, sealed, and outlives a restart.
 */
export async function ask(scene: Scene, form: Form): Promise<Reply> {
  if (scene.turn.asks === 'form') return { kind: 'form', form, late: late(scene, form) }
  const [first] = form.fields
  if (!first) throw new Error(`form ${form.form} asks nothing`)
  await keepForm(scene.core, scene.person.identityId, {
    form: form.form,
    args: form.args,
    values: {},
    asking: first.id,
  })
  const asked = question(scene, form, first)
  return form.back ? show(asked) : tell(asked)
}

/**
 * The form this person is being asked, if any; also the one that this very turn filled, when it is run again because its
 * reply was lost.
 */
export async function pendingForm(scene: Scene): Promise<KeptForm | undefined> {
  const kept = scene.person.rare.inForm ? await readForm(scene.core, scene.person.identityId) : undefined
  const { [FILLED_BY]: filledBy, [ASKED_LAST]: askedLast, ...values } = kept?.values ?? {}
  if (!kept || (filledBy !== undefined && filledBy !== scene.turn.id)) return undefined
  return { ...kept, values, asking: askedLast ?? kept.asking }
}

/** Beside the values of a form that is over: the turn that filled it, and the field that it answered. */
const FILLED_BY = ' filled by'
const ASKED_LAST = ' asked last'

/**
 * The form was filled by this turn: nothing is asked any more, so that what is said next in a live chat travels. As it was
 * before, should the turn be run again.
 */
export async function formFilled(scene: Scene, pending: PendingForm): Promise<void> {
  const { form, args, asking } = pending
  const values = { ...pending.values, [FILLED_BY]: scene.turn.id, ...(asking === null ? {} : { [ASKED_LAST]: asking }) }
  await keepForm(scene.core, scene.person.identityId, { form, args, asking: null, values })
}

/**
 * Takes a message (or a pressed choice) as the answer to the field being asked; where a choice is asked for, its words
 * will do as well, and anything else is asked again. Asks the next field, or returns the filled form when that was the
 * last one.
 */
export async function answerField(
  scene: Scene,
  pending: PendingForm,
  form: Form,
  answer: string,
): Promise<Reply | { values: Record<string, string> }> {
  const asked = form.fields.findIndex((field) => field.id === pending.asking)
  const field = form.fields[asked]
  const value = field && chosen(field, answer)
  if (field && value === undefined) return tell(question(scene, form, field, scene.t('form.choose')))
  const values = field && value !== undefined ? { ...pending.values, [field.id]: value } : pending.values
  const next = form.fields[asked + 1]
  if (!next) return { values }
  await keepForm(scene.core, scene.person.identityId, { ...pending, values, asking: next.id })
  return show(question(scene, form, next))
}

/** The value behind an answer to a choice: its value when pressed, its label (or the beginning of one) when typed. */
function chosen({ options, required }: Field, answer: string): string | undefined {
  if (!options || (answer === '' && !required)) return answer
  const said = plain(answer)
  const exact = options.find(({ value, label }) => value === answer || plain(label) === said)
  const begun = said === '' ? [] : options.filter(({ label }) => plain(label).startsWith(said))
  return (exact ?? (begun.length === 1 ? begun[0] : undefined))?.value
}

/** Letters and digits alone, however they are written. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** The way to a form that could not open in time. */
function late({ t, turn: { act } }: Scene, { form, args }: FormView): View {
  const again = act.kind === 'press' ? encodeAction(act.action, ...act.args) : encodeAction('ask', form, ...args)
  return { text: t('form.late'), rows: [[{ label: t('form.open'), act: again, tone: 'primary' }]] }
}

/** The form that this person came with is over, one way or the other. */
export async function closeForm(scene: Scene): Promise<void> {
  if (scene.person.rare.inForm) await dropForm(scene.core, scene.person.identityId)
}

function question(scene: Scene, form: Form, field: Field, before = ''): View {
  const text = [before, form.questions[field.id] ?? field.label].filter(Boolean).join('\n\n')
  const choices = field.options
    ? [{ placeholder: field.label, act: encodeAction('field', field.id), options: field.options }]
    : []
  const way = field.required ? [] : [button(scene.t('word.skip'), 'field', field.id, '')]
  return {
    title: form.title,
    text,
    rows: [...choices, [...way, form.back ?? button(scene.t('word.cancel'), 'cancel')]],
  }
}
