// @ts-check
/** The control strip: the service's clock, how the platforms are, what delivery is doing. */
import { h } from './dom.js'
import { now, service, tell } from './store.js'
import { dayAndTime, untilMorning } from './times.js'

/** @typedef {import('./texts.js').Language} Language */
/** @typedef {{ [key: string]: any }} Texts */

const hourMs = 3_600_000
const troubles = ['slow down', 'broken', 'silent']
const platforms = { discord: 'Discord', telegram: 'Telegram' }

/** @param {Texts} t @param {Language} language */
export function createStrip(t, language) {
  const time = h('time', { class: 'clock' })
  const due = h('span', { class: 'due' })
  const forward = (/** @type {string} */ label, /** @type {() => number} */ milliseconds) =>
    h(
      'button',
      { type: 'button', class: 'quiet', onclick: () => tell('clock', { milliseconds: milliseconds() }) },
      label,
    )
  const delivery = h('div', { class: 'figures' })
  const health = Object.entries(platforms).map(([platform, name]) => {
    const select = h(
      'select',
      { 'aria-label': `${t.health}: ${name}`, onchange: () => tell('trouble', { platform, trouble: select.value }) },
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
      forward(t.hour, () => hourMs),
      forward(t.morning, () => untilMorning(now())),
      forward(t.week, () => 7 * 24 * hourMs),
      due,
    ),
    h('div', { class: 'group' }, h('span', { class: 'title' }, `🩺 ${t.health}`), ...health.map(({ label }) => label)),
    delivery,
  )

  function tick() {
    time.textContent = dayAndTime(now(), language)
    time.dateTime = new Date(now()).toISOString()
  }

  function refresh() {
    tick()
    for (const { platform, select, label } of health) {
      if (document.activeElement !== select) select.value = service.trouble[platform] ?? ''
      label.classList.toggle('ill', Boolean(service.trouble[platform]))
    }
    const { status } = service
    if (!status) return
    due.textContent = status.nextArrival ? t.due(dayAndTime(status.nextArrival, language)) : ''
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
