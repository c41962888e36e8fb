import { Worker } from 'node:worker_threads'
import { pause, type Time } from '../../../time.ts'
import type { CleanRecording, RecordingKind } from './recording.ts'
import { Uncleanable } from './uncleanable.ts'
import type { Done, Order } from './worker.ts'

/** A file that takes longer is refused, and its thread is started anew. The longest that may be sent takes about 3 s. */
const CLEAN_WITHIN_MS = 12_000
/** A thread's own heap; files and what is written lie beside it, and are bounded by what may be fetched and sent. */
const HEAP_MOST_MB = 192
/** So that one file that is slow to read does not hold up everybody's. */
const THREADS = 2
/** A thread that has nothing to do gives its memory back. */
const IDLE_MS = 60_000

type Lane = { waiting: number; turn: Promise<void>; thread: Worker | undefined; rest: () => void }
const lanes: Lane[] = Array.from({ length: THREADS }, () => ({
  waiting: 0,
  turn: Promise.resolve(),
  thread: undefined,
  rest: () => undefined,
}))

/**
 * A recording written anew, without anything but what is seen and heard: see `remux`. In threads of their own, one file at
 * a time in each, with bounds of time and memory, so that a file that lies about itself ends in a refusal. The bytes of
 * `file` are given away. What can wait stays `aside`: in the last thread, so that the others are free. @throws Uncleanable
 */
export async function cleanRecording(
  time: Time,
  { file, kind, aside = false }: { file: Uint8Array; kind: RecordingKind; aside?: boolean },
): Promise<CleanRecording> {
  const open = aside ? lanes.slice(-1) : lanes
  const lane = open.reduce((least, one) => (one.waiting < least.waiting ? one : least))
  lane.waiting++
  const mine = lane.turn.then(() => write(time, lane, { file, kind })).finally(() => lane.waiting--)
  lane.turn = mine.then(
    () => undefined,
    () => undefined,
  )
  return mine
}

async function write(time: Time, lane: Lane, order: Order): Promise<CleanRecording> {
  lane.rest()
  const worker = started(lane)
  const ended = new AbortController()
  const late = pause(time, CLEAN_WITHIN_MS, ended.signal).then((): Done => ({ failed: LATE }))
  const done = await Promise.race([answerOf(worker, order, ended.signal), late])
  ended.abort()
  if ('failed' in done && done.failed === LATE) giveUp(lane, worker)
  const resting = setTimeout(() => giveUp(lane, worker), IDLE_MS).unref()
  lane.rest = () => clearTimeout(resting)
  if ('failed' in done) throw new Uncleanable(done.failed)
  return { ...done.clean, data: Buffer.from(done.clean.data.buffer) }
}

const LATE = 'it took too long'

function answerOf(worker: Worker, order: Order, ended: AbortSignal): Promise<Done> {
  return new Promise((resolve) => {
    const died = () => resolve({ failed: 'the thread ended' })
    worker.once('message', resolve).once('exit', died)
    ended.addEventListener('abort', () => worker.off('message', resolve).off('exit', died))
    const own = order.file.byteLength === order.file.buffer.byteLength ? order.file : Uint8Array.from(order.file)
    worker.postMessage({ ...order, file: own }, [own.buffer as ArrayBuffer])
  })
}

/** Started when a recording comes; it keeps no process alive. */
function started(lane: Lane): Worker {
  if (lane.thread) return lane.thread
  const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MOST_MB } })
  worker.unref()
  // Out of memory, for example; whoever waits hears that it ended.
  worker.on('error', () => undefined)
  worker.on('exit', () => giveUp(lane, worker))
  lane.thread = worker
  return worker
}

function giveUp(lane: Lane, worker: Worker): void {
  if (lane.thread !== worker) return
  lane.thread = undefined
  void worker.terminate()
}

/** Node runs no TypeScript in a thread: from its sources (tests, the bench) the compiled one is taken. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('../../../../dist/core/chat/media/recordings/worker.js', import.meta.url)
  : new URL('./worker.js', import.meta.url)
