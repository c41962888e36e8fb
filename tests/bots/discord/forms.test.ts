import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Field, FormView } from '../../../bots/dialogue/view.ts'
import { decodeForm, renderForm } from '../../../bots/discord/forms.ts'
import { readModal } from '../../../sandbox/discord/validate/modal.ts'
import { createProblems } from '../../../sandbox/discord/validate/problems.ts'
import { typed } from './views.ts'

const field: fc.Arbitrary<Field> = fc
  .record({
    label: fc.string({ minLength: 1, maxLength: 60 }).map((text) => text.trim() || 'x'),
    hint: fc.option(
      fc.string({ minLength: 1, maxLength: 130 }).map((text) => text.trim() || 'x'),
      { nil: undefined },
    ),
    value: fc.option(typed(5_000), { nil: undefined }),
    required: fc.boolean(),
    long: fc.boolean(),
    min: fc.option(fc.nat(100), { nil: undefined }),
    max: fc.integer({ min: 100, max: 4_500 }),
    choice: fc.boolean(),
  })
  .map(({ choice, hint, value, min, ...rest }) => ({
    ...rest,
    id: '',
    ...(hint === undefined ? {} : { hint }),
    ...(value === undefined ? {} : { value }),
    ...(min === undefined ? {} : { min }),
    ...(choice
      ? {
          options: [
            { label: 'One', value: '1' },
            { label: 'Two', value: '2', chosen: true },
          ],
        }
      : {}),
  }))

const form: fc.Arbitrary<FormView> = fc.record({
  form: fc.constant('letter'),
  args: fc.array(fc.constantFrom('now', 'AAAAAAAAAAAAAAAAAAAAAA', ''), { maxLength: 3 }),
  title: fc.string({ minLength: 1, maxLength: 70 }).map((text) => text.trim() || 'x'),
  fields: fc
    .array(field, { minLength: 1, maxLength: 5 })
    .map((all) => all.map((one, index) => ({ ...one, id: `f${index}` }))),
})

describe('a form as a modal', () => {
  it('is always one that Discord opens', () => {
    fc.assert(
      fc.property(form, (one) => {
        const problems = createProblems()
        readModal(problems, { ...renderForm(one) })
        expect(() => problems.refuseIfAny()).not.toThrow()
      }),
      { numRuns: 100 },
    )
  })

  it('is found again with its arguments when it comes back', () => {
    const { custom_id } = renderForm({
      form: 'reply',
      args: ['AAAAAAAAAAAAAAAAAAAAAA', 'signed'],
      title: 't',
      fields: [],
    })
    expect(decodeForm(custom_id)).toEqual({ form: 'reply', args: ['AAAAAAAAAAAAAAAAAAAAAA', 'signed'] })
  })

  it('refuses what does not fit into its id', () => {
    expect(() => renderForm({ form: 'x', args: ['y'.repeat(100)], title: 't', fields: [] })).toThrow('too long')
  })

  it('keeps what is being mended although it is too short, and does not ask for more than stands there', () => {
    const { components } = renderForm({
      form: 'letter',
      args: [],
      title: 't',
      fields: [{ id: 'body', label: 'Letter', value: 'Hi', required: true, long: true, min: 20, max: 4_000 }],
    })
    expect(components).toMatchObject([{ component: { value: 'Hi', max_length: 4_000 } }])
    expect(components[0]).not.toHaveProperty('component.min_length')
  })
})
