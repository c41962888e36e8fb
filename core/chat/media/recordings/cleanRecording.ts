import { Worker } from 'node:worker_threads'
import { pause, type Time } from '../../../time.ts'
import type { CleanRecording, RecordingKind } from './recording.ts'
import { Uncleanable } from './uncleanable.ts'
import type { Done, Order } from './worker.ts'

/** A file that takes longer is refused, and the thread is started anew. */
const CLEAN_WITHIN_MS = 15_000
/** The thread's own heap; files and what is written lie beside it, and are bounded by what may be fetched and sent. */
const HEAP_MOST_MB = 192

/**
 * A recording written anew, without anything but what is seen and heard: see `remux`. One at a time, in a thread of its
 * own with bounds of time and memory, so that a file that lies about itself ends in a refusal and holds nobody up. The
 * bytes of `file` are given away. @throws Uncleanable
 */
export async function cleanRecording(
  time: Time,
  { file, kind }: { file: Uint8Array; kind: RecordingKind },
): Promise<CleanRecording> {
  const mine = turn.then(() => write(time, { file, kind }))
  turn = mine.then(
    () => undefined,
    () => undefined,
  )
  return mine
}

let turn: Promise<void> = Promise.resolve()
let thread: Worker | undefined

async function write(time: Time, order: Order): Promise<CleanRecording> {
  const worker = started()
  const ended = new AbortController()
  const late = pause(time, CLEAN_WITHIN_MS, ended.signal).then((): Done => ({ failed: LATE }))
  const done = await Promise.race([answerOf(worker, order, ended.signal), late])
  ended.abort()
  if ('clean' in done) return { ...done.clean, data: Buffer.from(done.clean.data.buffer) }
  if (done.failed === LATE) giveUp(worker)
  throw new Uncleanable(done.failed)
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

/** Started when the first recording comes; it keeps no process alive. */
function started(): Worker {
  if (thread) return thread
  const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MOST_MB } })
  worker.unref()
  // Out of memory, for example; whoever waits hears that it ended.
  worker.on('error', () => undefined)
  worker.on('exit', () => giveUp(worker))
  thread = worker
  return worker
}

function giveUp(worker: Worker): void {
  if (thread !== worker) return
  thread = undefined
  void worker.terminate()
}

/** Node runs no TypeScript in a thread: from its sources (tests, the bench) the compiled one is taken. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('../../../../dist/core/chat/media/recordings/worker.js', import.meta.url)
  : new URL('./worker.js', import.meta.url)
