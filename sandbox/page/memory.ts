/** What outlives a restart of the sandbox: one JSON file, and beside it a file for each picture. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Memory<State> = {
  /** What was written last; undefined at the very first start. What cannot be read is put aside. */
  read(): State | undefined
  /** The same for whoever only looks, maybe while another process writes: without bytes, and nothing is put aside. */
  glance(): State | undefined
  /** From now on `state` is asked for when it is time to write. */
  keep(state: () => State): void
  /** Writes soon: many changes are one write. What cannot be written now is tried again. */
  changed(): void
  /** Writes a last time. */
  close(): void
}

/** Told once when nothing can be written any more, as on a full disk, until it can be again. */
export type OnTrouble = (error: NodeJS.ErrnoException) => void

const formatVersion = 1
const writeWithinMs = 1_000
const againMs = 5_000

/** Readable by nobody but the one who runs the service. */
export function openMemory<State>(folder: string, onTrouble: OnTrouble = () => undefined): Memory<State> {
  const file = path.join(folder, 'state.json')
  let timer: NodeJS.Timeout | undefined
  let state: (() => State) | undefined
  let inTrouble = false
  const write = () => {
    clearTimeout(timer)
    timer = undefined
    if (!state) return
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeWhole(file, JSON.stringify({ formatVersion, state: state() }, packInto(folder)))
      inTrouble = false
    } catch (error) {
      if (!inTrouble) onTrouble(error as NodeJS.ErrnoException)
      inTrouble = true
      timer = setTimeout(write, againMs)
    }
  }
  return {
    read() {
      if (!existsSync(file)) return undefined
      try {
        const kept = JSON.parse(readFileSync(file, 'utf8'), unpackFrom(folder))
        if (kept.formatVersion === formatVersion) return kept.state
      } catch {}
      renameSync(file, `${file}.unreadable`)
      return undefined
    },
    glance() {
      try {
        const kept = JSON.parse(readFileSync(file, 'utf8'))
        return kept.formatVersion === formatVersion ? kept.state : undefined
      } catch {
        return undefined
      }
    },
    keep(ask) {
      state = ask
    },
    changed() {
      timer ??= setTimeout(write, writeWithinMs)
    },
    close() {
      write()
      clearTimeout(timer)
    },
  }
}

/** A file is there whole or not at all. */
function writeWhole(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Maps, Sets and bytes as JSON has no words for them; bytes go to a file named after what they are. */
function packInto(folder: string) {
  return function (this: { [key: string]: unknown }, key: string, value: unknown): unknown {
    const original = this[key]
    if (original instanceof Map) return { $map: [...original] }
    if (original instanceof Set) return { $set: [...original] }
    if (!(original instanceof Uint8Array)) return value
    const name = createHash('sha256').update(original).digest('hex')
    const file = path.join(folder, name)
    if (!existsSync(file)) writeWhole(file, original)
    return { $bytes: name }
  }
}

function unpackFrom(folder: string) {
  return (_key: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if ('$map' in value) return new Map(value.$map as [unknown, unknown][])
    if ('$set' in value) return new Set(value.$set as unknown[])
    if (!('$bytes' in value)) return value
    return readFileSync(path.join(folder, path.basename(String(value.$bytes))))
  }
}
