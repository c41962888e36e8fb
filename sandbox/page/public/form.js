// @ts-check
/** A form of Discord's (a modal), open on one phone. */
import { botAvatar, h, icon } from './dom.js'
import { act } from './store.js'
import { inWords } from './texts.js'

/** @typedef {import('./store.js').SeenForm} SeenForm */
/** @typedef {import('./phone.js').Phone} Phone */

/**
 * The form over the rest of the phone. Escape closes it.
 * @param {Phone} phone @param {SeenForm} form
 */
export function formLayer(phone, form) {
  const { person, t } = phone
  const titleId = `form-title-${person.key}`
  const problem = h('p', { class: 'problem', role: 'alert' })
  const fields = form.fields.map((field) => createField(field, t, `${person.key}-${field.id}`))
  const send = h('button', { type: 'submit', class: 'button primary' }, t.submit)
  const close = () => void act(person, 'dismiss')

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault()
    if (send.getAttribute('aria-busy') === 'true') return
    problem.textContent = ''
    const [wrong] = fields.filter((field) => !field.check())
    if (wrong) return wrong.input.focus()
    const values = Object.fromEntries(fields.map(({ id, input }) => [id, input.value]))
    // Not disabled: that would take the focus away from here.
    send.setAttribute('aria-busy', 'true')
    await act(person, 'submit', { values }).catch((error) => {
      problem.textContent = inWords(error, t)
    })
    send.removeAttribute('aria-busy')
  }
  const layer = h(
    'div',
    { class: 'form-layer', onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && close() },
    h(
      'form',
      {
        class: 'form',
        role: 'dialog',
        'aria-modal': 'true',
        'aria-labelledby': titleId,
        onsubmit: submit,
        novalidate: true,
      },
      h(
        'header',
        {},
        botAvatar(),
        h('h3', { id: titleId }, form.title),
        h('button', { type: 'button', class: 'icon-button', 'aria-label': t.cancel, onclick: close }, icon('close')),
      ),
      h('div', { class: 'fields' }, ...fields.map(({ row }) => row), problem),
      h('footer', {}, h('button', { type: 'button', class: 'button ghost', onclick: close }, t.cancel), send),
    ),
  )
  return { layer, focus: () => fields[0]?.input.focus() }
}

/** @param {SeenForm['fields'][number]} field @param {Phone['t']} t @param {string} id */
function createField(field, t, id) {
  const hintId = `${id}-hint`
  const shared = {
    id,
    required: field.required,
    placeholder: field.placeholder,
    maxlength: field.max,
    'aria-describedby': `${hintId} ${id}-problem`,
  }
  const input = field.options
    ? h(
        'select',
        { id, 'aria-describedby': hintId },
        !field.required && h('option', { value: '' }, t.choose),
        ...field.options.map(({ label, value }) => h('option', { value, selected: value === field.value }, label)),
      )
    : h(field.long ? 'textarea' : 'input', { ...shared, ...(field.long ? { rows: 6 } : { type: 'text' }) })
  if (!field.options) input.value = field.value ?? ''
  const count = h('span', { class: 'count' })
  const recount = () => {
    count.textContent = field.max && field.long ? String(field.max - input.value.length) : ''
  }
  input.addEventListener('input', recount)
  recount()
  const wrong = h('p', { class: 'problem', id: `${id}-problem`, role: 'alert' })
  /** Whether it may be sent; says under the field why not, until it is changed. */
  const check = () => {
    wrong.textContent = problemWith(input.value, field, t)
    input.setAttribute('aria-invalid', String(wrong.textContent !== ''))
    return wrong.textContent === ''
  }
  input.addEventListener('input', () => wrong.textContent && check())
  const row = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, field.label, field.required && h('span', { class: 'star', title: t.required }, ' *')),
    field.description && h('p', { class: 'hint' }, field.description),
    h('div', { class: 'box' }, input, count),
    wrong,
    h(
      'span',
      { id: hintId, class: 'unseen' },
      [field.description, field.min && `≥ ${field.min}`, field.max && `≤ ${field.max}`].filter(Boolean).join(', '),
    ),
  )
  return { id: field.id, input, row, check }
}

/** As the client would say it; '' when all is well. @param {string} value @param {SeenForm['fields'][number]} field @param {Phone['t']} t */
function problemWith(value, { required, min = 0, max = 4_000 }, t) {
  const length = [...value.trim()].length
  if (length === 0) return required ? t.mustFill : ''
  if (length < min) return t.tooShort(min)
  return length > max ? t.tooLong(max) : ''
}
