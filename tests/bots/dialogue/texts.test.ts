import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../bots/dialogue/catalogue.ts'
import { forms } from '../../../bots/dialogue/forms.ts'
import type { Scene } from '../../../bots/dialogue/scene.ts'
import { languages } from '../../../core/language.ts'
import { reportedKinds } from '../../../core/moderation/reportedKinds.ts'
import { en } from '../../../core/texts/en.ts'
import { ko } from '../../../core/texts/ko.ts'
import { say } from '../../../core/texts/texts.ts'

const all = { en, ko } as const
/** Whatever a text asks for, it gets a long thing; for a kind of reported thing, each kind in turn. */
const anything = (kind: string) =>
  new Proxy({}, { get: (_target, name) => ({ one: false, thing: kind })[String(name)] ?? `‹${String(name)}›` })
const spoken = (language: 'en' | 'ko') =>
  reportedKinds.flatMap((kind) =>
    Object.entries(all[language]).map(([key, text]) => ({
      key,
      text: typeof text === 'function' ? (text as (params: unknown) => string)(anything(kind)) : text,
    })),
  )

/** Their length is that of what they show. */
const HOLDS_A_NAME = new Set<string>([])

function keysOnButtons(source: string): RegExp[] {
  const found: RegExp[] = []
  const visit = (node: unknown, inLabel = false): void => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) {
      for (const one of node) visit(one, inLabel)
      return
    }
    const one = node as Record<string, unknown> & { type?: string }
    if (inLabel) found.push(...keyOf(one))
    const [label, ...rest] = isButton(one) ? (one.arguments as unknown[]) : []
    if (label) visit(label, true)
    for (const [name, child] of Object.entries(one)) visit(name === 'arguments' && label ? rest : child, inLabel)
  }
  visit(parseSync('dialogue.ts', source).program)
  return found
}

const isButton = ({ type, callee }: Record<string, unknown>) =>
  type === 'CallExpression' && /^(button|primary|danger)$/.test(String((callee as { name?: string }).name))

const escaped = (text: string) => text.replaceAll('.', '\\.')

function keyOf({ type, value, quasis }: Record<string, unknown>): RegExp[] {
  if (type === 'Literal' && typeof value === 'string' && value in en) return [new RegExp(`^${escaped(value)}$`)]
  if (type !== 'TemplateLiteral') return []
  const parts = (quasis as { value: { cooked: string } }[]).map((part) => escaped(part.value.cooked))
  return /^[a-z]/.test(parts[0] ?? '') ? [new RegExp(`^${parts.join('[\\w-]+')}$`)] : []
}

const dialogue = path.resolve(import.meta.dirname, '../../../bots/dialogue')
/** The keys of all that the dialogue writes on buttons, as its sources say it: those of a template are a pattern. */
const buttonKeys = readdirSync(dialogue, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => keysOnButtons(readFileSync(path.join(dialogue, file), 'utf8')))

describe.each(languages)('every text in %s', (language) => {
  it('says something, and uses all that it asks for', () => {
    for (const { key, text } of spoken(language)) {
      expect(text.trim(), key).not.toBe('')
      expect(text, key).not.toMatch(/undefined|\[object|\$\{/)
      expect(text, key).toBe(text.trim())
    }
  })

  it('is in its own language', () => {
    const mixed = new Set([
      'welcome.otherLanguage',
      'settings.language',
      'welcome.text',
      'settings.zone.form.hint',
      'settings.zone.ask',
      'settings.language.name',
    ])
    for (const { key, text } of spoken(language)) {
      if (mixed.has(key)) continue
      const words = text.replace(/‹\w+›/g, '').replace(/\/\w+/g, '')
      if (language === 'en') expect(words, key).not.toMatch(/\p{Script=Hangul}/u)
      else if (/\p{L}/u.test(words)) expect(words, key).toMatch(/\p{Script=Hangul}/u)
    }
  })

  it('asks the same things as in the other language', () => {
    const asked = (text: string) => [...new Set(text.match(/‹\w+›/g) ?? [])].sort()
    const other = new Map(spoken(language === 'en' ? 'ko' : 'en').map(({ key, text }) => [key, text]))
    for (const { key, text } of spoken(language)) expect(asked(text), key).toEqual(asked(other.get(key) ?? ''))
  })

  it('fits a form', () => {
    const t = (key: 'report.title', params: { thing: 'letter' }) => say(language, key, params)
    const person = { account: { penName: 'A name as long as any' } }
    const scene = { t, language, person } as unknown as Scene
    for (const [name, handler] of Object.entries(forms)) {
      const reported = reportedKinds.map((kind) => ['x', kind])
      for (const args of [['stranger'], ['self'], ['answer', 'x'], ['friend', 'x'], ...reported]) {
        const form = handler?.build(scene, args)
        expect(form, name).toBeDefined()
        expect(form?.title.length, name).toBeLessThanOrEqual(45)
        for (const field of form?.fields ?? []) {
          expect(field.label.length, name).toBeLessThanOrEqual(45)
          expect((field.hint ?? '').length, name).toBeLessThanOrEqual(100)
          expect(form?.questions[field.id], `${name}: a question for ${field.id}`).toBeTruthy()
          for (const option of field.options ?? []) expect(option.label.length, name).toBeLessThanOrEqual(100)
        }
      }
    }
  })

  it('fits the list of commands', () => {
    for (const command of catalogue) {
      expect(command.describe[language].length, command.name).toBeLessThanOrEqual(100)
      expect(command.names.ko, command.name).toMatch(/^[-_\p{L}\p{N}]{1,32}$/u)
      expect(command.name).toMatch(/^[a-z0-9_]{1,32}$/)
      for (const option of command.options)
        for (const choice of option.choices ?? []) expect(choice.names[language].length).toBeLessThanOrEqual(100)
    }
  })

  it('fits a button where it is one', () => {
    const texts = spoken(language)
    expect(buttonKeys.length).toBeGreaterThan(60)
    for (const wanted of buttonKeys)
      expect(
        texts.filter(({ key }) => wanted.test(key)),
        `${wanted}`,
      ).not.toEqual([])
    for (const { key, text } of texts)
      if (buttonKeys.some((one) => one.test(key)) && !HOLDS_A_NAME.has(key))
        expect(text.length, key).toBeLessThanOrEqual(40)
  })
})
