import { checkOperator } from '../../core/moderation/operators.ts'
import { type Day, readStats } from '../../core/operations/stats.ts'
import { formatDay } from '../../core/texts/format.ts'
import { type Html, html } from '../html.ts'
import { showPage, type Visit } from '../visit.ts'
import { barChart } from './chart.ts'
import { type DeskWords, deskWords } from './texts.ts'

const SPANS = [14, 30, 90]
const NOW = [
  'people',
  'willing',
  'travelling',
  'seeking',
  'held',
  'cases',
  'outboxWaiting',
  'outboxTrouble',
] as const satisfies (keyof DeskWords)[]
const COUNTS = ['letters', 'answers', 'newcomers', 'active', 'toReaderP50', 'toReaderP90'] as const
const SHARES = ['answeredShare', 'reportShare'] as const

/** `/desk/stats?days=30`: the same figures as `wiro stats`, drawn. */
export async function showStats(visit: Visit, name: string): Promise<void> {
  const { core, request, language } = visit
  await checkOperator(core, { by: name, role: 'owner' })
  const words = deskWords[language]
  const days = SPANS.find((span) => String(span) === request.query.days) ?? 30
  const stats = await readStats(core, { days })
  const chart = (key: keyof DeskWords & keyof Day, of: (day: Day) => number | null): Html =>
    barChart({
      title: words[key],
      words,
      bars: stats.days.map((day) => ({ day: formatDay(day.day, language), value: of(day) })),
    })
  const body = html`<p><a href="/desk">‹ ${words.title}</a></p>
<h2>${words.now}</h2>
<ul class="list">${NOW.map((key) => html`<li><span>${words[key]}</span><b>${stats.now[key]}</b></li>`)}</ul>
<p>${SPANS.map((span) => html`<a href="/desk/stats?days=${span}" aria-current="${String(span === days)}">${words.days.replace('#', String(span))}</a> `)}</p>
${COUNTS.map((key) => chart(key, (day) => day[key]))}
${SHARES.map((key) => chart(key, (day) => percent(day[key])))}
<p><small>${words.utc}</small></p>`
  showPage(visit, { title: words.stats, body })
}

const percent = (share: number | null) => (share === null ? null : Math.round(share * 1000) / 10)
