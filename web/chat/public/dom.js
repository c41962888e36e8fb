// @ts-check
/** Building the page. Text is only ever set as text. */

/** @typedef {Node | string | false | null | undefined} Child */

/**
 * An element. `on…` are listeners, everything else attributes; false and undefined leave one out.
 * @param {string} tag @param {{ [name: string]: unknown }} [props] @param {...(Child | Child[])} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), /** @type {EventListener} */ (value))
    else if (value !== undefined && value !== false && value !== null)
      element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.flat().flatMap((child) => (child ? [child] : [])))
  return element
}

/** @param {string} label @param {() => void} press @param {string} [look] */
export function button(label, press, look = '') {
  return h('button', { type: 'button', class: look, onclick: press }, label)
}

/** Something with a `…` in it, filled in. @param {string} words @param {string} what */
export const fill = (words, what) => words.replace('…', () => what)

/** Sixteen random bytes, as the service takes them. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22)
}
