// @ts-check
/** What the page knows, kept up to date over the WebSocket, and what it can do. */

/** @typedef {import('../../person.ts').SeenMessage} SeenMessage */
/** @typedef {import('../../person.ts').SeenForm} SeenForm */
/** @typedef {import('../status.ts').ServiceStatus} ServiceStatus */
/**
 * @typedef {object} Person
 * @property {string} key  platform/id
 * @property {string} name
 * @property {'discord' | 'telegram'} platform
 * @property {string} locale
 * @property {string} timeZone
 * @property {SeenMessage[]} chat
 * @property {SeenForm} [form]
 */
/** @typedef {{ change: string, message?: SeenMessage, form?: SeenForm, text?: string }} Change */

/** @type {Map<string, Person>} */
export const people = new Map()
export const service = {
  /** How far the service's clock is ahead of this browser's, in ms. */
  ahead: 0,
  /** @type {{ [platform: string]: string | undefined }} */
  trouble: {},
  /** @type {Set<string>} */
  blocked: new Set(),
  /** @type {ServiceStatus | undefined} */
  status: undefined,
  connected: false,
}

/** ms since the epoch, as the service sees it. */
export const now = () => Date.now() + service.ahead

const events = new EventTarget()

/**
 * `all`: everybody anew; `joined`, `change`: one person; `pulse`: time, status and troubles; `connection`.
 * @param {string} type @param {(detail: any) => void} listener
 */
export function when(type, listener) {
  events.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail))
}

/** @param {string} type @param {unknown} [detail] */
function announce(type, detail) {
  events.dispatchEvent(new CustomEvent(type, { detail }))
}

let retryMs = 250

/** Listens from now on, and again whenever the service was away. */
export function connect() {
  const socket = new WebSocket(`ws://${location.host}/sandbox/live`)
  socket.onmessage = ({ data }) => take(JSON.parse(data))
  socket.onopen = () => {
    retryMs = 250
    setConnected(true)
  }
  socket.onclose = () => {
    setConnected(false)
    setTimeout(connect, retryMs)
    retryMs = Math.min(4_000, retryMs * 2)
  }
}

/** @param {boolean} connected */
function setConnected(connected) {
  service.connected = connected
  announce('connection')
}

/** @param {any} news */
function take(news) {
  if (news.type === 'change') return takeChange(news)
  if (news.type === 'joined') {
    if (people.has(news.person.key)) return
    people.set(news.person.key, news.person)
    return announce('joined', news.person)
  }
  service.ahead = news.now - Date.now()
  service.trouble = news.trouble
  service.blocked = new Set(news.blocked)
  if (news.status) service.status = news.status
  if (news.type === 'all') {
    people.clear()
    for (const person of news.people) people.set(person.key, person)
    announce('all')
  }
  announce('pulse')
}

/** @param {Change & { person: string }} news */
function takeChange({ person: key, ...change }) {
  const person = people.get(key)
  if (!person) return
  const { message } = change
  if (message) {
    const place = person.chat.findIndex(({ id }) => id === message.id)
    if (place < 0) person.chat.push(message)
    else person.chat[place] = message
  }
  if (change.change === 'form') {
    if (change.form) person.form = change.form
    else delete person.form
  }
  announce('change', { person, ...change })
}

/**
 * Does something as a person would.
 * @param {Person} person @param {string} action @param {object} [body]
 */
export function act(person, action, body = {}) {
  const [platform, id] = person.key.split('/')
  return ask('POST', `${platform}/people/${id}/${action}`, body)
}

/** The commands this person may run, in their language. @param {Person} person @returns {Promise<import('../../person.ts').SeenCommand[]>} */
export function commandsOf(person) {
  const [platform, id] = person.key.split('/')
  return ask('GET', `${platform}/people/${id}/commands`)
}

/** @param {string} what @param {object} body */
export function tell(what, body) {
  return ask('POST', what, body)
}

/** @param {string} method @param {string} path @param {object} [body] */
async function ask(method, path, body) {
  const response = await fetch(`/sandbox/api/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(String(answer.error).split('\n')[0])
  return answer
}

/** The address of a file in a message. @param {Person} person @param {SeenMessage} message @param {number} index */
export function fileUrl(person, message, index) {
  return `/sandbox/files/${person.key}/${message.id}/${index}`
}
