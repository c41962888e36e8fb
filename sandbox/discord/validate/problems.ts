/** Collects what is wrong with a body, as the tree of error 50035. docs: reference#error-messages */
import { ApiFailure } from '../failure.ts'
import type { Json } from '../model.ts'

export type Path = readonly (string | number)[]

export interface Problems {
  add(path: Path, code: string, message: string): void
  /** @throws ApiFailure 50035 when anything was added */
  refuseIfAny(): void
}

type Tree = { _errors?: { code: string; message: string }[]; [key: string]: unknown }

export function createProblems(): Problems {
  const tree: Tree = {}
  let any = false
  return {
    add(path, code, message) {
      any = true
      let node = tree
      for (const step of path) {
        node[step] ??= {}
        node = node[step] as Tree
      }
      node._errors ??= []
      node._errors.push({ code, message })
    },
    refuseIfAny() {
      if (any) throw new ApiFailure(400, 50035, 'Invalid Form Body', tree)
    },
  }
}

/** Refuses with one single problem. */
export function refuse(path: Path, code: string, message: string): never {
  const problems = createProblems()
  problems.add(path, code, message)
  problems.refuseIfAny()
  throw new Error('unreachable')
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The length Discord counts: Unicode code points. */
export function lengthOf(text: string): number {
  return [...text].length
}

type TextRules = { min?: number; max: number; required?: boolean; trim?: boolean }

/** A text field; undefined when absent or wrong (then a problem is noted). Null counts as absent. */
export function readText(problems: Problems, path: Path, value: unknown, rules: TextRules): string | undefined {
  if (value === undefined || value === null) {
    if (rules.required) problems.add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
    return undefined
  }
  if (typeof value !== 'string') {
    problems.add(path, 'STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(value)}" as string.`)
    return undefined
  }
  const text = rules.trim ? value.trim() : value
  const length = lengthOf(text)
  const { min = 0, max } = rules
  if (rules.required && length === 0 && min > 0) {
    problems.add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
  } else if (length < min || length > max) {
    if (min > 0) problems.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)
    else problems.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)
  }
  return text
}

type NumberRules = { min?: number; max?: number; required?: boolean }

export function readInteger(problems: Problems, path: Path, value: unknown, rules: NumberRules): number | undefined {
  if (value === undefined || value === null) {
    if (rules.required) problems.add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
    return undefined
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    problems.add(path, 'NUMBER_TYPE_COERCE', `Value ${JSON.stringify(value)} is not int.`)
    return undefined
  }
  if (rules.min !== undefined && value < rules.min) {
    problems.add(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${rules.min}.`)
  }
  if (rules.max !== undefined && value > rules.max) {
    problems.add(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${rules.max}.`)
  }
  return value
}

export function readBoolean(problems: Problems, path: Path, value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'boolean') return value
  problems.add(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.')
  return undefined
}

/** A list of objects; items that are none are noted and left out. */
export function readList(
  problems: Problems,
  path: Path,
  value: unknown,
  rules: { min?: number; max: number; required?: boolean },
): { item: Json; path: Path }[] {
  if (value === undefined || value === null) {
    if (rules.required) problems.add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
    return []
  }
  if (!Array.isArray(value)) {
    problems.add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
    return []
  }
  const { min = 0, max } = rules
  if (value.length < min || value.length > max) {
    if (min > 0) problems.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)
    else problems.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)
  }
  return value.flatMap((item: unknown, index) => {
    const at = [...path, index]
    if (isObject(item)) return [{ item, path: at }]
    problems.add(at, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType')
    return []
  })
}

export function readChoice<Value>(
  problems: Problems,
  path: Path,
  value: unknown,
  choices: readonly Value[],
): Value | undefined {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) {
    if (value === undefined || value === null) problems.add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
    else problems.add(path, 'BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`)
  }
  return found
}

/** An http(s) address, and `attachment://name` where a file of the same request may stand. */
export function readUrl(
  problems: Problems,
  path: Path,
  value: unknown,
  rules: { max?: number; attachment?: boolean; required?: boolean },
): string | undefined {
  const text = readText(problems, path, value, {
    max: rules.max ?? 2048,
    required: rules.required ?? false,
    min: rules.required ? 1 : 0,
  })
  if (text === undefined || text === '') return text
  const scheme = URL.canParse(text) ? new URL(text).protocol : undefined
  if (scheme === undefined) {
    problems.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.')
  } else if (!['http:', 'https:', ...(rules.attachment ? ['attachment:'] : [])].includes(scheme)) {
    const allowed = rules.attachment ? "('http', 'https', 'attachment')" : "('http', 'https')"
    problems.add(
      path,
      'URL_TYPE_INVALID_SCHEME',
      `Scheme "${scheme.slice(0, -1)}" is not supported. Scheme must be one of ${allowed}.`,
    )
  }
  return text
}

/** Only the named fields, those that are there. */
export function pick(source: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])))
}
