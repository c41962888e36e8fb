import { Worker } from 'node:worker_threads'
import type { Core } from '../../../core/core.ts'
import { pause } from '../../../core/time.ts'
import type { Picture } from '../view.ts'
import type { LetterOnPaper } from './drawLetter.ts'
import type { Done, Order } from './worker.ts'

/** A picture that takes longer is not shown; the thread is started anew. The first one of a process loads the fonts. */
export const PICTURE_WITHIN_MS = 10_000
/** So many may wait; whoever comes then reads the plain text. */
export const PICTURES_WAITING_MAX = 10

/**
 * A letter on its paper, with its words beside it for whoever does not see it. Drawn anew each time it is asked for, in
 * a thread of its own, and kept nowhere: no letter lies around as a picture. Undefined when it cannot be drawn (too
 * many are waiting, the thread died): the plain text is always there.
 */
export async function letterPicture(
  core: Pick<Core, 'log' | 'time'>,
  letter: LetterOnPaper,
): Promise<Picture | undefined> {
  if (waiting.size >= PICTURES_WAITING_MAX) return undefined
  const id = ++number
  const drawn = new Promise<Done>((resolve) => waiting.set(id, resolve))
  drawer().postMessage({ id, letter } satisfies Order)
  const ended = new AbortController()
  const late = pause(core.time, PICTURE_WITHIN_MS, ended.signal).then((): Done => ({ id, failed: 'late' }))
  const done = await Promise.race([drawn, late])
  ended.abort()
  waiting.delete(id)
  if ('png' in done) return { png: Buffer.from(done.png), name: 'letter.png', alt: letter.text }
  core.log.warn({ why: done.failed }, 'a letter could not be drawn')
  if (done.failed === 'late') giveUp(thread)
  return undefined
}

let number = 0
let thread: Worker | undefined
const waiting = new Map<number, (done: Done) => void>()

/** Started when the first picture is asked for; it keeps no process alive. */
function drawer(): Worker {
  if (thread) return thread
  const started = new Worker(WORKER)
  started.unref()
  started.on('message', (done: Done) => waiting.get(done.id)?.(done))
  started.on('error', () => giveUp(started))
  started.on('exit', () => giveUp(started))
  thread = started
  return started
}

/** Whoever still waits for this thread reads the plain text; the next one asked for starts another. */
function giveUp(worker: Worker | undefined): void {
  if (!worker || thread !== worker) return
  thread = undefined
  void worker.terminate()
  for (const [id, resolve] of waiting) resolve({ id, failed: 'died' })
}

/** Node runs no TypeScript in a thread: from its sources (tests, the bench) the compiled one is taken. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/bots/dialogue/stationery/worker.js', import.meta.url)
  : new URL('./worker.js', import.meta.url)
