// @ts-check
/** Files in a message, each shown as what it was sent as. */
import { h, icon } from './dom.js'
import { fileUrl } from './store.js'

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {import('./store.js').SeenMessage} SeenMessage */
/** @typedef {SeenMessage['files'][number]} SeenFile */

const picture = /^image\/(png|apng|jpeg|gif|webp)$/
const film = /^video\/(mp4|webm|quicktime)$/
const sound = /^audio\/(ogg|mpeg|mp4|aac|webm|wav|x-wav|x-m4a|flac)$/

/**
 * All of them, but for those that are shown within an embed or a component.
 * @param {Phone} phone @param {SeenMessage} message
 */
export function fileRow(phone, message) {
  const { embeds = [], components = [] } = /** @type {any} */ (message.raw)
  const elsewhere = new Set(namesIn([embeds, components]))
  const cards = message.files.flatMap((file, index) => (elsewhere.has(file.name) ? [] : [card(phone, message, index)]))
  if (cards.length === 0) return []
  return [h('div', { class: cards.length > 1 ? 'files several' : 'files' }, ...cards)]
}

/** The file of this message that an embed or a component names. @param {Phone} phone @param {SeenMessage} message @param {string | undefined} url */
export function fileNamed(phone, message, url) {
  const name = url && nameIn(url)
  const index = message.files.findIndex((file) => file.name === name)
  return index < 0 ? undefined : card(phone, message, index)
}

/** As long as a message is the same its films and sounds are not asked for again, and go on playing. @type {WeakMap<SeenMessage, Map<number, HTMLElement>>} */
const drawn = new WeakMap()

/** @param {Phone} phone @param {SeenMessage} message @param {number} index @returns {HTMLElement} */
function card(phone, message, index) {
  const cards = drawn.get(message) ?? new Map()
  drawn.set(message, cards)
  const file = /** @type {SeenFile} */ (message.files[index])
  const draw = () => {
    const shown = fileCard(phone, message, file, index)
    return file.spoiler ? covered(phone, shown) : shown
  }
  const element = cards.get(index) ?? draw()
  cards.set(index, element)
  return element
}

/** Every file that is named in there. @param {unknown} value @returns {string[]} */
function namesIn(value) {
  if (typeof value === 'string') return nameIn(value) ? [nameIn(value)] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesIn) : []
}

/** @param {string} url @returns {any} */
function nameIn(url) {
  const [, name] = /^attachment:\/\/(.+)$/.exec(url) ?? /\/attachments\/\d+\/\d+\/([^?]+)/.exec(url) ?? []
  return name && decodeURIComponent(name)
}

/** @param {Phone} phone @param {SeenMessage} message @param {SeenFile} file @param {number} index @returns {HTMLElement} */
function fileCard({ person, t }, message, file, index) {
  const src = fileUrl(person, message, index)
  const { kind, type, name } = file
  const label = descriptionOf(message, index) ?? t[`file.${kind}`]
  if (kind === 'sticker') {
    const emoji = /** @type {any} */ (message.raw).sticker?.emoji
    if (picture.test(type)) return h('img', { class: 'sticker', src, alt: emoji ?? `${label} ${name}` })
    return h('span', { class: 'sticker', role: 'img', 'aria-label': label }, emoji ?? '🌟')
  }
  if (kind === 'document') return download(t, file, src)
  if (picture.test(type))
    return h(
      'a',
      { class: 'enlarge', href: src, target: '_blank', 'aria-label': label },
      h('img', { class: 'picture', src, alt: label }),
    )
  if (film.test(type))
    return h('video', {
      class: kind === 'video_note' ? 'film round' : 'film',
      src,
      'aria-label': label,
      controls: true,
      loop: kind === 'animation',
      playsinline: true,
      preload: 'metadata',
    })
  if (sound.test(type))
    return h(
      'figure',
      { class: `sound ${kind}` },
      h('figcaption', {}, `${kind === 'voice' ? '🎤' : '🎵'} ${kind === 'voice' ? label : titleOf(message, file)}`),
      h('audio', { src, 'aria-label': label, controls: true, preload: 'metadata' }),
    )
  return download(t, file, src)
}

/** @param {Phone['t']} t @param {SeenFile} file @param {string} src */
function download(t, { name, size }, src) {
  return h(
    'a',
    { class: 'file', href: src, download: name },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, '📄'),
    h('span', { class: 'called' }, name),
    h('span', { class: 'weight' }, `${Math.ceil(size / 1024).toLocaleString()} KB · ${t.file}`),
  )
}

/** Covered until it is asked for. @param {Phone} phone @param {HTMLElement} card */
function covered({ t }, card) {
  card.inert = true
  const cover = h(
    'button',
    {
      type: 'button',
      class: 'cover',
      onclick: () => {
        card.inert = false
        cover.remove()
      },
    },
    icon('eye'),
    t.uncover,
  )
  return h('div', { class: 'covered' }, card, cover)
}

/** What its sender wrote about a picture, on Discord. @param {SeenMessage} message @param {number} index */
function descriptionOf(message, index) {
  const said = /** @type {any} */ (message.raw).attachments?.[index]?.description
  return typeof said === 'string' ? said : undefined
}

/** @param {SeenMessage} message @param {SeenFile} file */
function titleOf(message, { name }) {
  const { title, performer } = /** @type {any} */ (message.raw).audio ?? {}
  return [performer, title].filter(Boolean).join(' – ') || name
}
