import type { Command } from 'commander'
import type { Bilingual } from '../../core/language.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import { type Day, readStats } from '../../core/operations/stats.ts'
import { formatNumber } from '../../core/texts/format.ts'
import { command, run, say } from '../desk.ts'
import type { Screen } from '../screen.ts'
import { numberOf } from './cases.ts'

/** `wiro stats` */
export function addStats(program: Command): void {
  run(
    command(program, {
      name: 'stats',
      describe: { en: 'How it goes, by day.', ko: '어떻게 지내는지 날마다 보여 줘요.' },
      example: 'wiro stats --days 30 --json',
    }).option('--days <n>', say({ en: 'so many days', ko: '며칠 동안' }), '14'),
    async ({ core, by, screen, json }, options: { days: string }) => {
      await checkOperator(core, { by })
      const stats = await readStats(core, { days: numberOf(options.days) })
      if (json) return screen.json(stats)
      showNow(screen, stats.now)
      screen.line()
      for (const chart of CHARTS) showChart(screen, chart, stats.days)
    },
  )
}

type Chart = { name: Bilingual; of(day: Day): number | null; unit: Bilingual; whole: 'sum' | 'last' }

const count = { en: '', ko: '' }
const CHARTS: Chart[] = [
  { name: { en: 'letters', ko: '편지' }, of: (day) => day.letters, unit: count, whole: 'sum' },
  { name: { en: 'answers', ko: '답장' }, of: (day) => day.answers, unit: count, whole: 'sum' },
  { name: { en: 'newcomers', ko: '새로 온 분' }, of: (day) => day.newcomers, unit: count, whole: 'sum' },
  { name: { en: 'active people', ko: '다녀간 분' }, of: (day) => day.active, unit: count, whole: 'last' },
  {
    name: { en: 'to reader, middle', ko: '독자까지 (중간)' },
    of: (day) => day.toReaderP50,
    unit: { en: ' min', ko: '분' },
    whole: 'last',
  },
  {
    name: { en: 'to reader, 9 of 10', ko: '독자까지 (열에 아홉)' },
    of: (day) => day.toReaderP90,
    unit: { en: ' min', ko: '분' },
    whole: 'last',
  },
  {
    name: { en: 'answered', ko: '답장 받은 비율' },
    of: (day) => percent(day.answeredShare),
    unit: { en: ' %', ko: '%' },
    whole: 'last',
  },
  {
    name: { en: 'reported', ko: '신고된 비율' },
    of: (day) => percent(day.reportShare),
    unit: { en: ' %', ko: '%' },
    whole: 'last',
  },
]

const BARS = '▁▂▃▄▅▆▇█'

/** One bar a value, the highest of them full; a dot where there is none. Pure. */
export function sparkline(values: (number | null)[]): string {
  const most = Math.max(...values.map((value) => value ?? 0))
  return values
    .map((value) =>
      value === null ? '·' : (BARS[most === 0 ? 0 : Math.round((value / most) * (BARS.length - 1))] ?? '·'),
    )
    .join('')
}

function showChart(screen: Screen, { name, of, unit, whole }: Chart, days: Day[]): void {
  const values = days.map(of)
  const known = values.filter((value) => value !== null)
  const figure = whole === 'sum' ? known.reduce((sum, value) => sum + value, 0) : known.at(-1)
  const shown = figure === undefined ? '–' : `${formatNumber(figure, screen.language)}${screen.t(unit)}`
  screen.line(`${sparkline(values)}  ${shown.padEnd(9)} ${screen.dim(screen.t(name))}`)
}

function showNow(screen: Screen, now: Awaited<ReturnType<typeof readStats>>['now']): void {
  screen.card([
    [
      { en: 'people', ko: '사람' },
      screen.t({
        en: `${now.people}, ${now.willing} willing to read`,
        ko: `${now.people}명, 편지를 받는 분 ${now.willing}명`,
      }),
    ],
    [
      { en: 'letters on their way', ko: '가는 중인 편지' },
      screen.t({
        en: `${now.travelling} travelling, ${now.seeking} seeking, ${now.held} held`,
        ko: `이동 ${now.travelling}, 독자 찾는 중 ${now.seeking}, 보류 ${now.held}`,
      }),
    ],
    [{ en: 'cases waiting', ko: '기다리는 안건' }, now.cases],
    [
      { en: 'outbox', ko: '발송' },
      screen.t({
        en: `${now.outboxWaiting} waiting, ${now.outboxTrouble} not delivered`,
        ko: `대기 ${now.outboxWaiting}, 전하지 못함 ${now.outboxTrouble}`,
      }),
    ],
  ])
}

const percent = (share: number | null) => (share === null ? null : Math.round(share * 100))
