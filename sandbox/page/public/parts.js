// @ts-check
/** What stands on a phone beside its messages' words: the empty screen, files, reactions. */
import { avatar, botAvatar, h } from './dom.js'
import { act } from './store.js'
import { cityOf } from './times.js'

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {import('./store.js').SeenMessage} SeenMessage */

export const platformNames = { discord: 'Discord', telegram: 'Telegram' }

/** Whose phone this is, above it. @param {Phone} phone @param {Node} blockButton */
export function ownerLine({ person, where: { language, timeZone }, t }, blockButton) {
  const speaks = language === 'ko' ? t.korean : t.english
  const where = [platformNames[person.platform], speaks, cityOf({ language, timeZone })].join(' · ')
  const names = h('div', {}, h('h2', {}, person.name), h('span', {}, where))
  return h('div', { class: 'owner' }, avatar(person.name), names, blockButton)
}

/** Whom they talk with, at its top. @param {Phone} phone @param {Node[]} tabs */
export function topBar(phone, tabs) {
  const about = tabs.length > 0 ? '' : phone.t.bot
  const names = h('div', { class: 'with' }, h('strong', {}, phone.botName()), h('span', {}, about))
  return h(
    'header',
    { class: 'bar' },
    botAvatar(),
    names,
    tabs.length > 0 && h('div', { class: 'tabs', role: 'group' }, ...tabs),
  )
}

/** @param {Phone} phone */
export function emptyScreen({ person, t, place }) {
  if (person.platform === 'telegram')
    return h(
      'div',
      { class: 'empty' },
      h('div', { class: 'card' }, botAvatar(), h('strong', {}, t.botInfo), h('p', {}, t.botAbout)),
    )
  return h('div', { class: 'empty' }, botAvatar(), h('p', {}, place() === 'dm' ? t.dmEmpty : t.roomEmpty))
}

/** Telegram keeps ❤ without the sign that asks for its colours. @param {string} emoji */
function colourful(emoji) {
  if (/^(custom:|<a?:)/.test(emoji)) return /:(\w+):/.exec(emoji)?.[0] ?? '🌟'
  return emoji.length === 1 ? `${emoji}\uFE0F` : emoji
}

/** @param {Phone} phone @param {SeenMessage} message */
export function reactionRow({ person, attempt }, { id, reactions }) {
  const emoji = [...new Set(reactions.map((one) => one.emoji))]
  if (emoji.length === 0) return []
  const pill = (/** @type {string} */ one) => {
    const mine = reactions.some(({ emoji, from }) => emoji === one && from === 'me')
    const count = reactions.filter(({ emoji }) => emoji === one).length
    return h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(mine),
        onclick: () => attempt(() => act(person, 'react', { message: id, emoji: mine ? null : one })),
      },
      `${colourful(one)} ${count}`,
    )
  }
  return [h('div', { class: 'reactions' }, ...emoji.map(pill))]
}
