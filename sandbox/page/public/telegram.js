// @ts-check
/** One message as Telegram shows it. */
import { h } from './dom.js'
import { formatted } from './entities.js'
import { clockTime } from './times.js'

/** @typedef {import('./store.js').SeenMessage} SeenMessage */
/** @typedef {import('./phone.js').Phone} Phone */

/** @param {Phone} phone @param {SeenMessage} message */
export function telegramMessage(phone, message) {
  const raw = /** @type {any} */ (message.raw)
  const entities = raw.entities ?? raw.caption_entities ?? []
  const quoted = message.replyTo === undefined ? undefined : phone.person.chat.find(({ id }) => id === message.replyTo)
  const words = formatted(message.text, entities, (command) => phone.command(command))
  const bare = message.text === '' && ['sticker', 'video_note'].includes(message.files[0]?.kind ?? '')
  return [
    h(
      'div',
      { class: bare ? 'bubble bare' : 'bubble' },
      message.forwardedFrom !== undefined &&
        h('div', { class: 'forwarded' }, phone.t.forwardedFrom(message.forwardedFrom)),
      message.replyTo !== undefined &&
        h(
          'div',
          { class: 'quote' },
          h('strong', {}, quoted?.from === 'me' ? phone.person.name : phone.botName()),
          h('span', {}, quoted && !quoted.deleted ? quoted.text.split('\n')[0] || '📎' : phone.t.gone),
        ),
      ...phone.files(message),
      h(
        'div',
        { class: 'words' },
        ...words,
        h(
          'span',
          { class: 'meta' },
          message.editedAt !== undefined && `${phone.t.edited.replace(/[()]/g, '')} `,
          h('time', {}, clockTime(message.at, phone.where)),
          message.from === 'me' && h('span', { class: 'ticks', 'aria-hidden': 'true' }, ' ✓✓'),
        ),
      ),
      ...phone.reactions(message),
    ),
    ...keyboard(phone, raw.reply_markup?.inline_keyboard ?? [], message),
  ]
}

/** @param {Phone} phone @param {any[][]} rows @param {SeenMessage} message */
function keyboard(phone, rows, message) {
  if (rows.length === 0) return []
  const key = (/** @type {any} */ button) => {
    const look = `key ${button.style ?? ''}`
    if (button.url)
      return h(
        'a',
        { class: `${look} link`, href: button.url, target: '_blank', rel: 'noopener noreferrer' },
        button.text,
      )
    return h(
      'button',
      {
        type: 'button',
        class: look,
        'data-act': button.callback_data,
        onclick: (/** @type {Event} */ event) => phone.press(event, message, button.text),
      },
      button.text,
    )
  }
  return [h('div', { class: 'keyboard' }, ...rows.map((row) => h('div', { class: 'row' }, ...row.map(key))))]
}
