// @ts-check
/** Telegram's formatted text as elements. core.telegram.org/bots/api#messageentity */
import { h, spoiler } from './dom.js'

/** @typedef {{ type: string, offset: number, length: number, url?: string }} Entity */

/** @type {{ [type: string]: string }} */
const tags = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
}

/**
 * Offsets are UTF-16 code units, as JavaScript counts. Entities nest, they do not cross.
 * @param {string} text @param {readonly Entity[]} entities @param {(command: string) => void} run  what a tap on a command does
 * @returns {(Node | string)[]}
 */
export function formatted(text, entities, run) {
  const inOrder = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length)
  return between(text, 0, text.length, inOrder, run)
}

/** @param {string} text @param {number} from @param {number} to @param {Entity[]} entities @param {(command: string) => void} run @returns {(Node | string)[]} */
function between(text, from, to, entities, run) {
  /** @type {(Node | string)[]} */
  const parts = []
  let at = from
  let rest = entities
  while (rest.length > 0) {
    const [entity, ...later] = /** @type {[Entity, ...Entity[]]} */ (rest)
    const end = Math.min(to, entity.offset + entity.length)
    if (entity.offset > at) parts.push(text.slice(at, entity.offset))
    const inside = later.filter(({ offset }) => offset < end)
    parts.push(element(entity, text.slice(entity.offset, end), between(text, entity.offset, end, inside, run), run))
    at = end
    rest = later.slice(inside.length)
  }
  if (at < to) parts.push(text.slice(at, to))
  return trimAroundBlocks(parts)
}

/** @param {Entity} entity @param {string} words @param {(Node | string)[]} inner @param {(command: string) => void} run */
function element({ type, url }, words, inner, run) {
  if (type === 'bot_command')
    return h(
      'button',
      { type: 'button', class: 'command', onclick: () => run(words.slice(1).split('@')[0] ?? '') },
      ...inner,
    )
  if (type === 'url' || type === 'text_link')
    return h(
      'a',
      {
        href: url ?? (words.includes('://') ? words : `https://${words}`),
        target: '_blank',
        rel: 'noopener noreferrer',
      },
      ...inner,
    )
  if (type === 'spoiler') return spoiler(inner)
  return h(tags[type] ?? 'span', { class: `is-${type}` }, ...inner)
}

/** A quotation stands on lines of its own: the breaks beside it would be seen twice. @param {(Node | string)[]} parts */
function trimAroundBlocks(parts) {
  const isBlock = (/** @type {Node | string | undefined} */ part) =>
    part instanceof HTMLElement && ['BLOCKQUOTE', 'PRE'].includes(part.tagName)
  return parts.map((part, i) => {
    if (typeof part !== 'string') return part
    const ended = isBlock(parts[i + 1]) ? part.replace(/\n{1,2}$/, '') : part
    return isBlock(parts[i - 1]) ? ended.replace(/^\n/, '') : ended
  })
}
