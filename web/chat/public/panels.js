// @ts-check
/** What stands on the page beside what is said: the way into a chat, the waiting, the end. */
import { button, h } from './dom.js'

/** @typedef {(frame: { do: string, [more: string]: unknown }) => void} Ask */

/** Nobody is here yet. @param {any} setup @param {any} room @param {Ask} ask */
export function alonePanel({ words, moods }, { agreed, no, chat }, ask) {
  const mood = (/** @type {{ value: string, label: string }} */ { value, label }) =>
    button(label, () => ask({ do: 'wait', mood: value }))
  if (no) return panel(words.askTitle, h('p', {}, no))
  if (!agreed) {
    const yes = button(words.agree, () => ask({ do: 'wish' }), 'main')
    return panel(words.askTitle, h('p', {}, words.about), yes)
  }
  return panel(
    chat ? words.next : words.wanted,
    h('div', { class: 'moods' }, moods.map(mood)),
    h(
      'div',
      { class: 'row' },
      button(words.unwish, () => ask({ do: 'unwish' })),
    ),
  )
}

/** @param {any} setup @param {any} room @param {Ask} ask */
export function waitingPanel({ words }, { wait }, ask) {
  return panel(
    words.waiting,
    h('p', {}, `${words.waited}: ${wait}`),
    h('p', {}, words.waitingHint),
    h(
      'div',
      { class: 'row' },
      button(words.stop, () => ask({ do: 'stop' })),
    ),
  )
}

/** A chat is over: what can still be done about it. @param {any} setup @param {any} room @param {Ask} ask @param {() => void} report */
export function endedPanel({ words }, { chat }, ask, report) {
  const { id, friend, kept } = chat
  const keep =
    !friend && !kept.mine && button(words.keep, () => ask({ do: 'keep', chat: id }), kept.theirs ? 'main' : '')
  return panel(
    words.ended,
    !friend && kept.theirs && !kept.mine && h('p', {}, words.keepOffered),
    !friend && kept.mine && h('p', {}, kept.theirs ? words.keepDone : words.keepAsked),
    h(
      'div',
      { class: 'row' },
      keep,
      button(words.reportAfter, report, 'danger'),
      button(words.block, () => ask({ do: 'block', chat: id }), 'danger'),
    ),
  )
}

/** What was wrong. @param {any} setup @param {(category: string, words: string) => void} send @param {() => void} cancel */
export function reportPanel({ words, categories, most }, send, cancel) {
  const more = h('textarea', { maxlength: most.report, rows: 3, 'aria-label': words.reportWords })
  const choice = (/** @type {{ value: string, label: string }} */ { value, label }) =>
    h(
      'label',
      { class: 'choice' },
      h('input', { type: 'radio', name: 'category', value, required: true }),
      h('span', {}, label),
    )
  const form = h(
    'form',
    {
      class: 'report',
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault()
        send(String(new FormData(form).get('category') ?? ''), more.value)
      },
    },
    h('p', {}, words.reportText),
    h('fieldset', {}, h('legend', {}, words.reportTitle), categories.map(choice)),
    h('p', {}, words.reportWords),
    more,
    h('div', { class: 'row' }, h('button', { class: 'danger' }, words.reportSend), button(words.cancel, cancel)),
  )
  return panel(words.reportAfter, form)
}

/** The first line is a heading that takes the focus when what stood there before is gone. @param {string} title @param {...any} children */
function panel(title, ...children) {
  return h('section', { class: 'panel' }, h('h2', { tabindex: -1 }, title), ...children)
}
