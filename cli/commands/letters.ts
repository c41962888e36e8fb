import type { Command } from 'commander'
import { letterStates, listLetters, type Trace, traceLetter, wakeLetter } from '../../core/operations/trace.ts'
import { command, group, run, say, WrongUse } from '../desk.ts'
import { harmless, type Screen } from '../screen.ts'
import { numberOf } from './cases.ts'
import { atMost, columns, valueName } from './words.ts'

/** `wiro letters list|show|wake` and `wiro trace` */
export function addLetters(program: Command): void {
  const letters = group(program, 'letters', {
    en: 'Letters: where they are, never what they say.',
    ko: '편지가 어디 있는지 봐요. 내용은 나오지 않아요.',
  })
  run(
    command(letters, {
      name: 'list',
      describe: { en: 'Letters, by what changed last.', ko: '최근에 바뀐 순서로 보여 줘요.' },
      example: 'wiro letters list --state seeking',
    })
      .option('--state <state>', letterStates.join(' | '))
      .option('--of <pen-name>', say({ en: 'of this person', ko: '이 필명의 것만' }))
      .option('--limit <n>', atMost(), '30'),
    async ({ core, by, screen, json }, options: { state?: string; of?: string; limit: string }) => {
      const state = letterStates.find((one) => one === options.state)
      if (options.state && !state) throw new WrongUse(`--state ${letterStates.join(' | ')}`)
      const all = await listLetters(core, { by, state, penName: options.of, limit: numberOf(options.limit) })
      if (json) return screen.json(all)
      const rows = all.map((one) => [
        one.id,
        screen.t(valueName(one.kind)),
        screen.t(valueName(one.state)),
        screen.t(valueName(one.language)),
        one.hops,
        screen.ago(one.changedAt),
      ])
      const head = [columns.id, columns.kind, columns.state, columns.language, columns.readers, columns.changed]
      screen.table(head, rows, { en: 'No letters.', ko: '편지가 없어요.' })
    },
  )
  addTrace(command(letters, { ...TRACE, name: 'show', example: `wiro letters show ${SOME_ID}` }))
  addTrace(command(program, { ...TRACE, name: 'trace', example: `wiro trace ${SOME_ID}` }))
  run(
    command(letters, {
      name: 'wake',
      describe: {
        en: 'Look after a letter at once: a due one is released, a seeking one seeks.',
        ko: '편지를 지금 바로 챙겨요.',
      },
      example: `wiro letters wake ${SOME_ID} --why "it seems stuck"`,
      changes: true,
    }).argument('<id>'),
    async ({ core, by, screen, json, why, dryRun }, id: string) => {
      await wakeLetter(core, { by, id, why, rehearse: dryRun })
      if (json) return screen.json({ woken: id })
      screen.line(screen.t({ en: 'Asked.', ko: '부탁했어요.' }))
    },
  )
}

const SOME_ID = '019354ab-0c1d-7e2f-8a3b-4c5d6e7f8091'
const TRACE = {
  describe: {
    en: 'The whole way of a letter: readers tried, notices, what the platforms answered.',
    ko: '편지가 지나온 길: 거쳐 간 독자, 알림, 플랫폼의 답.',
  },
}

function addTrace(made: Command): void {
  run(made.argument('<id>'), async ({ core, by, screen, json }, id: string) => {
    const trace = await traceLetter(core, { by, id })
    if (json) return screen.json(trace)
    showTrace(screen, trace)
  })
}

function showTrace(screen: Screen, trace: Trace): void {
  screen.line(screen.bold(`${trace.id} · ${screen.t(valueName(trace.kind))} · ${screen.t(valueName(trace.state))}`))
  screen.card([
    [{ en: 'posted', ko: '보낸 때' }, screen.moment(trace.postedAt)],
    [{ en: 'arrives', ko: '도착할 때' }, screen.moment(trace.arrivesAt)],
    [{ en: 'changed', ko: '바뀐 때' }, screen.moment(trace.changedAt)],
    ...(trace.seekAt
      ? [[{ en: 'seeks again', ko: '다시 찾는 때' }, screen.moment(trace.seekAt)] as [typeof columns.id, string]]
      : []),
    ...trace.cases.map((one): [typeof columns.id, string] => [
      { en: 'case', ko: '안건' },
      `#${one.number} ${screen.t(valueName(one.decision))}`,
    ]),
  ])
  screen.line()
  screen.table(
    [
      { en: 'reader', ko: '독자' },
      columns.state,
      { en: 'arrived', ko: '닿은 때' },
      { en: 'opened', ko: '연 때' },
      { en: 'ended', ko: '끝난 때' },
    ],
    trace.readers.map((one) => [
      one.penName,
      screen.t(valueName(one.state)),
      screen.moment(one.arrivedAt),
      screen.moment(one.openedAt),
      screen.moment(one.closedAt),
    ]),
    { en: 'No reader yet.', ko: '아직 독자가 없어요.' },
  )
  screen.line()
  screen.table(
    [
      { en: 'outbox', ko: '발송' },
      { en: 'platform', ko: '플랫폼' },
      { en: 'notice', ko: '알림' },
      columns.state,
      { en: 'attempts', ko: '시도' },
      { en: 'answer', ko: '답' },
      { en: 'settled', ko: '끝난 때' },
    ],
    trace.outbox.map((one) => [
      one.row,
      one.platform,
      one.parcel,
      screen.t(valueName(one.state)),
      one.attempts,
      one.reason && harmless(one.reason),
      screen.moment(one.settledAt),
    ]),
    { en: 'Nothing was sent yet.', ko: '아직 보낸 것이 없어요.' },
  )
  if (trace.jobs.length === 0) return
  screen.line()
  screen.table(
    [
      { en: 'job', ko: '작업' },
      columns.name,
      columns.state,
      { en: 'attempts', ko: '시도' },
      { en: 'runs', ko: '할 때' },
      { en: 'why it failed', ko: '실패한 이유' },
    ],
    trace.jobs.map((job) => [
      job.id,
      job.name,
      job.state,
      job.attempts,
      screen.moment(job.runsAt),
      job.failedBecause && harmless(job.failedBecause),
    ]),
    { en: 'No jobs.', ko: '작업이 없어요.' },
  )
}
