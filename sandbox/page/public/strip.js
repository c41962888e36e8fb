// @ts-check
/** The control strip: the service's clock, how the platforms are, what delivery is doing. */
import { h, openList } from './dom.js'
import { now, people, service, tell } from './store.js'
import { cityOf, clockTime, dayAndTime, untilMorning } from './times.js'

/** @typedef {import('./texts.js').Language} Language */
/** @typedef {{ [key: string]: any }} Texts */

const hourMs = 3_600_000
const troubles = ['slow down', 'broken', 'silent']
const platforms = { discord: 'Discord', telegram: 'Telegram' }

/** @param {Texts} t @param {Language} language */
export function createStrip(t, language) {
  const time = h('span', { class: 'clock' })
  const due = h('span', { class: 'due' })
  const problem = h('span', { class: 'problem', role: 'alert' })
  const send = async (/** @type {string} */ what, /** @type {object} */ body) => {
    problem.textContent = ''
    await tell(what, body).catch((error) => {
      problem.textContent = error instanceof Error ? error.message : ''
    })
  }
  const move = (/** @type {number} */ milliseconds) => send('clock', { milliseconds })
  const forward = (/** @type {string} */ label, /** @type {() => void} */ onclick, props = {}) =>
    h('button', { type: 'button', class: 'quiet', onclick, ...props }, label)
  /** Morning comes to one city after the other: where there are several, it is asked which one is meant. */
  const toMorning = () => {
    const [first, ...others] = zones()
    if (others.length === 0) return void move(untilMorning(now(), first?.timeZone ?? browserZone))
    const items = zones().map(({ timeZone, names }) => ({
      content: [t.morningIn(cityOf({ language, timeZone })), h('span', { class: 'hint' }, names.join(', '))],
      choose: () => void move(untilMorning(now(), timeZone)),
    }))
    openList(morning, { label: t.morning, role: 'menu', items })
  }
  const morning = forward(t.morning, toMorning, { 'aria-haspopup': 'menu', 'aria-expanded': 'false' })
  const delivery = h('div', { class: 'figures' })
  const health = Object.entries(platforms).map(([platform, name]) => {
    const select = h(
      'select',
      { 'aria-label': `${t.health}: ${name}`, onchange: () => send('trouble', { platform, trouble: select.value }) },
      h('option', { value: '' }, t.well),
      ...troubles.map((one) => h('option', { value: one }, t[one])),
    )
    return {
      platform,
      select,
      label: h('label', { class: 'platform' }, h('span', { class: 'dot', 'aria-hidden': 'true' }), name, select),
    }
  })

  const element = h(
    'section',
    { class: 'strip', 'aria-label': t.strip },
    h(
      'div',
      { class: 'group' },
      h('span', { class: 'title' }, `🕰 ${t.clock}`),
      time,
      forward(t.hour, () => move(hourMs)),
      morning,
      forward(t.week, () => move(7 * 24 * hourMs)),
      due,
      problem,
    ),
    h('div', { class: 'group' }, h('span', { class: 'title' }, `🩺 ${t.health}`), ...health.map(({ label }) => label)),
    delivery,
    h(
      'a',
      { class: 'quiet', href: '/account', target: '_blank', rel: 'noopener', title: t.accountHint },
      `🔑 ${t.openAccount}`,
    ),
  )

  /** What the figures were drawn from. */
  let drawn = ''

  function tick() {
    const at = now()
    const [first, ...others] = zones().map(({ timeZone }) => ({ language, timeZone }))
    const moment = (/** @type {string} */ words) => h('time', { datetime: new Date(at).toISOString() }, words)
    const here = first ?? { language, timeZone: browserZone }
    const shown = [
      `${dayAndTime(at, here)} ${cityOf(here)}`,
      ...others.map((where) => `${clockTime(at, where)} ${cityOf(where)}`),
    ]
    if (shown.join() === time.dataset.shown) return
    time.dataset.shown = shown.join()
    time.replaceChildren(...shown.map(moment))
  }

  function refresh() {
    tick()
    for (const { platform, select, label } of health) {
      if (document.activeElement !== select) select.value = service.trouble[platform] ?? ''
      label.classList.toggle('ill', Boolean(service.trouble[platform]))
    }
    const { status } = service
    const where = { language, timeZone: zones()[0]?.timeZone ?? browserZone }
    const told = JSON.stringify([where, status])
    if (!status || told === drawn) return
    drawn = told
    due.textContent = status.nextArrival ? t.due(`${dayAndTime(status.nextArrival, where)} ${cityOf(where)}`) : ''
    delivery.replaceChildren(
      ...Object.entries(platforms).map(([platform, name]) =>
        figures(
          `📮 ${t.delivery} ${name}`,
          status.outbox.filter((row) => row.platform === platform),
          'outbox',
          t,
        ),
      ),
      figures(`💌 ${t.letters}`, status.letters, 'letter', t),
      figures(`⚙️ ${t.jobs}`, status.jobs, 'job', t, status.unhandled),
    )
  }

  return { element, refresh, tick }
}

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Where people are, in the order of their phones, and who is there. */
function zones() {
  /** @type {Map<string, string[]>} */
  const byZone = new Map()
  for (const { timeZone, name } of people.values()) byZone.set(timeZone, [...(byZone.get(timeZone) ?? []), name])
  return [...byZone].map(([timeZone, names]) => ({ timeZone, names }))
}

/** @param {string} title @param {{ state: string, count: number }[]} rows @param {string} kind @param {Texts} t */
function figures(title, rows, kind, t, unhandled = 0) {
  const figure = (/** @type {{ state: string, count: number }} */ { state, count }) =>
    h('span', { class: `figure ${kind}-${state}` }, h('b', {}, count), ` ${t[`${kind}.${state}`] ?? state}`)
  const shown = [...rows.map(figure), ...(unhandled ? [h('span', { class: 'figure' }, t.unhandled(unhandled))] : [])]
  return h(
    'div',
    { class: 'group' },
    h('span', { class: 'title' }, title),
    ...(shown.length ? shown : [h('span', { class: 'figure none' }, t.quiet)]),
  )
}
