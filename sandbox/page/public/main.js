// @ts-check
/** The page as a whole: language, light, and a phone for everybody. */
import { h } from './dom.js'
import { createGuide } from './guide.js'
import { createPeople } from './people.js'
import { createPhone } from './phone.js'
import { connect, now, people, service, when } from './store.js'
import { createStrip } from './strip.js'
import { languageOf, textsIn } from './texts.js'
import { startOfDay } from './times.js'

/** @typedef {import('./texts.js').Language} Language */
/** @typedef {import('./phone.js').Phone} Phone */

/** @type {Map<string, Phone>} */
const phones = new Map()
const table = h('main', { class: 'phones' })
const lost = h('p', { class: 'lost', role: 'alert' })
/** @type {ReturnType<typeof dress>} */
let page

/** @type {Language} */
let language = languageOf(localStorage.getItem('wiro-language') ?? navigator.language)
setTheme(localStorage.getItem('wiro-theme') ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'))
page = dress()

/** Everything that speaks the page's language; the phones speak their people's. */
function dress() {
  const t = textsIn(language)
  const guide = createGuide(t, language)
  const strip = createStrip(t, language)
  const row = createPeople(t, language)
  const isDark = document.documentElement.dataset.theme === 'dark'
  const bar = h(
    'header',
    { class: 'top' },
    h('img', { src: '/sandbox/icon.svg', alt: '', class: 'logo' }),
    h('div', { class: 'name' }, h('h1', {}, t.title), h('p', {}, t.where)),
    h(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'data-does': 'language',
        lang: language === 'ko' ? 'en' : 'ko',
        onclick: changeLanguage,
      },
      t.otherLanguage,
    ),
    h(
      'button',
      { type: 'button', class: 'quiet', 'data-does': 'theme', onclick: changeTheme },
      isDark ? `☀️ ${t.light}` : `🌙 ${t.dark}`,
    ),
  )
  document.documentElement.lang = language
  document.title = t.title
  document.body.replaceChildren(bar, lost, guide.element, strip.element, row.element, table)
  row.refresh()
  guide.refresh()
  strip.refresh()
  return { t, guide, strip, row }
}

function changeLanguage() {
  language = language === 'ko' ? 'en' : 'ko'
  localStorage.setItem('wiro-language', language)
  sortPeople()
  for (const key of people.keys()) {
    const phone = phones.get(key)
    if (phone) table.append(phone.element)
  }
  dressAgain('language')
}

function changeTheme() {
  setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark')
  dressAgain('theme')
}

/** @param {string} pressed  whose button keeps the focus */
function dressAgain(pressed) {
  page = dress()
  if (people.size === 0) showNobody()
  // What is put in its place anew begins at its top.
  for (const phone of phones.values()) phone.stayDown()
  const button = /** @type {HTMLElement | null} */ (document.querySelector(`[data-does=${pressed}]`))
  button?.focus()
}

/** @param {string} theme */
function setTheme(theme) {
  document.documentElement.dataset.theme = theme
  localStorage.setItem('wiro-theme', theme)
}

function showNobody() {
  table.replaceChildren(h('p', { class: 'nobody' }, page.t.nobody))
}

const inSight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const key = /** @type {HTMLElement} */ (target).dataset.person ?? ''
      target.classList.toggle('in-sight', isIntersecting)
      if (isIntersecting) page.row.mark(key, false)
    }
  },
  { threshold: 0.4 },
)

/** @param {import('./store.js').Person} person */
function addPhone(person) {
  const phone = createPhone(person)
  phones.set(person.key, phone)
  table.querySelector('.nobody')?.remove()
  // Filled first: what is not on the page yet is laid out once, with all the others.
  phone.renderAll()
  table.append(phone.element)
  inSight.observe(phone.element)
}

/** Who speaks the page's language comes first. */
function sortPeople() {
  const speaks = (/** @type {import('./store.js').Person} */ person) => languageOf(person.locale) === language
  const sorted = [...people.values()].sort((one, other) => Number(speaks(other)) - Number(speaks(one)))
  people.clear()
  for (const person of sorted) people.set(person.key, person)
}

when('all', () => {
  for (const { element } of phones.values()) inSight.unobserve(element)
  phones.clear()
  today = everybodysDay()
  table.replaceChildren()
  sortPeople()
  for (const person of people.values()) addPhone(person)
  if (people.size === 0) showNobody()
  page.row.refresh()
  page.guide.refresh()
})
when('joined', (person) => {
  addPhone(person)
  page.row.refresh()
  page.guide.refresh()
})
when('change', ({ person, ...change }) => {
  const phone = phones.get(person.key)
  phone?.take(change)
  if (change.change === 'message' && change.message.from === 'bot' && !phone?.element.classList.contains('in-sight'))
    page.row.mark(person.key, true)
  page.guide.refresh()
})
let today = ''
/** It is another one whenever somewhere midnight has passed. */
function everybodysDay() {
  const zones = new Set([...people.values()].map(({ timeZone }) => timeZone))
  return [...zones].map((timeZone) => startOfDay(now(), timeZone)).join()
}
let closed = ''
when('pulse', () => {
  page.strip.refresh()
  const days = everybodysDay()
  const isNewDay = today !== days
  today = days
  const wasClosed = closed
  closed = [...service.blocked].join()
  if (!isNewDay && closed === wasClosed) return
  for (const phone of phones.values()) isNewDay ? phone.renderAll() : phone.refresh()
})
when('connection', () => {
  lost.textContent = service.connected ? '' : page.t.lost
})
let fontsCame = 0
/** @type {ReturnType<typeof setTimeout> | undefined} */
let drawingAnew
document.fonts.addEventListener('loadingdone', () => {
  // Chromium leaves words as they were drawn before their font came, until some feature of their font changes.
  clearTimeout(drawingAnew)
  drawingAnew = setTimeout(() => {
    document.body.style.fontFeatureSettings = `"came" ${++fontsCame}`
    for (const phone of phones.values()) phone.stayDown()
  }, 300)
})
setInterval(() => page.strip.tick(), 1_000)
connect()
