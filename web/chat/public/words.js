// @ts-check
/** What is said, with its looks: plain words and marks that lie on them. */
import { h } from './dom.js'

/** @typedef {{ kind: string, from: number, to: number }} Mark */

/** @type {{ [kind: string]: [tag: string, look?: string] }} */
const TAGS = {
  bold: ['strong'],
  italic: ['em'],
  underline: ['u'],
  strike: ['s'],
  code: ['code'],
  pre: ['code', 'pre'],
  quote: ['span', 'said-quote'],
}

/** @param {string} text @param {Mark[]} marks @returns {Node[]} */
export function rich(text, marks) {
  const edges = [...new Set([0, text.length, ...marks.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1] ?? text.length
    const on = marks.filter((mark) => mark.from <= from && mark.to >= to)
    return on.reduce((inside, { kind }) => wrap(kind, inside), /** @type {Node} */ (new Text(text.slice(from, to))))
  })
}

/** @param {string} kind @param {Node} inside @returns {Node} */
function wrap(kind, inside) {
  if (kind === 'spoiler') return spoiler(inside)
  const [tag, look] = TAGS[kind] ?? ['span']
  return h(tag, { class: look }, inside)
}

/** @param {Node} inside */
function spoiler(inside) {
  const toggle = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    element.setAttribute('aria-pressed', String(element.getAttribute('aria-pressed') !== 'true'))
  }
  const element = h(
    'span',
    { class: 'spoiler', role: 'button', tabindex: 0, 'aria-pressed': 'false', onclick: toggle, onkeydown: toggle },
    inside,
  )
  return element
}
