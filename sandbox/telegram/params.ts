import { type FormFile, readForm } from '../http/body.ts'
import { ApiError, badRequest } from './api-error.ts'

/**
 * The arguments of one call, whatever carried them: query string, urlencoded form, multipart form or JSON.
 * As on the real server every argument is text; JSON values that are not strings keep their JSON spelling
 * (tdlib/td HttpReader.cpp), so `null` is the text "null" and not an absent argument.
 */
export type Params = {
  has(name: string): boolean
  /** '' when absent. */
  text(name: string): string
  boolean(name: string): boolean
  /** Clamped to the range; `fallback` when absent. */
  integer(name: string, fallback: number, min?: number, max?: number): number
  /** Parsed JSON, undefined when absent; `complaint` is the 400 for text that is no JSON (undefined: taken as absent). */
  json(name: string, complaint?: string): unknown
  file(name: string): FormFile | undefined
}

export async function readParams(url: URL, contentType: string, body: Buffer): Promise<Params> {
  const values = new Map<string, string>(url.searchParams)
  const type = contentType.toLowerCase()
  if (type.includes('multipart/form-data')) return paramsOf(values, await readMultipart(contentType, body, values))
  if (type.includes('application/json')) readJson(body.toString('utf8'), values)
  else for (const [name, value] of new URLSearchParams(body.toString('utf8'))) values.set(name, value)
  return paramsOf(values)
}

async function readMultipart(
  contentType: string,
  body: Buffer,
  values: Map<string, string>,
): Promise<Map<string, FormFile>> {
  const form = await readForm(body, contentType).catch(() => {
    const why = /boundary=/i.test(contentType) ? "can't parse form data headers" : 'boundary not found'
    throw new ApiError(400, `Bad Request: ${why}`)
  })
  for (const [name, value] of form.fields) values.set(name, value)
  return new Map(form.files.map((file) => [file.field, file]))
}

/** The arguments a webhook's answer names (method-in-reply). */
export function paramsOf(values: Map<string, string>, files = new Map<string, FormFile>()): Params {
  const text = (name: string): string => values.get(name) ?? ''
  return {
    has: (name) => values.has(name),
    text,
    boolean: (name) => ['true', 'yes', '1'].includes(text(name).trim().toLowerCase()),
    integer(name, fallback, min = -(2 ** 31), max = 2 ** 31 - 1) {
      if (!values.has(name)) return fallback
      const value = Number.parseInt(text(name), 10)
      return Math.min(max, Math.max(min, Number.isNaN(value) ? 0 : value))
    },
    json(name, complaint) {
      if (text(name) === '') return undefined
      try {
        return JSON.parse(text(name))
      } catch {
        if (complaint === undefined) return undefined
        throw badRequest(complaint)
      }
    },
    file: (name) => files.get(name),
  }
}

export function readJson(body: string, values: Map<string, string>): void {
  if (body.trim() === '') return
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    throw new ApiError(400, "Bad Request: can't parse parameter value: Unexpected symbol while parsing JSON")
  }
  if (!isObject(parsed)) throw new ApiError(400, 'Bad Request: JSON object expected')
  for (const [name, value] of Object.entries(parsed)) {
    values.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
