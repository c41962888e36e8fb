import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The compiled modules, each with its map beside it. */
const compiled = path.dirname(import.meta.dirname)
const maps = new Map<string, SourceMap | undefined>()

/**
 * From now on the stacks of errors name files and lines of the sources. Node's own way reads the map of every module of
 * every package as it is loaded, a tenth of a start; here one is read once an error has come from its module.
 */
export function traceSources(): void {
  Error.prepareStackTrace = (error, frames) =>
    [headOf(error), ...frames.map((frame) => `    at ${inSource(String(frame))}`)].join('\n')
}

/** One frame of a stack, as V8 writes it, at its place in the sources if it is of ours. */
export function inSource(frame: string): string {
  return frame.replace(/(file:\/\/[^()]+\.js):(\d+):(\d+)/, (place, url: string, line: string, column: string) => {
    const file = fileURLToPath(url)
    const found = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1)
    if (!found || !('originalSource' in found)) return place
    const source = path.resolve(path.dirname(file), found.originalSource)
    return `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`
  })
}

function mapOf(file: string): SourceMap | undefined {
  if (!file.startsWith(compiled + path.sep)) return undefined
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`))
  return maps.get(file)
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** What stands above the frames: the name and the words. An error may be anything, also one that cannot be put into words. */
function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}
