/** String selects, in messages and in modals. docs: components/reference#string-select */
import type { Json } from '../model.ts'
import { type Path, type Problems, pick, readInteger, readList, readText } from './problems.ts'

const mostOptions = 25

export function readSelect(problems: Problems, path: Path, item: Json): Json {
  readText(problems, [...path, 'custom_id'], item.custom_id, { min: 1, max: 100, required: true })
  readText(problems, [...path, 'placeholder'], item.placeholder, { max: 150 })
  const options = readOptions(problems, [...path, 'options'], item.options, { min: 1, max: mostOptions })
  readRange(problems, path, item, options.length)
  return {
    ...pick(item, ['custom_id', 'placeholder', 'disabled', 'required']),
    min_values: item.min_values ?? 1,
    max_values: item.max_values ?? 1,
    options,
  }
}

/** Radio groups of modals: options alone. docs: components/reference#radio-group */
export function readRadioGroup(problems: Problems, path: Path, item: Json): Json {
  readText(problems, [...path, 'custom_id'], item.custom_id, { min: 1, max: 100, required: true })
  const options = readOptions(problems, [...path, 'options'], item.options, { min: 2, max: 10 })
  return { ...pick(item, ['custom_id', 'required']), options }
}

function readOptions(problems: Problems, path: Path, value: unknown, count: { min: number; max: number }): Json[] {
  const values = new Set<unknown>()
  return readList(problems, path, value, { ...count, required: true }).map(({ item, path }) => {
    readText(problems, [...path, 'label'], item.label, { min: 1, max: 100, required: true })
    readText(problems, [...path, 'value'], item.value, { min: 1, max: 100, required: true })
    readText(problems, [...path, 'description'], item.description, { max: 100 })
    if (values.has(item.value)) {
      const message = 'The specified option value is already used'
      problems.add([...path, 'value'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', message)
    }
    values.add(item.value)
    return pick(item, ['label', 'value', 'description', 'emoji', 'default'])
  })
}

function readRange(problems: Problems, path: Path, item: Json, options: number): void {
  const min = readInteger(problems, [...path, 'min_values'], item.min_values, { min: 0, max: mostOptions }) ?? 1
  const max = readInteger(problems, [...path, 'max_values'], item.max_values, { min: 1, max: mostOptions }) ?? 1
  if (max > options || min > max) {
    const message = `Must be between ${min} and ${options}`
    problems.add([...path, 'max_values'], 'SELECT_COMPONENT_MAX_VALUES_INVALID', message)
  }
}
