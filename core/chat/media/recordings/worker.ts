import { parentPort } from 'node:worker_threads'
import type { CleanRecording, RecordingKind } from './recording.ts'
import { remux } from './remux.ts'

/** The thread that writes recordings anew. See cleanRecording.ts. */
export type Order = { file: Uint8Array; kind: RecordingKind }
export type Done = { clean: CleanRecording } | { failed: string }

parentPort?.on('message', async ({ file, kind }: Order) => {
  try {
    const clean = await remux(file, kind)
    parentPort?.postMessage({ clean } satisfies Done, [clean.data.buffer as ArrayBuffer])
  } catch (error) {
    // Of a reader's error only its kind: its words may quote the file.
    const failed = error instanceof Error ? (error.name === 'Uncleanable' ? error.message : error.name) : 'unexpected'
    parentPort?.postMessage({ failed } satisfies Done)
  }
})
