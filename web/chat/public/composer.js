// @ts-check
/** Where one writes. */
import { button, fill, h } from './dom.js'

/** @typedef {import('./log.js').Said} Said */

const TYPING_EVERY_MS = 3_000
const PICTURE_BYTES_MOST = 10_000_000

/**
 * @param {any} setup
 * @param {{ say(text: string, re: Said | undefined): void, edit(said: Said, text: string): void, typing(): void,
 *   picture(file: File): void, word(text: string): void, short(said: Said): string }} doing
 */
export function createComposer({ words, most }, doing) {
  /** @type {{ kind: 'reply' | 'edit', said: Said } | undefined} */
  let about
  let typedAt = 0

  const input = h('textarea', {
    rows: 1,
    'aria-label': words.write,
    placeholder: words.write,
    maxlength: most.said,
    enterkeyhint: 'send',
    oninput: changed,
    onkeydown: pressed,
    onpaste: pasted,
  })
  const chooser = h('input', { type: 'file', accept: 'image/*', class: 'unseen', tabindex: -1, 'aria-hidden': 'true' })
  chooser.addEventListener('change', () => {
    choose(chooser.files?.[0])
    chooser.value = ''
  })
  const attach = h(
    'button',
    { type: 'button', 'aria-label': words.picture, title: words.picture, onclick: () => chooser.click() },
    '+',
  )
  const send = h('button', { class: 'main' }, words.send)
  const aboutLine = h('div', { class: 'about' })
  aboutLine.hidden = true
  const form = h('form', { class: 'composer', onsubmit: submitted }, chooser, attach, input, send)
  const element = h('div', {}, aboutLine, form)

  function changed() {
    input.style.height = 'auto'
    input.style.height = `${input.scrollHeight + 2}px`
    const now = Date.now()
    if (input.value.trim() === '' || about?.kind === 'edit' || now - typedAt < TYPING_EVERY_MS) return
    typedAt = now
    doing.typing()
  }

  /** While a syllable is being put together, Enter belongs to it. @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.key === 'Escape' && about) {
      event.preventDefault()
      setAbout(undefined)
    }
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  }

  /** @param {ClipboardEvent} event */
  function pasted(event) {
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'))
    if (!file) return
    event.preventDefault()
    choose(file)
  }

  /** @param {File | undefined} file */
  function choose(file) {
    if (!file) return
    if (file.size > PICTURE_BYTES_MOST) doing.word(words.pictureBig)
    else doing.picture(file)
  }

  /** @param {Event} event */
  function submitted(event) {
    event.preventDefault()
    const text = input.value.trim()
    if (text === '') return
    const was = about
    fillIn('')
    setAbout(undefined)
    typedAt = 0
    if (was?.kind === 'edit') doing.edit(was.said, text)
    else doing.say(text, was?.said)
  }

  /** @param {string} text */
  function fillIn(text) {
    input.value = text
    changed()
  }

  /** @param {typeof about} next */
  function setAbout(next) {
    if (about?.kind === 'edit' && next?.kind !== 'edit') fillIn('')
    about = next
    aboutLine.hidden = next === undefined
    if (!next) return
    const line = next.kind === 'edit' ? words.editing : fill(words.replying, doing.short(next.said))
    aboutLine.replaceChildren(
      h('span', {}, line),
      button(words.cancel, () => {
        setAbout(undefined)
        input.focus()
      }),
    )
    if (next.kind === 'edit') fillIn(next.said.text)
    input.focus()
  }

  return {
    element,
    /** @param {Said} said */
    reply: (said) => setAbout({ kind: 'reply', said }),
    /** @param {Said} said */
    edit: (said) => setAbout({ kind: 'edit', said }),
    /** What did not go comes back, unless something else stands there by now. @param {string} text */
    giveBack(text) {
      if (input.value === '') fillIn(text)
      input.focus()
    },
    /** Somebody took back what is being answered or changed. @param {string} id */
    forget(id) {
      if (about?.said.id === id) setAbout(undefined)
    },
    clear() {
      fillIn('')
      setAbout(undefined)
    },
    focus: () => input.focus(),
  }
}
