// @ts-check
/** Building the page: elements, little pictures, menus. Text is only ever set as text. */

/** @typedef {Node | string | number | false | null | undefined} Child */

/**
 * An element. `on…` are listeners, `class` and everything else attributes; false and undefined leave one out.
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
  element.append(
    ...children
      .flat()
      .flatMap((child) =>
        child === false || child === null || child === undefined || child === ''
          ? []
          : [typeof child === 'number' ? String(child) : child],
      ),
  )
  return element
}

/** Words that are covered until they are pressed, and again. @param {Child[]} words */
export function spoiler(words) {
  const toggle = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    element.setAttribute('aria-pressed', String(element.getAttribute('aria-pressed') !== 'true'))
  }
  const element = h(
    'span',
    { class: 'spoiler', role: 'button', tabindex: 0, 'aria-pressed': 'false', onclick: toggle, onkeydown: toggle },
    ...words,
  )
  return element
}

/** @param {string} tag @param {{ [name: string]: string | number }} props @param {...Node} children */
function svg(tag, props, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value))
  element.append(...children)
  return element
}

const icons = {
  send: 'M3 20.5v-7l11-1.5-11-1.5v-7L22 12z',
  plus: 'M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z',
  clip: 'M16.5 6v11a4 4 0 0 1-8 0V5.5a2.5 2.5 0 0 1 5 0V16a1 1 0 0 1-2 0V6H10v10a2.5 2.5 0 0 0 5 0V5.5a4 4 0 0 0-8 0V17a5.5 5.5 0 0 0 11 0V6z',
  more: 'M5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  close: 'm6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z',
  stop: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2.2c1.8 0 3.4.6 4.7 1.6L5.8 16.7A7.8 7.8 0 0 1 12 4.2zm0 15.6c-1.800 0-3.400-.6-4.700-1.600L18.200 7.300A7.800 7.800 0 0 1 12 19.800z',
  down: 'm6 9 6 6 6-6-1.400-1.400L12 12.200 7.400 7.600z',
  menu: 'M4 6h16v2H4zm0 5h16v2H4zm0 5h16v2H4z',
  eye: 'M12 5C6 5 2.500 10.500 2 12c.5 1.500 4 7 10 7s9.500-5.500 10-7c-.5-1.500-4-7-10-7zm0 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8z',
  reply: 'M10 8V4L3 11l7 7v-4c5 0 8.500 1.600 11 5-1-5-4-10-11-11z',
}

/** @param {keyof typeof icons} name */
export function icon(name) {
  return svg(
    'svg',
    { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' },
    svg('path', { d: icons[name], fill: 'currentColor' }),
  )
}

const hues = [8, 28, 48, 96, 150, 186, 214, 252, 282, 330]

/** A picture for somebody, drawn from their name. @param {string} name */
export function avatar(name) {
  const sum = [...name].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7)
  const letter = svg('text', {
    x: 20,
    y: 21,
    'text-anchor': 'middle',
    'dominant-baseline': 'central',
    'font-size': 17,
    fill: '#fff',
    'font-weight': 600,
  })
  letter.textContent = [...name][0]?.toUpperCase() ?? '?'
  return svg(
    'svg',
    { viewBox: '0 0 40 40', class: 'avatar', 'aria-hidden': 'true' },
    svg('circle', { cx: 20, cy: 20, r: 20, fill: `hsl(${hues[sum % hues.length]} 52% 52%)` }),
    letter,
  )
}

export function botAvatar() {
  return h('img', { src: '/sandbox/icon.svg', alt: '', class: 'avatar bot' })
}

/**
 * A list that opens at an element and closes on a choice, Escape or a click elsewhere. Arrow keys move in it.
 * @param {HTMLElement} anchor
 * @param {{ label: string, role: 'menu' | 'listbox', items: { content: Child[], before?: string, label?: string, class?: string, chosen?: boolean, choose: () => void }[] }} list
 */
export function openList(anchor, { label, role, items }) {
  const itemRole = role === 'menu' ? 'menuitem' : 'option'
  const close = () => {
    popup.remove()
    anchor.setAttribute('aria-expanded', 'false')
  }
  const entries = items.map(({ content, label, class: kind, chosen, choose }) =>
    h(
      'button',
      {
        type: 'button',
        role: itemRole,
        class: kind,
        tabindex: -1,
        'aria-label': label,
        'aria-selected': role === 'listbox' ? String(Boolean(chosen)) : undefined,
        onclick: () => {
          close()
          anchor.focus()
          choose()
        },
      },
      ...content,
    ),
  )
  const popup = h(
    'div',
    {
      class: `popup ${role}`,
      popover: 'auto',
      role,
      'aria-label': label,
      ontoggle: (/** @type {any} */ event) => event.newState === 'closed' && close(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => moveIn(entries, event),
    },
    entries.flatMap((entry, i) => {
      const before = items[i]?.before
      return before ? [h('p', { class: 'hint', role: 'presentation' }, before), entry] : [entry]
    }),
  )
  anchor.after(popup)
  popup.showPopover()
  place(popup, anchor)
  anchor.setAttribute('aria-expanded', 'true')
  const chosen = entries[items.findIndex((item) => item.chosen)] ?? entries[0]
  chosen?.focus()
}

/** @param {HTMLElement[]} entries @param {KeyboardEvent} event */
function moveIn(entries, event) {
  const now = entries.indexOf(/** @type {HTMLElement} */ (document.activeElement))
  const goal = {
    ArrowDown: now + 1,
    ArrowRight: now + 1,
    ArrowUp: now - 1,
    ArrowLeft: now - 1,
    Home: 0,
    End: entries.length - 1,
  }[event.key]
  if (goal === undefined) return
  event.preventDefault()
  entries[(goal + entries.length) % entries.length]?.focus()
}

/** Below its anchor, or above where there is no room; never off the window. @param {HTMLElement} popup @param {HTMLElement} anchor */
function place(popup, anchor) {
  const at = anchor.getBoundingClientRect()
  const size = popup.getBoundingClientRect()
  const below = at.bottom + 4 + size.height <= innerHeight || at.top < size.height
  popup.style.top = `${below ? Math.min(at.bottom + 4, innerHeight - size.height - 4) : at.top - size.height - 4}px`
  popup.style.left = `${Math.max(4, Math.min(at.left, innerWidth - size.width - 4))}px`
}
