// @ts-check
/** Where a person writes: words, pictures, commands. */

import { createAttach, readFile } from './attach.js'
import { h, icon } from './dom.js'
import { createPicker } from './picker.js'
import { act, service } from './store.js'

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {import('./store.js').SeenMessage} SeenMessage */

const typingEveryMs = 8_000

/** @param {Phone} phone */
export function createComposer(phone) {
  const { person, t } = phone
  const isDiscord = person.platform === 'discord'
  /** @type {{ kind: 'reply' | 'edit', message: SeenMessage } | undefined} */
  let about
  /** @type {File[]} */
  let files = []
  let typedAt = 0

  const input = h('textarea', {
    rows: 1,
    'aria-label': t.message,
    autocomplete: 'off',
    enterkeyhint: 'send',
    oninput: changed,
    onkeydown: pressed,
    onpaste: pasted,
  })
  const { button: attach, chooser } = createAttach(phone, (chosen) => {
    files = [...files, ...chosen]
    refresh()
    input.focus()
  })
  const send = h(
    'button',
    { type: 'submit', class: 'icon-button send', 'aria-label': t.send, title: t.send },
    icon('send'),
  )
  const menu = h(
    'button',
    {
      type: 'button',
      class: 'menu-button',
      'aria-label': t.commands,
      onclick: () => {
        input.value = '/'
        input.focus()
        changed()
      },
    },
    isDiscord ? '/' : icon('menu'),
  )
  const context = h('div', { class: 'about' })
  const previews = h('div', { class: 'previews' })
  const picker = createPicker(phone, input, () => {
    input.value = ''
    changed()
  })
  const start = h('button', { type: 'button', class: 'start', onclick: () => phone.command('start') }, t.start)
  const unblock = h(
    'button',
    { type: 'button', class: 'start', onclick: () => phone.attempt(() => act(person, 'unblock')) },
    t.unblock,
  )
  const line = isDiscord ? [attach, input, menu, send] : [menu, input, attach, send]
  const form = h(
    'form',
    {
      class: 'line-form',
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault()
        void submit()
      },
    },
    ...line,
  )
  const element = h('div', { class: 'composer' }, picker.element, context, previews, form, chooser, start, unblock)

  function changed() {
    input.style.height = 'auto'
    input.style.height = `${Math.min(120, input.scrollHeight)}px`
    picker.look(input.value)
    if (
      isDiscord &&
      phone.place() === 'dm' &&
      input.value &&
      !input.value.startsWith('/') &&
      Date.now() - typedAt > typingEveryMs
    ) {
      typedAt = Date.now()
      act(person, 'type').catch(() => undefined)
    }
  }

  function pressed(/** @type {KeyboardEvent} */ event) {
    if (event.isComposing || picker.pressed(event)) return
    if (event.key === 'Escape' && about) forget()
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void submit()
    }
    if (event.key === 'ArrowUp' && input.value === '') {
      const own = person.chat.findLast(({ from, deleted }) => from === 'me' && !deleted)
      if (own) edit(own)
    }
  }

  function pasted(/** @type {ClipboardEvent} */ event) {
    const pasted = [...(event.clipboardData?.files ?? [])]
    if (pasted.length === 0) return
    files = [...files, ...pasted]
    refresh()
  }

  async function submit() {
    const text = input.value.trim()
    if (text === '' && files.length === 0) return
    if (text.startsWith('/') && isDiscord) return picker.run(text)
    if (text.startsWith('/') && !about) {
      input.value = ''
      changed()
      return void phone.command(text.slice(1))
    }
    const sent = await phone.attempt(async () => {
      if (about?.kind === 'edit') return act(person, 'edit', { message: about.message.id, text })
      return act(person, 'say', {
        text,
        files: await Promise.all(files.map(readFile)),
        ...(about ? { replyTo: about.message.id } : {}),
      })
    })
    if (!sent) return
    input.value = ''
    files = []
    forget()
    changed()
  }

  function forget() {
    about = undefined
    refresh()
  }

  function edit(/** @type {SeenMessage} */ message) {
    about = { kind: 'edit', message }
    input.value = message.text
    refresh()
    changed()
    input.focus()
  }

  function refresh() {
    const blocked = service.blocked.has(person.key)
    const inRoom = isDiscord && phone.place() === 'guild'
    const fresh = !isDiscord && person.chat.length === 0
    start.hidden = !fresh || blocked
    unblock.hidden = !blocked || isDiscord
    form.hidden = (fresh && !blocked) || (blocked && !isDiscord)
    attach.hidden = inRoom
    input.placeholder = inRoom ? t.commandsOnly : isDiscord ? t.write(`@${phone.botName()}`) : t.message
    context.replaceChildren(
      ...(blocked && isDiscord ? [h('span', { class: 'warn' }, t.closedDms)] : []),
      ...(about ? aboutLine(about) : []),
    )
    previews.replaceChildren(
      ...files.map((file, i) =>
        h(
          'span',
          { class: 'preview' },
          file.name,
          h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': t.detach,
              onclick: () => {
                files.splice(i, 1)
                refresh()
              },
            },
            icon('close'),
          ),
        ),
      ),
    )
  }

  function aboutLine(/** @type {NonNullable<typeof about>} */ { kind, message }) {
    return [
      h('span', {}, h('strong', {}, kind === 'reply' ? t.replyTo : t.editing), ` ${message.text.split('\n')[0]}`),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': t.cancel,
          onclick: () => {
            if (kind === 'edit') input.value = ''
            forget()
          },
        },
        icon('close'),
      ),
    ]
  }

  return {
    element,
    refresh,
    edit,
    focus: () => (start.hidden ? input : start).focus({ preventScroll: true }),
    replyTo(/** @type {SeenMessage} */ message) {
      about = { kind: 'reply', message }
      refresh()
      input.focus()
    },
  }
}
