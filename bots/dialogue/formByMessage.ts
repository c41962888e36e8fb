import { dropForm, keepForm, type PendingForm, readForm } from '../../core/accounts/pendingForm.ts'
import { button, type Scene, show, tell } from './scene.ts'
import { encodeAction } from './turn.ts'
import type { Field, FormView, Reply, View } from './view.ts'

/** A form with the question to ask for each field where there are no forms: by field id. */
export type Form = FormView & { questions: Record<string, string> }

/**
 * Asks for what a form wants: all at once where the platform opens forms, otherwise field by field, each in a message.
 * What was answered so far is kept, sealed, and outlives a restart.
 */
export async function ask(scene: Scene, form: Form): Promise<Reply> {
  if (scene.turn.asks === 'form') return { kind: 'form', form }
  const [first] = form.fields
  if (!first) throw new Error(`form ${form.form} asks nothing`)
  await keepForm(scene.core, scene.person.identityId, {
    form: form.form,
    args: form.args,
    values: {},
    asking: first.id,
  })
  return tell(question(scene, form, first))
}

/** The form this person is being asked, if any. */
export function pendingForm(scene: Scene): Promise<PendingForm | undefined> {
  return readForm(scene.core, scene.person.identityId)
}

/**
 * Takes a message (or a pressed choice) as the answer to the field being asked. Asks the next field, or returns the
 * filled form when that was the last one.
 */
export async function answerField(
  scene: Scene,
  pending: PendingForm,
  form: Form,
  answer: string,
): Promise<Reply | { values: Record<string, string> }> {
  const asked = form.fields.findIndex((field) => field.id === pending.asking)
  const values = pending.asking ? { ...pending.values, [pending.asking]: answer } : pending.values
  const next = form.fields[asked + 1]
  if (!next) return { values }
  await keepForm(scene.core, scene.person.identityId, { ...pending, values, asking: next.id })
  return show(question(scene, form, next))
}

/** The form is over, one way or the other. */
export async function closeForm(scene: Scene): Promise<void> {
  await dropForm(scene.core, scene.person.identityId)
}

function question(scene: Scene, form: Form, field: Field): View {
  const text = form.questions[field.id] ?? field.label
  const choices = field.options
    ? [{ placeholder: field.label, act: encodeAction('field', field.id), options: field.options }]
    : []
  const way = field.required ? [] : [button(scene.t('word.skip'), 'field', field.id, '')]
  return { title: form.title, text, rows: [...choices, [...way, button(scene.t('word.cancel'), 'cancel')]] }
}
