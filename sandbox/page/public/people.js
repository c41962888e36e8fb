// @ts-check
/** The row of people, and letting a new one in. */
import { avatar, h } from './dom.js'
import { people, tell } from './store.js'

/** @typedef {import('./texts.js').Language} Language */
/** @typedef {{ [key: string]: any }} Texts */

const platforms = { discord: 'Discord', telegram: 'Telegram' }

/** @param {Texts} t @param {Language} language */
export function createPeople(t, language) {
  const chips = h('div', { class: 'chips' })
  const element = h(
    'nav',
    { class: 'people', 'aria-label': t.people },
    chips,
    h('button', { type: 'button', class: 'add', onclick: () => letIn(t, language) }, `＋ ${t.add}`),
  )

  const chip = (/** @type {import('./store.js').Person} */ person) =>
    h(
      'button',
      { type: 'button', class: `chip ${person.platform}`, 'data-for': person.key, onclick: () => goTo(person.key) },
      avatar(person.name),
      h('span', {}, person.name),
      h('span', { class: 'unseen' }, ` ${platforms[person.platform]}`),
      h('span', { class: 'news', 'aria-hidden': 'true' }),
    )

  return {
    element,
    refresh: () => chips.replaceChildren(...[...people.values()].map(chip)),
    /** Marks who has something new on a phone that is out of sight. @param {string} key @param {boolean} on */
    mark: (key, on) => chips.querySelector(`[data-for="${key}"]`)?.classList.toggle('fresh', on),
  }
}

/** @param {string} key */
function goTo(key) {
  const phone = document.getElementById(`phone-${key}`)
  phone?.scrollIntoView({
    behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    inline: 'center',
    block: 'nearest',
  })
  phone?.querySelector('textarea')?.focus({ preventScroll: true })
}

/** @param {Texts} t @param {Language} language */
function letIn(t, language) {
  const taken = new Set([...people.values()].map(({ name }) => name))
  const radio = (
    /** @type {string} */ name,
    /** @type {string} */ value,
    /** @type {string} */ label,
    /** @type {boolean} */ checked,
  ) => h('label', {}, h('input', { type: 'radio', name, value, checked }), label)
  const problem = h('p', { class: 'problem', role: 'alert' })
  const name = h('input', {
    name: 'name',
    maxlength: 32,
    required: true,
    autocomplete: 'off',
    value: t.names.find((/** @type {string} */ one) => !taken.has(one)) ?? '',
  })
  const form = h(
    'form',
    { onsubmit: join },
    h('h2', { id: 'add-title' }, t.addTitle),
    h('label', { class: 'wide' }, t.name, name),
    h(
      'fieldset',
      {},
      h('legend', {}, t.platform),
      radio('platform', 'discord', 'Discord', true),
      radio('platform', 'telegram', 'Telegram', false),
    ),
    h(
      'fieldset',
      {},
      h('legend', {}, t.language),
      radio('locale', 'ko', t.korean, language === 'ko'),
      radio('locale', 'en', t.english, language === 'en'),
    ),
    problem,
    h(
      'footer',
      {},
      h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, t.cancel),
      h('button', { type: 'submit', class: 'loud' }, t.join),
    ),
  )
  const dialog = h(
    'dialog',
    { class: 'add-dialog', 'aria-labelledby': 'add-title', onclose: () => dialog.remove() },
    form,
  )
  document.body.append(dialog)
  dialog.showModal()
  name.select()

  async function join(/** @type {Event} */ event) {
    event.preventDefault()
    try {
      const { person } = await tell('people', Object.fromEntries(new FormData(form)))
      dialog.close()
      goTo(person)
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : ''
    }
  }
}
