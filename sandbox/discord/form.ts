/** A modal as the person fills it in: what the client checks, and what it sends. */
import type { SeenField } from '../person.ts'
import type { Json, OpenForm } from './model.ts'
import { seeForm } from './see.ts'
import { kinds } from './validate/components.ts'
import { isObject, lengthOf } from './validate/problems.ts'

/**
 * The `components` of a modal submit. Fields not named keep what they were filled with.
 * @throws Error when the client would not send it: unknown field, required and empty, too short, too long, no such option
 */
export function filledForm(form: OpenForm, values: Record<string, string>): Json[] {
  const { fields } = seeForm(form)
  for (const id of Object.keys(values)) {
    if (!fields.some((field) => field.id === id)) {
      throw new Error(
        `The form "${form.title}" has no field "${id}", only: ${fields.map((field) => field.id).join(', ')}`,
      )
    }
  }
  const filled = new Map(fields.map((field) => [field.id, values[field.id] ?? field.value ?? '']))
  for (const field of fields) check(field, filled.get(field.id) ?? '')
  return form.components.map((component) => submitted(component, filled))
}

function check(field: SeenField, value: string): void {
  const length = lengthOf(value)
  if (length === 0) {
    if (field.required) throw new Error(`The field "${field.label}" is required`)
    return
  }
  if (field.options && !field.options.some((option) => option.value === value)) {
    throw new Error(`The field "${field.label}" has no option "${value}"`)
  }
  if (length < (field.min ?? 0)) throw new Error(`The field "${field.label}" takes at least ${field.min} characters`)
  if (length > (field.max ?? 4_000))
    throw new Error(`The field "${field.label}" takes at most ${field.max ?? 4_000} characters`)
}

function submitted(component: Json, filled: ReadonlyMap<string, string>): Json {
  const { type, id } = component
  if (Array.isArray(component.components)) {
    return { type, id, components: component.components.filter(isObject).map((child) => submitted(child, filled)) }
  }
  if (isObject(component.component)) return { type, id, component: submitted(component.component, filled) }
  if (typeof component.custom_id !== 'string') return { type, id }
  const value = filled.get(component.custom_id) ?? ''
  const own = { type, id, custom_id: component.custom_id }
  if (type === kinds.stringSelect) return { ...own, values: value === '' ? [] : [value] }
  return { ...own, value }
}
