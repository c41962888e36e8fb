// @ts-check
/** What a person can do with one message: react, answer it, change or delete their own. */
import { h, icon, openList } from './dom.js'
import { act } from './store.js'

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {import('./store.js').SeenMessage} SeenMessage */

/** Both platforms let anybody react with these. */
const emoji = ['❤️', '👍', '😢', '🙏', '🎉', '🔥']

/** @param {Phone} phone @param {SeenMessage} message */
export function messageMenu(phone, message) {
  const { person, t, attempt, composer } = phone
  const mine = message.reactions.find(({ from }) => from === 'me')?.emoji
  const reactTo = (/** @type {string} */ one) => ({
    content: [one],
    label: `${t.react} ${one}`,
    class: 'emoji',
    choose: () => void attempt(() => act(person, 'react', { message: message.id, emoji: mine === one ? null : one })),
  })
  const entry = (/** @type {string} */ label, /** @type {() => void} */ choose, kind = '') => ({
    content: [label],
    class: kind,
    choose,
  })
  const items = [
    ...emoji.map(reactTo),
    entry(t.reply, () => composer.replyTo(message)),
    ...(message.from === 'me'
      ? [
          entry(t.edit, () => composer.edit(message)),
          entry(t.remove, () => void attempt(() => act(person, 'remove', { message: message.id })), 'danger'),
        ]
      : []),
  ]
  if (message.ephemeral) return undefined
  const anchor = h(
    'button',
    {
      type: 'button',
      class: 'more',
      'aria-label': t.more,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () => openList(anchor, { label: t.more, role: 'menu', items }),
    },
    icon('more'),
  )
  return anchor
}
