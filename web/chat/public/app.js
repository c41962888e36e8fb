// @ts-check
/** The chat's page. What it shows is what the service tells; what is done here is asked of it. */
import { createComposer } from './composer.js'
import { connect } from './connection.js'
import { button, h, newId } from './dom.js'
import { createLog } from './log.js'
import { alonePanel, endedPanel, reportPanel, waitingPanel } from './panels.js'

/** @typedef {import('./log.js').Said} Said */

const TYPING_SHOWN_MS = 6_000
const TRIES_MOST = 6

const root = /** @type {HTMLElement} */ (document.querySelector('#room'))
const setup = JSON.parse(root.dataset.setup ?? '{}')
const { words } = setup
const title = document.title

const stateLine = h('div', { id: 'state', role: 'status' })
const noteLine = h('div', { id: 'note', role: 'alert' })
const typingLine = h('div', { id: 'typing', 'aria-live': 'polite' })
const leaving = h('div', { class: 'row' })
const panels = h('div', {})

/** What is asked and not answered yet. @type {Map<number, { text?: string, own?: string, edit?: Said }>} */
const asked = new Map()
/** What was said here and is not seen in the log yet; sent again after a break. @type {Map<string, { frame: any, said: Said, tries: number }>} */
const pending = new Map()
let number = 0
/** @type {any} */
let room
/** @type {'' | 'leave' | 'report'} */
let asking = ''
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingTimer
let unseen = 0
let fresh = true

const log = createLog(setup, {
  reply: (said) => composer.reply(said),
  edit: (said) => composer.edit(said),
  take: ({ id }) => ask({ do: 'take', of: id }),
  react: ({ id }, emoji) => ask({ do: 'react', of: id, emoji }),
  earlier: () => ask({ do: 'earlier' }),
})
const composer = createComposer(setup, {
  say,
  edit: (said, text) => ask({ do: 'edit', of: said.id, text }, { edit: said, text }),
  typing: () => void connection.send({ do: 'typing' }),
  picture: sendPicture,
  word: (text) => note('no', text),
  short: log.short,
})
root.replaceChildren(stateLine, leaving, log.element, typingLine, composer.element, noteLine, panels)
for (const part of [leaving, log.element, typingLine, composer.element]) part.hidden = true

/** @param {any} frame */
function hear(frame) {
  showState('here')
  if (frame.type === 'room') return showRoom(frame)
  if (frame.type === 'log') return showLog(frame)
  if (frame.type === 'typing') return showTyping()
  if (frame.type === 'done') return done(frame)
  if (frame.type === 'word') return hearWord(frame)
}

/** Asks something of the service. @param {any} frame @param {{ text?: string, own?: string, edit?: Said }} [about] */
function ask(frame, about = {}) {
  note('')
  const n = ++number
  asked.set(n, about)
  if (connection.send({ ...frame, n })) return
  asked.delete(n)
  if (about.edit) composer.edit({ ...about.edit, text: about.text ?? '' })
}

/** @param {string} text @param {Said | undefined} re */
function say(text, re) {
  if (!room?.chat || room.chat.ended) return
  const own = newId()
  const frame = { do: 'say', chat: room.chat.id, own, text, ...(re ? { re: re.id } : {}) }
  pend(own, frame, { text, files: [], re: re?.id })
  send(own)
}

/** @param {string} own @param {any} frame @param {{ text: string, files: Said['files'], re?: string | undefined }} what */
function pend(own, frame, what) {
  const said = /** @type {Said} */ ({
    id: `own-${own}`,
    own,
    mine: true,
    marks: [],
    edited: false,
    lost: false,
    at: Date.now() / 1_000,
    pending: 'sending',
    ...what,
  })
  pending.set(own, { frame, said, tries: 0 })
  log.put(said)
  log.toEnd()
}

/** @param {string} own */
function send(own) {
  const one = pending.get(own)
  if (!one?.frame) return
  if (++one.tries > TRIES_MOST) {
    drop(own)
    composer.giveBack(one.said.text)
    return note('no', words.broken)
  }
  if (one.frame instanceof Function) return one.frame()
  note('')
  const n = ++number
  asked.set(n, { own, text: one.said.text })
  connection.send({ ...one.frame, n })
}

/** Cleaned and kept by the service before it is said; asked once more it is said no second time. @param {File} file */
function sendPicture(file) {
  if (!room?.chat || room.chat.ended) return
  const own = newId()
  const chat = room.chat.id
  const upload = async () => {
    const answer = await fetch(`/chat/picture?chat=${chat}&own=${own}`, {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'application/octet-stream', 'x-csrf-token': setup.token },
    }).catch(() => undefined)
    if (!answer || answer.ok) return
    drop(own)
    note('no', (await answer.text().catch(() => '')) || words.broken)
  }
  pend(own, upload, { text: '🖼', files: [] })
  send(own)
}

/** @param {string} own */
function drop(own) {
  pending.delete(own)
  log.remove(`own-${own}`)
}

/** @param {any} frame */
function done({ n, what }) {
  asked.delete(n)
  if (what === 'reported') note('done', words.reported)
  if (what === 'blocked') note('done', words.blocked)
  if (what === 'kept-friends') note('done', words.keepDone)
  if (what === 'kept-offered') note('done', words.keepAsked)
}

/** @param {any} frame */
function hearWord({ n, tone, text }) {
  const about = asked.get(n)
  asked.delete(n)
  if (about?.own) {
    drop(about.own)
    composer.giveBack(about.text ?? '')
  }
  if (about?.edit) composer.edit({ ...about.edit, text: about.text ?? '' })
  note(tone, text)
}

/** @param {string} tone @param {string} [text] */
function note(tone, text = '') {
  noteLine.className = tone
  noteLine.textContent = text
}

/** @param {any} next */
function showRoom(next) {
  const before = room
  room = next
  const talking = next.at === 'talking'
  const shown = next.chat !== undefined && (talking || !next.chat.ended || next.at === 'alone')
  if (before?.chat?.id !== next.chat?.id || (before?.at === 'talking') !== talking) {
    asking = asking === 'report' && before?.chat?.id === next.chat?.id ? 'report' : ''
    if (before?.chat?.id !== next.chat?.id) {
      log.clear()
      pending.clear()
      composer.clear()
    }
    // What was held back asks for something that is over.
    if (!talking && noteLine.className === 'no') note('')
    if (before && talking) note('done', next.chat.friend ? words.hereFriend : words.here)
    if (before) seen(talking)
  }
  if (!talking) giveUp()
  log.element.hidden = !shown
  log.setOpen(talking)
  composer.element.hidden = !talking
  typingLine.hidden = !talking
  drawPanels(before)
}

/** What can reach nobody any more says so. */
function giveUp() {
  for (const one of pending.values()) {
    one.frame = undefined
    one.said.pending = 'unsent'
    log.put(one.said)
  }
}

/** What the panels were drawn from. */
let drawn = ''

/** What is the same stays: nobody loses what they are just writing into it. @param {any} [before] */
function drawPanels(before) {
  const { at, chat } = room
  const drawing = JSON.stringify([asking, at, asking === 'report' ? chat?.id : room])
  if (drawing === drawn) return
  drawn = drawing
  const talking = at === 'talking'
  leaving.hidden = !talking
  leaving.replaceChildren(...(talking ? ways(chat) : []))
  const parts = []
  if (asking === 'report') parts.push(reportPanel(setup, sendReport, cancel))
  else if (at === 'waiting') parts.push(waitingPanel(setup, room, ask))
  else if (at === 'alone') {
    if (chat) parts.push(endedPanel(setup, room, ask, () => start('report')))
    parts.push(alonePanel(setup, room, ask))
  } else if (chat.first) parts.push(h('p', {}, h('small', {}, words.first)))
  const kept = panels.contains(document.activeElement)
  panels.replaceChildren(...parts)
  if (before && before.at !== at) talking ? composer.focus() : panels.querySelector('h2')?.focus()
  else if (kept) panels.querySelector('h2')?.focus()
}

/** @param {any} chat */
function ways(chat) {
  if (asking === 'leave')
    return [
      h('span', { role: 'alert' }, words.leaveSure),
      button(words.yes, () => ask({ do: 'leave', chat: chat.id }), 'danger'),
      button(words.no, cancel),
    ]
  return [
    ...(chat.idle ? [h('p', { role: 'alert' }, words.idle), button(words.stay, () => ask({ do: 'stay' }))] : []),
    button(words.leave, () => start('leave')),
    button(
      words.report,
      () => {
        asking = 'report'
        ask({ do: 'leave', chat: chat.id })
      },
      'danger',
    ),
  ]
}

/** @param {'leave' | 'report'} what */
function start(what) {
  asking = what
  drawPanels()
  const goal = what === 'leave' ? leaving.querySelector('button') : panels.querySelector('h2')
  goal?.focus()
}

function cancel() {
  asking = ''
  drawPanels()
}

/** @param {string} category @param {string} more */
function sendReport(category, more) {
  const chat = room.chat?.id
  asking = ''
  ask({ do: 'report', chat, category, words: more })
  drawPanels()
}

/** @param {any} frame */
function showLog({ chat, whole, more, said, gone }) {
  if (chat !== room?.chat?.id) return
  const wasAtEnd = log.atEnd || whole
  if (whole) log.clear()
  for (const id of gone) {
    composer.forget(id)
    log.remove(id)
  }
  for (const { own } of said) if (own && pending.has(own)) drop(own)
  const others = said.filter((/** @type {Said} */ { id, mine }) => !mine && !log.get(id))
  log.put(...said)
  if (whole) for (const { said: one } of pending.values()) log.put(one)
  log.setMore(more)
  if (wasAtEnd) log.toEnd()
  if (others.length > 0) {
    typingLine.textContent = ''
    if (!whole) seen(true)
  }
  if (whole && !fresh) for (const own of pending.keys()) send(own)
  fresh = false
}

function showTyping() {
  if (typingLine.textContent === '') typingLine.textContent = words.typing
  clearTimeout(typingTimer)
  typingTimer = setTimeout(() => {
    typingLine.textContent = ''
  }, TYPING_SHOWN_MS)
}

/** Something came while nobody looked: the tab says so. @param {boolean} came */
function seen(came) {
  unseen = document.hidden && came ? unseen + 1 : 0
  document.title = unseen > 0 ? `(${unseen}) ${title}` : title
}
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return
  seen(false)
  connection.send({ do: 'look' })
})

/** @type {import('./connection.js').State | undefined} */
let state
/** @param {import('./connection.js').State} next */
function showState(next) {
  if (next === state) return
  state = next
  const more = {
    out: () => h('a', { href: '/chat' }, words.login),
    resting: () => button(words.wake, () => connection.wake()),
    elsewhere: () => button(words.wake, () => connection.wake()),
  }
  const way = /** @type {{ [state: string]: () => Node }} */ (more)[next]?.()
  stateLine.replaceChildren(...(next === 'here' ? [] : [`${words[next]} `, ...(way ? [way] : [])]))
  if (next === 'again') asked.clear()
}

addEventListener('beforeunload', (event) => {
  if ([...pending.values()].some(({ frame }) => frame)) event.preventDefault()
})

const connection = connect({ onState: showState, onFrame: hear })
