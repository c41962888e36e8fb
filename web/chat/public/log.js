// @ts-check
/** What was said, and what can be done with it. */
import { button, fill, h } from './dom.js'
import { drawFile } from './files.js'
import { rich } from './words.js'

/**
 * @typedef {{ id: string, own?: string, mine: boolean, text: string, marks: import('./words.js').Mark[],
 *   files: { kind: string, spoiler: boolean }[], edited: boolean, re?: string, next?: string, my?: string, their?: string, at: number,
 *   lost: boolean, pending?: 'sending' | 'unsent' }} Said
 * @typedef {{ reply(said: Said): void, edit(said: Said): void, take(said: Said): void,
 *   react(said: Said, emoji: string | null): void, earlier(): void }} Doing
 */

const NEAR_PX = 120

/** @param {any} setup @param {Doing} doing */
export function createLog({ words, language, reactions }, doing) {
  /** @type {Map<string, HTMLElement>} */
  const drawnFiles = new Map()
  /** @type {Map<string, { said: Said, element: HTMLElement | undefined }>} */
  const shown = new Map()
  const earlier = button(words.earlier, doing.earlier)
  const list = h('div', {})
  const element = h(
    'div',
    { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': words.log, tabindex: 0 },
    earlier,
    list,
  )
  earlier.hidden = true
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' })

  /** @param {Said} said */
  function draw(said) {
    const unsure = said.pending === 'sending'
    const classes = ['said', said.mine && 'mine', unsure && 'unsure'].filter(Boolean).join(' ')
    const who = h('span', { class: 'unseen' }, `${said.mine ? words.me : words.them}: `)
    const bubble = h('div', { class: 'bubble' }, who, quoted(said), files(said), rich(said.text, said.marks))
    return h('article', { class: classes, id: `said-${said.id}` }, bubble, meta(said))
  }

  /** @param {Said} said */
  function quoted({ re }) {
    const other = re && shown.get(re)
    if (!other) return false
    const go = () => {
      other.element?.scrollIntoView({ block: 'center' })
      other.element?.querySelector('summary')?.focus()
    }
    return h('button', { type: 'button', class: 'quote', onclick: go }, short(other.said))
  }

  /** @param {Said} said */
  const short = ({ text, files: { length } }) => text.split('\n')[0] || (length > 0 ? words.pictureAlt : '…')

  /** Fetched once, however often their message is drawn. @param {Said} said */
  function files({ id, mine, files: all }) {
    return all.map((file, n) => {
      const key = `${id}/${n}`
      const element = drawnFiles.get(key) ?? h('div', {}, drawFile(file, `/chat/file/${key}`, { words, mine, fit }))
      drawnFiles.set(key, element)
      return element
    })
  }

  /** @param {Said} said */
  function meta(said) {
    const { at, edited, lost, pending, my, their } = said
    const word = pending ? words[pending] : lost ? words.lost : edited && words.edited
    const when = new Date(at * 1_000)
    return h(
      'div',
      { class: 'meta' },
      h('time', { datetime: when.toISOString() }, time.format(when)),
      word && h('span', {}, word),
      their && h('span', { role: 'img', 'aria-label': `${words.them}: ${their}` }, their),
      my && h('span', { role: 'img', 'aria-label': `${words.me}: ${my}` }, my),
      !pending && open && acts(said),
    )
  }

  /** @param {Said} said */
  function acts(said) {
    const close = () => details.removeAttribute('open')
    const item = (/** @type {string} */ label, /** @type {(said: Said) => void} */ act) =>
      button(label, () => {
        close()
        act(said)
      })
    const emoji = (/** @type {string} */ one) => {
      const chosen = said.my === one
      const label = chosen ? words.unreact : fill(words.react, one)
      const press = item(one, () => doing.react(said, chosen ? null : one))
      press.setAttribute('aria-label', label)
      press.setAttribute('aria-pressed', String(chosen))
      return press
    }
    const details = h(
      'details',
      { class: 'acts', name: 'acts' },
      h('summary', { 'aria-label': `${words.acts}: ${short(said)}` }, '⋯'),
      h(
        'div',
        {},
        item(words.reply, doing.reply),
        said.mine && item(words.edit, doing.edit),
        said.mine && item(words.take, doing.take),
        reactions.map(emoji),
      ),
    )
    details.addEventListener('toggle', () => details.open && details.scrollIntoView({ block: 'nearest' }))
    return details
  }

  let open = true
  let atEnd = true
  const fit = () => atEnd && toEnd()
  const toEnd = () => element.scrollTo({ top: element.scrollHeight, behavior: 'instant' })
  element.addEventListener('scroll', () => {
    atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
  })

  /** Where something stands that has no element yet: before what was said next, else before what is on its way. */
  function placeOf(/** @type {Said} */ { next, pending }) {
    const after = next && shown.get(next)?.element
    if (after) return after
    return pending ? null : ([...shown.values()].find((one) => one.said.pending && one.element)?.element ?? null)
  }

  function redraw(/** @type {string} */ id) {
    const one = shown.get(id)
    if (!one) return
    const before = one.element
    const drawn = draw(one.said)
    drawn.classList.toggle('new', !before)
    if (before) {
      const focused = before.contains(document.activeElement)
      before.replaceWith(drawn)
      if (focused) drawn.querySelector('summary')?.focus()
    } else list.insertBefore(drawn, placeOf(one.said))
    one.element = drawn
  }

  /** What quotes these shows them as they are now. @param {string[]} ids */
  function redrawAnswers(ids) {
    for (const { said, element } of shown.values()) if (element && said.re && ids.includes(said.re)) redraw(said.id)
  }

  return {
    element,
    /** Shows what is new and what was changed; the oldest first. @param {Said[]} all */
    put(...all) {
      for (const said of all) shown.set(said.id, { element: undefined, ...shown.get(said.id), said })
      for (const { id } of [...all].reverse()) redraw(id)
      redrawAnswers(all.map(({ id }) => id))
    },
    toEnd,
    short,
    get atEnd() {
      return atEnd
    },
    /** @param {string} id */
    get: (id) => shown.get(id)?.said,
    /** @param {string} id */
    remove(id) {
      shown.get(id)?.element?.remove()
      shown.delete(id)
      redrawAnswers([id])
    },
    clear() {
      list.replaceChildren()
      shown.clear()
    },
    /** Whether anything can still be done with what was said. @param {boolean} may */
    setOpen(may) {
      if (open === may) return
      open = may
      element.classList.toggle('over', !may)
      for (const id of shown.keys()) redraw(id)
    },
    /** @param {boolean} more */
    setMore(more) {
      earlier.hidden = !more
    },
  }
}
