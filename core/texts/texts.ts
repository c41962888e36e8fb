import type { Language } from '../language.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'

/** What every language has to say; a missing text does not compile. */
export type Texts = { [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : (typeof en)[Key] }
export type TextKey = keyof Texts
export type RefusalKey = Extract<TextKey, `refuse.${string}`>
/** What a text needs to be said; undefined for one that needs nothing. */
export type TextParams<Key extends TextKey> = Texts[Key] extends (params: infer Params) => string
  ? unknown extends Params
    ? undefined
    : Params
  : undefined

const all: Record<Language, Texts> = { en, ko }

/** Says a text in a language. */
export function say<Key extends TextKey>(
  language: Language,
  key: Key,
  ...params: TextParams<Key> extends undefined ? [] : [TextParams<Key>]
): string {
  const text: string | ((params: unknown) => string) = all[language][key] as string
  return typeof text === 'string' ? text : (text as (params: unknown) => string)(params[0])
}
