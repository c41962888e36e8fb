import { stdin, stdout } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from 'commander'
import { type JobBoard, type JobLine, type JobState, jobStates, openJobBoard } from '../../core/jobs/board.ts'
import type { Bilingual } from '../../core/language.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import { noteAct } from '../../core/operations/noteAct.ts'
import { formatDuration } from '../../core/texts/format.ts'
import { command, type Desk, run, say, WrongUse } from '../desk.ts'
import { harmless, type Screen } from '../screen.ts'
import { numberOf } from './cases.ts'
import { atMost, columns } from './words.ts'

const WATCH_EVERY_MS = 1_000
/** q, Ctrl-C, Ctrl-D. */
const ENDS_WATCH = new Set(['q', String.fromCharCode(3), String.fromCharCode(4)])

/** `wiro jobs` and what is below it; the same on PostgreSQL and on Redis. */
export function addJobs(program: Command): void {
  const jobs = command(program, {
    name: 'jobs',
    describe: { en: 'The queues, with counts.', ko: '큐와 작업 수를 보여 줘요.' },
    example: 'wiro jobs --watch',
  }).option('--watch', say({ en: 'draw again every second; q ends it', ko: '매초 다시 그려요. q 를 누르면 끝나요' }))
  onBoard(jobs, async (desk, board, options: { watch?: boolean }) => {
    if (options.watch && !desk.json) return watch(desk, board)
    await showQueues(desk, board)
  })

  onBoard(
    command(jobs, {
      name: 'list',
      describe: { en: 'The jobs of a queue in one state.', ko: '한 큐의 작업을 상태별로 보여 줘요.' },
      example: 'wiro jobs list letters --state failed',
    })
      .argument('<queue>')
      .option('--state <state>', jobStates.join(' | '), 'waiting')
      .option('--limit <n>', atMost(), '20'),
    async ({ screen, json }, board, queue: string, options: { state: string; limit: string }) => {
      const lines = await board.list(queue, stateOf(options.state), numberOf(options.limit))
      if (json) return screen.json(lines)
      const rows = lines.map((one) => [
        one.id,
        one.name,
        JSON.stringify(one.data),
        one.attempts,
        screen.ago(one.addedAt),
        when(screen, one),
      ])
      const head = [
        columns.id,
        columns.name,
        { en: 'data', ko: '데이터' },
        { en: 'attempts', ko: '시도' },
        { en: 'added', ko: '들어온 때' },
        { en: 'runs', ko: '실행' },
      ]
      screen.table(head, rows, { en: 'No jobs.', ko: '작업이 없어요.' })
    },
  )
  onBoard(
    command(jobs, {
      name: 'show',
      describe: { en: 'One job: data, attempts, error, timings.', ko: '작업 하나를 자세히 보여 줘요.' },
      example: 'wiro jobs show letters 42',
    })
      .argument('<queue>')
      .argument('<id>'),
    async ({ screen, json }, board, queue: string, id: string) => {
      const job = await board.show(queue, id)
      if (json) return screen.json(job)
      screen.card([
        [columns.id, job.id],
        [columns.name, job.name],
        [columns.state, job.state],
        [{ en: 'data', ko: '데이터' }, JSON.stringify(job.data)],
        [{ en: 'attempts', ko: '시도' }, job.attempts],
        [{ en: 'added', ko: '들어온 때' }, screen.moment(job.addedAt)],
        [{ en: 'runs', ko: '실행 예정' }, screen.moment(job.runsAt)],
        [{ en: 'started', ko: '시작' }, screen.moment(job.startedAt)],
        [{ en: 'ended', ko: '끝' }, screen.moment(job.endedAt)],
        [{ en: 'error', ko: '오류' }, job.failedBecause && harmless(job.failedBecause)],
      ])
      for (const line of job.stack) screen.line(screen.dim(harmless(line)))
    },
  )
  for (const act of ON_JOB) addOnJob(jobs, act)
  for (const act of ON_QUEUE) addOnQueue(jobs, act)
  onBoard(
    command(jobs, {
      name: 'schedules',
      describe: { en: 'What repeats, and when it is next.', ko: '되풀이되는 작업과 다음 실행 때를 보여 줘요.' },
      example: 'wiro jobs schedules',
    }),
    async ({ screen, json }, board) => {
      const all = await board.schedules()
      if (json) return screen.json(all)
      const rows = all.map(({ queue, id, every, everyMs, nextAt }) => [
        queue,
        id,
        everyMs === null ? every : formatDuration(everyMs, screen.language),
        screen.moment(nextAt),
      ])
      screen.table([QUEUE, columns.id, { en: 'every', ko: '간격' }, { en: 'next', ko: '다음' }], rows, {
        en: 'Nothing repeats in the queues.',
        ko: '되풀이되는 작업이 없어요.',
      })
    },
  )
}

const QUEUE: Bilingual = { en: 'queue', ko: '큐' }

type OnJob = { name: 'retry' | 'promote' | 'remove'; describe: Bilingual; hurts?: boolean }
const ON_JOB: OnJob[] = [
  { name: 'retry', describe: { en: 'Try a failed job again.', ko: '실패한 작업을 다시 해요.' } },
  { name: 'promote', describe: { en: 'Run a delayed job now.', ko: '미뤄진 작업을 지금 해요.' } },
  {
    name: 'remove',
    describe: {
      en: 'Take a job out. Letters are found again by the sweep.',
      ko: '작업을 빼요. 편지는 서비스가 다시 찾아내요.',
    },
    hurts: true,
  },
]

function addOnJob(jobs: Command, { name, describe, hurts = false }: OnJob): void {
  const made = command(jobs, {
    name,
    describe,
    example: `wiro jobs ${name} letters 42 --why "it hangs"`,
    changes: true,
    hurts,
  })
  onBoard(made.argument('<queue>').argument('<id>'), async (desk, board, queue: string, id: string) => {
    await board.show(queue, id)
    if (hurts) await desk.confirm({ en: `Remove job ${id} from ${queue}?`, ko: `${queue} 큐에서 ${id} 작업을 뺄까요?` })
    if (!desk.dryRun) {
      await board[name](queue, id)
      await noteAct(desk.core, { by: desk.by, act: `jobs.${name}`, subject: `job ${queue} ${id}`, why: desk.why })
    }
    done(desk, { act: name, queue, id })
  })
}

type OnQueue = { name: 'pause' | 'resume' | 'drain'; describe: Bilingual; question?: (queue: string) => Bilingual }
const ON_QUEUE: OnQueue[] = [
  {
    name: 'pause',
    describe: {
      en: 'Let nothing of a queue begin until resume. The sweep still finds what is due.',
      ko: '큐를 멈춰요. 때가 된 편지는 그래도 찾아져요.',
    },
    question: (queue) => ({ en: `Pause ${queue}?`, ko: `${queue} 큐를 멈출까요?` }),
  },
  { name: 'resume', describe: { en: 'Let a paused queue go on.', ko: '멈춘 큐를 다시 움직여요.' } },
  {
    name: 'drain',
    describe: {
      en: 'Empty what waits; with --delayed also what was put off. No letter is lost.',
      ko: '기다리는 작업을 비워요. --delayed 는 미뤄진 것도요. 편지는 사라지지 않아요.',
    },
    question: (queue) => ({ en: `Empty ${queue}?`, ko: `${queue} 큐를 비울까요?` }),
  },
]

function addOnQueue(jobs: Command, { name, describe, question }: OnQueue): void {
  const hurts = question !== undefined
  const made = command(jobs, {
    name,
    describe,
    example: `wiro jobs ${name} letters --why "maintenance"`,
    changes: true,
    hurts,
  }).argument('<queue>')
  if (name === 'drain') made.option('--delayed', say({ en: 'also what was put off', ko: '미뤄진 작업도' }))
  onBoard(made, async (desk, board, queue: string, { delayed = false }: { delayed?: boolean }) => {
    await board.list(queue, 'waiting', 1)
    if (question) await desk.confirm(question(queue))
    if (!desk.dryRun) {
      if (name === 'drain') await board.drain(queue, { delayed })
      else await board[name](queue)
      await noteAct(desk.core, { by: desk.by, act: `jobs.${name}`, subject: `queue ${queue}`, why: desk.why })
    }
    done(desk, { act: name, queue })
  })
}

/** A command with the job board open; only for operators. */
function onBoard<Args extends unknown[]>(
  made: Command,
  act: (desk: Desk, board: JobBoard, ...args: Args) => Promise<void>,
): void {
  run<Args>(made, async (desk, ...args) => {
    await checkOperator(desk.core, { by: desk.by })
    const board = await openJobBoard(desk.core)
    try {
      await act(desk, board, ...args)
    } finally {
      await board.close()
    }
  })
}

async function showQueues({ screen, json }: Desk, board: JobBoard): Promise<void> {
  const lines = await board.queues()
  if (json) return screen.json(lines)
  const rows = lines.map((line) => [
    line.queue,
    line.paused ? screen.yellow(screen.t({ en: 'paused', ko: '멈춤' })) : screen.t({ en: 'running', ko: '움직임' }),
    ...jobStates.map((state) =>
      state === 'failed' && line.failed > 0 ? screen.red(String(line.failed)) : line[state],
    ),
    line.doneAMinute,
    line.workers,
  ])
  screen.table(
    [
      QUEUE,
      columns.state,
      ...jobStates.map((state) => STATE_WORDS[state]),
      { en: 'done a minute', ko: '1분에 끝낸 일' },
      { en: 'workers', ko: '일꾼' },
    ],
    rows,
    { en: '', ko: '' },
  )
}

const STATE_WORDS: Record<JobState, Bilingual> = {
  waiting: { en: 'waiting', ko: '대기' },
  active: { en: 'active', ko: '진행' },
  delayed: { en: 'delayed', ko: '미룸' },
  failed: { en: 'failed', ko: '실패' },
  completed: { en: 'completed', ko: '완료' },
  prioritized: { en: 'prioritized', ko: '우선' },
}

/** Draws the counts again and again until q, Ctrl-C, or the end of the input. */
async function watch(desk: Desk, board: JobBoard): Promise<void> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  const hear = (keys: Buffer) => {
    if ([...String(keys)].some((key) => ENDS_WATCH.has(key))) stop()
  }
  if (stdin.isTTY) stdin.setRawMode(true).resume().on('data', hear)
  process.once('SIGINT', stop)
  try {
    while (!stopping.signal.aborted) {
      if (stdout.isTTY) stdout.write('\u001b[2J\u001b[H')
      await showQueues(desk, board)
      await wait(WATCH_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  } finally {
    process.off('SIGINT', stop)
    if (stdin.isTTY) stdin.off('data', hear).setRawMode(false).pause()
  }
}

function when(screen: Screen, { failedBecause, endedAt, runsAt }: JobLine): string {
  if (failedBecause) return screen.red(harmless(failedBecause).split('\n')[0] ?? '')
  return screen.moment(endedAt ?? runsAt)
}

function done({ screen, json }: Desk, what: { act: string; queue: string; id?: string }): void {
  if (json) screen.json(what)
  else screen.line(screen.green(`${what.act} ${what.queue}${what.id ? ` ${what.id}` : ''} ✓`))
}

function stateOf(name: string): JobState {
  const state = jobStates.find((one) => one === name)
  if (!state) throw new WrongUse(`--state ${jobStates.join(' | ')}`)
  return state
}
