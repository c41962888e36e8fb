// @ts-check
/** One person's phone: what stands on it, and what they can do with it. */
import { createComposer } from './composer.js'
import { discordMessage } from './discord.js'
import { h, icon } from './dom.js'
import { fileRow } from './files.js'
import { formLayer } from './form.js'
import { messageMenu } from './menu.js'
import { emptyScreen, ownerLine, platformNames, reactionRow, topBar } from './parts.js'
import { act, commandsOf, now, service } from './store.js'
import { telegramMessage } from './telegram.js'
import { inWords, languageOf, textsIn } from './texts.js'
import { clockTime, dayName, startOfDay } from './times.js'

/** @typedef {import('./store.js').Person} Person */
/** @typedef {import('./store.js').SeenMessage} SeenMessage */
/** @typedef {ReturnType<typeof createPhone>} Phone */

const typingMs = 5_000
const noticeMs = 4_000

/** @param {Person} person */
export function createPhone(person) {
  const language = languageOf(person.locale)
  const where = { language, timeZone: person.timeZone }
  const t = textsIn(language)
  const isDiscord = person.platform === 'discord'
  /** @type {'dm' | 'guild'} */
  let place = 'dm'
  /** @type {Map<string, string>} */
  let labels = new Map()
  let knowsLabels = false
  const hidden = new Set()
  /** @type {ReturnType<typeof formLayer> | undefined} */
  let form
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typingTimer

  const log = h('div', {
    class: 'log',
    role: 'log',
    'aria-live': 'polite',
    'aria-relevant': 'additions',
    'aria-label': t.phoneOf(person.name, platformNames[person.platform]),
    tabindex: 0,
  })
  let pinned = true
  let scrolledTo = 0
  log.addEventListener('scroll', () => {
    if (log.scrollHeight - log.scrollTop - log.clientHeight < 80) pinned = true
    else if (log.scrollTop < scrolledTo) pinned = false
    scrolledTo = log.scrollTop
  })
  // Pictures and fonts that come late make the chat longer.
  log.addEventListener('load', stayDown, true)
  new ResizeObserver(stayDown).observe(log)
  const typing = h('div', { class: 'typing', 'aria-live': 'off' })
  const notice = h('div', { class: 'notice', role: 'status' })

  const phone = {
    person,
    where,
    t,
    /** Where the next command or message goes. */
    place: () => place,
    botName: () => {
      const fromBot = /** @type {any} */ (person.chat.find(({ from }) => from === 'bot')?.raw)
      return String(fromBot?.author?.username ?? fromBot?.from?.first_name ?? 'Wiro')
    },
    /** Its own name until it is known how it is called in this person's language. @param {string} name */
    commandLabel(name) {
      if (!knowsLabels) void learnLabels()
      return labels.get(name) ?? name
    },
    reader: () => ({
      ...where,
      now: now(),
      nameOf: (/** @type {string} */ id) => (person.key.endsWith(`/${id}`) ? person.name : phone.botName()),
    }),
    files: (/** @type {SeenMessage} */ message) => fileRow(phone, message),
    reactions: (/** @type {SeenMessage} */ message) => reactionRow(phone, message),
    /** @param {Event} event @param {SeenMessage} message @param {string} label */
    press: (event, message, label) =>
      waiting(/** @type {HTMLElement} */ (event.currentTarget), () =>
        act(person, 'press', { label, message: message.id }),
      ),
    /** @param {HTMLElement} anchor @param {SeenMessage} message @param {string} label */
    choose: (anchor, message, label) => waiting(anchor, () => act(person, 'choose', { label, message: message.id })),
    /** @param {string} name @param {{ [option: string]: string }} [options] */
    command: (name, options = {}) =>
      attempt(() => act(person, 'command', { name, options, ...(isDiscord ? { in: place } : {}) })),
    /** Does something; what the platform would not let through is shown on the phone. @param {() => Promise<unknown>} work */
    attempt,
    /** @param {SeenMessage} message */
    hide(message) {
      hidden.add(message.id)
      renderAll()
      composer.focus()
    },
    element: h('section', {
      class: `phone ${person.platform}`,
      id: `phone-${person.key}`,
      'data-person': person.key,
      'aria-label': t.phoneOf(person.name, platformNames[person.platform]),
      lang: language,
    }),
    composer: /** @type {any} */ (undefined),
    take,
    refresh,
    renderAll,
    stayDown,
  }
  const composer = createComposer(phone)
  phone.composer = composer

  const tabs = isDiscord ? [tab('dm', t.dm), tab('guild', t.room)] : []
  const blockButton = h(
    'button',
    {
      type: 'button',
      class: 'icon-button block',
      onclick: () => phone.attempt(() => act(person, service.blocked.has(person.key) ? 'unblock' : 'block')),
    },
    icon('stop'),
  )
  const inner = h('div', { class: 'inner' }, topBar(phone, tabs), log, typing, composer.element)
  const screen = h('div', { class: 'screen' }, inner, notice)
  phone.element.append(ownerLine(phone, blockButton), screen)

  function tab(/** @type {'dm' | 'guild'} */ where, /** @type {string} */ label) {
    return h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(where === place),
        'data-place': where,
        onclick: () => {
          place = where
          renderAll()
          composer.focus()
        },
      },
      label,
    )
  }

  async function attempt(/** @type {() => Promise<unknown>} */ work) {
    try {
      await work()
      return true
    } catch (error) {
      show(inWords(error, t), 'problem')
      return false
    }
  }

  /** A control that waits for the bot cannot be used twice. */
  async function waiting(/** @type {HTMLElement} */ control, /** @type {() => Promise<unknown>} */ work) {
    if (control.getAttribute('aria-busy') === 'true') return
    control.setAttribute('aria-busy', 'true')
    await attempt(work)
    control.removeAttribute('aria-busy')
  }

  function show(/** @type {string} */ text, kind = '') {
    const line = h('p', { class: kind }, text)
    notice.append(line)
    setTimeout(() => line.remove(), noticeMs)
  }

  function shown() {
    return person.chat.filter(
      (message) => !message.deleted && !hidden.has(message.id) && (!isDiscord || message.place === place),
    )
  }

  function renderAll() {
    for (const one of tabs) one.setAttribute('aria-pressed', String(one.dataset.place === place))
    const messages = shown()
    log.replaceChildren(
      ...(messages.length === 0
        ? [emptyScreen(phone)]
        : messages.flatMap((message, i) => withDay(message, messages[i - 1]))),
    )
    pinned = true
    stayDown()
    refresh()
  }

  /** Keeps the newest in sight, unless the person scrolled up to read. */
  function stayDown() {
    if (pinned) log.scrollTop = log.scrollHeight
  }

  function withDay(/** @type {SeenMessage} */ message, /** @type {SeenMessage | undefined} */ before) {
    const isNewDay = !before || startOfDay(before.at, person.timeZone) !== startOfDay(message.at, person.timeZone)
    return [
      ...(isNewDay
        ? [h('div', { class: 'day', role: 'separator' }, h('span', {}, dayName(message.at, now(), where)))]
        : []),
      render(message, isNewDay ? undefined : before),
    ]
  }

  function render(/** @type {SeenMessage} */ message, /** @type {SeenMessage | undefined} */ before) {
    const parts = isDiscord ? discordMessage(phone, message, before) : telegramMessage(phone, message)
    return h(
      'article',
      {
        class: `message ${message.from} ${message.ephemeral ? 'ephemeral' : ''} ${before ? '' : 'first'}`,
        'data-message': message.id,
        tabindex: -1,
        'aria-label': `${message.from === 'me' ? person.name : phone.botName()}, ${clockTime(message.at, where)}`,
      },
      ...parts,
      messageMenu(phone, message),
    )
  }

  /** One change on this screen. */
  function take(/** @type {import('./store.js').Change} */ change) {
    if (change.change === 'typing') return showTyping(change.text)
    if (change.change === 'toast') return show(change.text ?? '')
    if (change.change === 'form') return showForm()
    const { message } = change
    if (!message || (isDiscord && message.place !== place)) return
    if (change.change === 'message') return add(message)
    if (change.change === 'delete') return takeAway(message)
    const element = log.querySelector(`[data-message="${message.id}"]`)
    if (!element) return
    const messages = shown()
    const fresh = render(message, messages[messages.findIndex(({ id }) => id === message.id) - 1])
    const hadFocus = element.contains(document.activeElement)
    element.replaceWith(fresh)
    if (hadFocus) (fresh.querySelector('[data-act]:not([disabled])') ?? fresh).focus({ preventScroll: true })
    stayDown()
  }

  function takeAway(/** @type {SeenMessage} */ { id }) {
    log.querySelector(`[data-message="${id}"]`)?.remove()
    if (shown().length === 0) renderAll()
  }

  function add(/** @type {SeenMessage} */ message) {
    typing.replaceChildren()
    const messages = shown()
    if (messages.length === 1) log.replaceChildren()
    log.append(...withDay(message, messages.at(-2)))
    pinned ||= message.from === 'me'
    stayDown()
    refresh()
  }

  function showTyping(/** @type {string | undefined} */ action) {
    clearTimeout(typingTimer)
    if (action === 'cancel') return typing.replaceChildren()
    const what = action === undefined || action === 'typing' ? t.typing : t.sendingFile
    typing.replaceChildren(h('span', { class: 'dots', 'aria-hidden': 'true' }), what(phone.botName()))
    typingTimer = setTimeout(() => typing.replaceChildren(), typingMs)
  }

  /** The form of the moment over everything else on this phone. */
  function showForm() {
    const focusIsHere = phone.element.contains(document.activeElement) || document.activeElement === document.body
    form?.layer.remove()
    form = person.form && formLayer(phone, person.form)
    inner.inert = Boolean(form)
    if (form) screen.append(form.layer)
    if (focusIsHere) form ? form.focus() : composer.focus()
  }

  /** What may have changed around the messages: blocked or not, started or not. */
  function refresh() {
    const blocked = service.blocked.has(person.key)
    blockButton.setAttribute('aria-pressed', String(blocked))
    blockButton.setAttribute('aria-label', blocked ? t.unblock : t.block)
    blockButton.title = blocked ? t.unblock : t.block
    phone.element.classList.toggle('blocked', blocked)
    composer.refresh()
  }

  async function learnLabels() {
    knowsLabels = true
    const commands = await commandsOf(person).catch(() => [])
    labels = new Map(commands.map(({ name, label }) => [name, label]))
    renderAll()
  }

  if (person.form) showForm()
  return phone
}
