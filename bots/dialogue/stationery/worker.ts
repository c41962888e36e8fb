import { parentPort } from 'node:worker_threads'
import { drawLetter, type LetterOnPaper } from './drawLetter.ts'

/** The thread that draws, so that nobody waits for a picture but whoever asked for it. See letterPicture.ts. */
export type Order = { id: number; letter: LetterOnPaper }
export type Done = { id: number; png: Uint8Array } | { id: number; failed: string }

parentPort?.on('message', async ({ id, letter }: Order) => {
  try {
    const png = new Uint8Array(await drawLetter(letter))
    parentPort?.postMessage({ id, png } satisfies Done, [png.buffer])
  } catch (error) {
    parentPort?.postMessage({ id, failed: error instanceof Error ? error.name : 'unexpected' } satisfies Done)
  }
})
