// @ts-check
/** The list of commands that opens with "/", and the options of the one that was picked. */
import { botAvatar, h, icon } from './dom.js'
import { commandsOf } from './store.js'

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {import('../../person.ts').SeenCommand} SeenCommand */

/**
 * @param {Phone} phone @param {HTMLTextAreaElement} input
 * @param {() => void} done  called when a command was run or the list is no longer wanted
 */
export function createPicker(phone, input, done) {
  const { person, t } = phone
  const listId = `commands-${person.key}`
  const element = h('div', { class: 'picker', id: listId, hidden: true })
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-controls', listId)
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-expanded', 'false')
  /** @type {SeenCommand[]} */
  let offered = []
  let active = 0
  let looks = 0
  /** Settled once the list fits what is typed. */
  let looking = Promise.resolve()

  function close() {
    looks += 1
    offered = []
    element.hidden = true
    element.replaceChildren()
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  /** @param {string} text */
  async function show(text) {
    const [, typed] = /^\/([^\s]*)$/.exec(text) ?? []
    if (typed === undefined) return close()
    const number = ++looks
    const commands = await commandsOf(person).catch(() => [])
    if (number !== looks) return
    offered = commands.filter(({ name, label }) => name.startsWith(typed) || label.startsWith(typed))
    active = 0
    const entries = offered.map((command, i) =>
      h(
        'div',
        { role: 'option', id: `${listId}-${i}`, onclick: () => pick(command), onpointermove: () => mark(i) },
        botAvatar(),
        h(
          'div',
          {},
          h(
            'strong',
            {},
            `/${command.label}`,
            ...command.options.map(({ label }) => h('span', { class: 'option' }, label)),
          ),
          h('span', { class: 'hint' }, command.description),
        ),
      ),
    )
    element.replaceChildren(
      h(
        'div',
        { role: 'listbox', 'aria-label': t.commands },
        ...(entries.length ? entries : [h('p', {}, t.noCommands)]),
      ),
    )
    element.hidden = false
    input.setAttribute('aria-expanded', 'true')
    // What is typed in full is what Enter takes: /help, not /helpline.
    mark(
      Math.max(
        0,
        offered.findIndex(({ name, label }) => name === typed || label === typed),
      ),
    )
  }

  /** @param {number} i */
  function mark(i) {
    active = i
    for (const [n, entry] of [...element.querySelectorAll('[role=option]')].entries()) {
      entry.setAttribute('aria-selected', String(n === i))
      if (n === i) entry.scrollIntoView({ block: 'nearest' })
    }
    input.setAttribute('aria-activedescendant', `${listId}-${i}`)
  }

  /** Whoever types fast presses Enter before the list follows: it is what they typed that counts. */
  async function take() {
    await looking
    const command = offered[active]
    if (command) pick(command)
  }

  /** @param {SeenCommand} command */
  function pick(command) {
    if (person.platform === 'discord' && command.options.length > 0) return askOptions(command)
    close()
    done()
    input.focus()
    void phone.command(command.name)
  }

  /** @param {SeenCommand} command */
  function askOptions(command) {
    close()
    done()
    const fields = command.options.map((option) => ({ name: option.name, field: optionField(option) }))
    const run = (/** @type {Event} */ event) => {
      event.preventDefault()
      const given = fields.flatMap(({ name, field }) => (field.value ? [[name, field.value]] : []))
      close()
      input.focus()
      void phone.command(command.name, Object.fromEntries(given))
    }
    element.replaceChildren(
      h(
        'form',
        {
          class: 'options',
          onsubmit: run,
          onkeydown: (/** @type {KeyboardEvent} */ event) => {
            if (event.key === 'Escape') {
              close()
              input.focus()
            }
          },
        },
        h(
          'header',
          {},
          h('strong', {}, `/${command.label}`),
          h('span', { class: 'hint' }, command.description),
          h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': t.cancel,
              onclick: () => {
                close()
                input.focus()
              },
            },
            icon('close'),
          ),
        ),
        ...command.options.map((option, i) =>
          h(
            'label',
            {},
            h(
              'span',
              {},
              option.label,
              h('span', { class: 'hint' }, ` ${option.description} ${option.required ? '' : t.optional}`),
            ),
            fields[i]?.field,
          ),
        ),
        h('button', { type: 'submit', class: 'button primary' }, t.run),
      ),
    )
    element.hidden = false
    element.querySelector('button.primary')?.focus()
  }

  /** @param {SeenCommand['options'][number]} option */
  function optionField({ choices, required }) {
    if (!choices) return h('input', { type: 'text', required })
    return h(
      'select',
      { required },
      h('option', { value: '' }, t.choose),
      ...choices.map(({ label, value }) => h('option', { value }, label)),
    )
  }

  return {
    element,
    /** Shows what begins like this. @param {string} text */
    look(text) {
      looking = show(text)
    },
    /** Runs what was typed by hand. @param {string} text */
    async run(text) {
      const commands = await commandsOf(person).catch(() => [])
      const name = text.slice(1)
      const command = commands.find((one) => one.name === name || one.label === name)
      if (command) pick(command)
      else await phone.command(name)
    },
    /** True when the key was meant for the list. @param {KeyboardEvent} event */
    pressed(event) {
      if (element.hidden || offered.length === 0) return false
      const act = {
        ArrowDown: () => mark((active + 1) % offered.length),
        ArrowUp: () => mark((active - 1 + offered.length) % offered.length),
        Enter: take,
        Tab: take,
        Escape: close,
      }[event.key]
      if (!act) return false
      event.preventDefault()
      void act()
      return true
    },
  }
}
