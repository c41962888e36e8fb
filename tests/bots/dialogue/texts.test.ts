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
    const buttons =
      /^(menu|word|welcome\.(adult|young|otherLanguage|penName\.(take|another|own)|zone\.(yes|other)|willing\.(yes|later))|letter\.(preview\.(to|arrives|signed|unsigned|send|edit|discard)|draft\.(resume|fresh))|arrived\.(open|notNow)|read\.(reply|write|thank|pass|report|block|keep$)|keep\.(write|leave$|leave\.yes)|form\.fix|settings\.(penName|language|reads|zone|pause|resume|daily|notify|quiet|blocks)$)/
    for (const { key, text } of spoken(language))
      if (buttons.test(key) && key !== 'word.today' && !key.includes('.ask'))
        expect(text.length, key).toBeLessThanOrEqual(40)
  })
})
