/** Modals. docs: receiving-and-responding#interaction-response-object-modal, components/reference#label */
import type { Json } from '../model.ts'
import { numberComponents } from './component_ids.ts'
import { kinds } from './components.ts'
import { isObject, type Path, type Problems, pick, readBoolean, readInteger, readList, readText } from './problems.ts'
import { readRadioGroup, readSelect } from './select.ts'

export type ModalDraft = { customId: string; title: string; components: Json[] }

const mostFields = 5
const longestInput = 4_000

/** Reads a modal under `data`; what is wrong is noted. */
export function readModal(problems: Problems, data: Json): ModalDraft {
  const path = ['data']
  const customId = readText(problems, [...path, 'custom_id'], data.custom_id, { min: 1, max: 100, required: true })
  const title = readText(problems, [...path, 'title'], data.title, { min: 1, max: 45, required: true })
  const listed = readList(problems, [...path, 'components'], data.components, {
    min: 1,
    max: mostFields,
    required: true,
  })
  const customIds = new Set<unknown>()
  const components = listed.map(({ item, path }) => readTop(problems, path, item, customIds))
  return { customId: customId ?? '', title: title ?? '', components: numberComponents(components) }
}

function readTop(problems: Problems, path: Path, item: Json, customIds: Set<unknown>): Json {
  const base = { type: item.type, ...pick(item, ['id']) }
  switch (item.type) {
    case kinds.row: {
      const rows = readList(problems, [...path, 'components'], item.components, { min: 1, max: 1, required: true })
      return { ...base, components: rows.map(({ item, path }) => readField(problems, path, item, customIds, 'row')) }
    }
    case kinds.label: {
      readText(problems, [...path, 'label'], item.label, { min: 1, max: 45, required: true })
      readText(problems, [...path, 'description'], item.description, { max: 100 })
      const inner = [...path, 'component']
      if (!isObject(item.component)) {
        problems.add(inner, 'BASE_TYPE_REQUIRED', 'This field is required')
        return base
      }
      const component = readField(problems, inner, item.component, customIds, 'label')
      return { ...base, ...pick(item, ['label', 'description']), component }
    }
    case kinds.textDisplay:
      readText(problems, [...path, 'content'], item.content, { min: 1, max: 4_000, required: true })
      return { ...base, ...pick(item, ['content']) }
    default:
      problems.add([...path, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1, 10, 18).')
      return item
  }
}

function readField(problems: Problems, path: Path, item: Json, customIds: Set<unknown>, inside: 'row' | 'label'): Json {
  const allowed: readonly unknown[] =
    inside === 'row' ? [kinds.textInput] : [kinds.stringSelect, kinds.textInput, kinds.radioGroup]
  if (!allowed.includes(item.type)) {
    problems.add(
      [...path, 'type'],
      'UNION_TYPE_CHOICES',
      `Value of field "type" must be one of (${allowed.join(', ')}).`,
    )
    return item
  }
  if (customIds.has(item.custom_id)) {
    const message = 'Component custom id cannot be duplicated'
    problems.add([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', message)
  }
  customIds.add(item.custom_id)
  readBoolean(problems, [...path, 'required'], item.required)
  if (item.disabled !== undefined && item.disabled !== false) {
    problems.add([...path, 'disabled'], 'COMPONENT_DISABLED_INVALID', 'Modals can not have disabled components')
  }
  const base = { type: item.type, ...pick(item, ['id']) }
  if (item.type === kinds.stringSelect) return { ...base, ...readSelect(problems, path, item) }
  if (item.type === kinds.radioGroup) return { ...base, ...readRadioGroup(problems, path, item) }
  return { ...base, ...readTextInput(problems, path, item, inside) }
}

/** docs: components/reference#text-input */
function readTextInput(problems: Problems, path: Path, item: Json, inside: 'row' | 'label'): Json {
  readText(problems, [...path, 'custom_id'], item.custom_id, { min: 1, max: 100, required: true })
  readInteger(problems, [...path, 'style'], item.style, { min: 1, max: 2, required: true })
  if (inside === 'row') readText(problems, [...path, 'label'], item.label, { min: 1, max: 45, required: true })
  else if (item.label) problems.add([...path, 'label'], 'BASE_TYPE_BAD_VALUE', 'A label stands in the Label component')
  const min = readInteger(problems, [...path, 'min_length'], item.min_length, { min: 0, max: longestInput }) ?? 0
  const max =
    readInteger(problems, [...path, 'max_length'], item.max_length, { min: 1, max: longestInput }) ?? longestInput
  if (min > max)
    problems.add([...path, 'min_length'], 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`)
  readText(problems, [...path, 'value'], item.value, { max })
  readText(problems, [...path, 'placeholder'], item.placeholder, { max: 100 })
  return pick(item, ['custom_id', 'style', 'label', 'min_length', 'max_length', 'required', 'value', 'placeholder'])
}
