// @ts-check
/** One message as Discord shows it. */
import { avatar, botAvatar, h, icon, openList } from './dom.js'
import { fileNamed } from './files.js'
import { markdown } from './markdown.js'
import { now } from './store.js'
import { clockTime, dayName } from './times.js'

/** @typedef {import('./store.js').SeenMessage} SeenMessage */
/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {any} Json  the platform's own */

const types = {
  row: 1,
  button: 2,
  select: 3,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
}
const buttonStyles = ['', 'primary', 'secondary', 'success', 'danger', 'link']
const loading = 1 << 7
const groupWithinMs = 7 * 60_000

/** @param {Phone} phone @param {SeenMessage} message @param {SeenMessage | undefined} before */
export function discordMessage(phone, message, before) {
  const raw = /** @type {Json} */ (message.raw)
  const isBot = message.from === 'bot'
  const head = !follows(raw, message, before)
  const context = contextLine(phone, raw, message)
  return [
    context,
    h(
      'div',
      { class: 'body' },
      head || context
        ? h('div', { class: 'face' }, isBot ? botAvatar() : avatar(phone.person.name))
        : h('time', { class: 'face' }, clockTime(message.at, phone.where)),
      h(
        'div',
        { class: 'words' },
        (head || context) &&
          h(
            'div',
            { class: 'head' },
            h('strong', { class: 'who' }, isBot ? raw.author.username : phone.person.name),
            isBot && h('span', { class: 'tag' }, phone.t.bot.toUpperCase()),
            h('time', {}, `${dayName(message.at, now(), phone.where)} ${clockTime(message.at, phone.where)}`),
          ),
        ...contents(phone, raw, message),
        ...raw.embeds.map((/** @type {Json} */ embed) => embedCard(phone, message, embed)),
        h(
          'div',
          { class: 'components' },
          ...raw.components.map((/** @type {Json} */ part) => component(phone, part, message)),
        ),
        ...phone.files(message),
        ...phone.reactions(message),
        message.ephemeral &&
          h(
            'div',
            { class: 'only' },
            icon('eye'),
            ` ${phone.t.only} • `,
            h('button', { type: 'button', class: 'plain', onclick: () => phone.hide(message) }, phone.t.dismiss),
          ),
      ),
    ),
  ]
}

/** A message soon after another of the same hand stands under it without a head. @param {Json} raw @param {SeenMessage} message @param {SeenMessage | undefined} before */
function follows(raw, message, before) {
  const earlier = /** @type {Json} */ (before?.raw)
  return (
    before &&
    earlier.author.id === raw.author.id &&
    before.ephemeral === message.ephemeral &&
    message.at - before.at < groupWithinMs &&
    !raw.interaction &&
    (!raw.message_reference || raw.message_snapshots)
  )
}

/** @param {Phone} phone @param {Json} raw @param {SeenMessage} message */
function contextLine(phone, raw, message) {
  if (raw.interaction) {
    return h(
      'div',
      { class: 'context' },
      avatar(phone.person.name),
      h('span', {}, phone.t.used(phone.person.name, `/${phone.commandLabel(raw.interaction.name)}`)),
    )
  }
  if (message.replyTo === undefined) return undefined
  const target = phone.person.chat.find(({ id }) => id === message.replyTo)
  return h(
    'div',
    { class: 'context' },
    icon('reply'),
    h('span', {}, target && !target.deleted ? target.text.split('\n')[0] : phone.t.gone),
  )
}

/** @param {Phone} phone @param {Json} raw @param {SeenMessage} message */
function contents(phone, raw, message) {
  if (raw.flags & loading)
    return [
      h(
        'div',
        { class: 'line thinking' },
        h('span', { class: 'dots', 'aria-hidden': 'true' }),
        `${raw.author.username} ${phone.t.thinking}`,
      ),
    ]
  if (raw.message_snapshots) {
    const said = raw.message_snapshots[0].message.content
    return [
      h('div', { class: 'line forwarded' }, icon('reply'), ` ${phone.t.forwarded}`),
      ...(said ? [h('blockquote', {}, ...markdown(said, phone.reader()))] : []),
    ]
  }
  if (raw.poll) return [h('div', { class: 'line poll' }, message.text)]
  if (raw.content === '') return []
  const lines = markdown(raw.content, phone.reader())
  if (message.editedAt !== undefined && message.from === 'me')
    lines.at(-1)?.appendChild(h('span', { class: 'edited' }, ` ${phone.t.edited}`))
  return lines
}

/** @param {Phone} phone @param {SeenMessage} message @param {Json} embed */
function embedCard(phone, message, embed) {
  const part = (/** @type {string} */ name, /** @type {string | undefined} */ text) =>
    text && h('div', { class: name }, ...markdown(text, phone.reader()))
  const colour = `#${Number(embed.color ?? 0x4e5058)
    .toString(16)
    .padStart(6, '0')}`
  const card = h(
    'div',
    { class: 'embed' },
    embed.author?.name && h('div', { class: 'author' }, embed.author.name),
    part('title', embed.title),
    part('description', embed.description),
    ...(embed.fields ?? []).map((/** @type {Json} */ field) =>
      h(
        'div',
        { class: field.inline ? 'field inline' : 'field' },
        h('div', { class: 'name' }, field.name),
        part('value', field.value),
      ),
    ),
    fileNamed(phone, message, embed.image?.url ?? embed.thumbnail?.url),
    embed.footer?.text && h('div', { class: 'footer' }, embed.footer.text),
  )
  card.style.borderInlineStartColor = colour
  return card
}

/** @param {Phone} phone @param {Json} part @param {SeenMessage} message @returns {Node} */
function component(phone, part, message) {
  const children = () =>
    [...(part.components ?? []), ...(part.accessory ? [part.accessory] : [])].map((child) =>
      component(phone, child, message),
    )
  if (part.type === types.button) return button(phone, part, message)
  if (part.type === types.select) return select(phone, part, message)
  if (part.type === types.text) return h('div', {}, ...markdown(part.content, phone.reader()))
  if (part.type === types.thumbnail) return described(phone, message, part)
  if (part.type === types.file) return described(phone, message, { media: part.file })
  if (part.type === types.gallery)
    return h(
      'div',
      { class: 'gallery' },
      ...part.items.map((/** @type {Json} */ item) => described(phone, message, item)),
    )
  if (part.type === types.separator) return h('hr', {})
  const name = { [types.row]: 'row', [types.section]: 'section', [types.container]: 'container' }[part.type]
  return h('div', { class: name ?? 'part' }, ...children())
}

/** A picture among components, with the words of its sender. @param {Phone} phone @param {SeenMessage} message @param {Json} item */
function described(phone, message, { media, description }) {
  const shown = fileNamed(phone, message, media?.url)
  const picture = shown?.querySelector('img')
  if (description && picture) picture.alt = description
  return shown ?? h('span', {}, description ?? '')
}

/** @param {Phone} phone @param {Json} part @param {SeenMessage} message */
function button(phone, part, message) {
  const label = [part.emoji?.name, part.label].filter(Boolean).join(' ')
  const look = `button ${buttonStyles[part.style] ?? 'secondary'}`
  if (part.url)
    return h('a', { class: look, href: part.url, target: '_blank', rel: 'noopener noreferrer' }, label, ' ↗')
  return h(
    'button',
    {
      type: 'button',
      class: look,
      disabled: Boolean(part.disabled),
      'data-act': part.custom_id,
      onclick: (/** @type {Event} */ event) => phone.press(event, message, label),
    },
    label,
  )
}

/** @param {Phone} phone @param {Json} part @param {SeenMessage} message */
function select(phone, part, message) {
  /** @type {Json[]} */
  const options = part.options ?? []
  const labelOf = (/** @type {Json} */ option) => [option.emoji?.name, option.label].filter(Boolean).join(' ')
  const chosen = options.find((option) => option.default)
  const placeholder = part.placeholder ?? ''
  const anchor = h(
    'button',
    {
      type: 'button',
      class: 'select',
      'aria-haspopup': 'listbox',
      'aria-expanded': 'false',
      disabled: Boolean(part.disabled),
      'data-act': part.custom_id,
      onclick: open,
    },
    h('span', {}, chosen ? labelOf(chosen) : placeholder),
    icon('down'),
  )
  function open() {
    const items = options.map((option) => ({
      content: [
        h('span', { class: 'label' }, labelOf(option)),
        option.description && h('span', { class: 'hint' }, option.description),
      ],
      chosen: option === chosen,
      choose: () => phone.choose(anchor, message, labelOf(option)),
    }))
    openList(anchor, { label: placeholder, role: 'listbox', items })
  }
  return anchor
}
