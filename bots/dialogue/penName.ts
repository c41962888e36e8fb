import type { Form } from './formByMessage.ts'
import type { Scene } from './scene.ts'

/** Asks for a pen-name of one's own. The generous limit lets the rules, not the client, say what is too long. */
export function penNameForm({ t }: Scene, args: string[], value?: string): Form {
  const field = {
    id: 'penName',
    label: t('settings.penName.form.field'),
    hint: t('settings.penName.form.hint'),
    required: true,
    long: false,
    min: 2,
    max: 40,
  }
  return {
    form: 'pen-name',
    args,
    title: t('settings.penName.form.title'),
    fields: [{ ...field, ...(value ? { value } : {}) }],
    questions: { penName: t('settings.penName.ask') },
  }
}
