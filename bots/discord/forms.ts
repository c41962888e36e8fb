import type { APILabelComponent, APIModalInteractionResponseCallbackData } from 'discord.js'
import type { Field, FormView } from '../dialogue/view.ts'
import { clip } from './clip.ts'
import { renderOptions } from './controls.ts'
import { ComponentType, TextInputStyle } from './library.ts'

/** docs: receiving-and-responding#interaction-response-object-modal, components/reference#label, #text-input */
const TITLE_MAX_UNITS = 45
const LABEL_MAX_UNITS = 45
const HINT_MAX_UNITS = 100
const INPUT_MAX_UNITS = 4_000
const FIELDS_MAX = 5
const CUSTOM_ID_MAX_UNITS = 100
const SEPARATOR = ':'

/** A form as the modal that opens. @throws when form and arguments do not fit into a modal's id. */
export function renderForm({ form, args, title, fields }: FormView): APIModalInteractionResponseCallbackData {
  return {
    custom_id: encodeForm(form, args),
    title: clip(title, TITLE_MAX_UNITS),
    components: fields.slice(0, FIELDS_MAX).map(renderField),
  }
}

/** What {@link renderForm} wrote into a modal's id. Never throws: an old form may carry anything. */
export function decodeForm(customId: string): { form: string; args: string[] } {
  const [form = '', ...args] = customId.split(SEPARATOR)
  return { form, args }
}

function encodeForm(form: string, args: string[]): string {
  const wire = [form, ...args].join(SEPARATOR)
  if (wire.length > CUSTOM_ID_MAX_UNITS) throw new Error(`form id too long for a modal: ${form}`)
  return wire
}

function renderField(field: Field): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: clip(field.label, LABEL_MAX_UNITS),
    ...(field.hint ? { description: clip(field.hint, HINT_MAX_UNITS) } : {}),
    component: field.options ? renderChoice(field, field.options) : renderInput(field),
  }
}

function renderChoice({ id, required }: Field, options: NonNullable<Field['options']>): APILabelComponent['component'] {
  return { type: ComponentType.StringSelect, custom_id: id, required, options: renderOptions(options) }
}

/** A value that is shorter than asked for may stand there (it is being mended): then the shortest length is not demanded. */
function renderInput({ id, value, required, long, min, max }: Field): APILabelComponent['component'] {
  const most = Math.min(max, INPUT_MAX_UNITS)
  const prefilled = value ? clip(value, most) : undefined
  const least = min !== undefined && min <= (prefilled?.length ?? min) ? Math.min(min, most) : undefined
  return {
    type: ComponentType.TextInput,
    custom_id: id,
    style: long ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    max_length: most,
    ...(least ? { min_length: least } : {}),
    ...(prefilled === undefined ? {} : { value: prefilled }),
  }
}
