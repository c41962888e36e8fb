import path from 'node:path'
import type { Source } from './sources.ts'

/** Files of core that read the machine's own clock, and why they must. Everything else asks `core.clock`. */
export const REAL_TIME: Record<string, string> = {
  'core/clock.ts': 'it is the domain clock, and begins with the time of the machine',
  'core/time.ts': 'it is the time of the machine',
  'core/store/fileLock.ts': 'the age of a file is real time',
  'core/store/migrate.ts': 'the name of a new migration carries the moment a developer made it',
  'core/store/postgresServer.ts': 'it asks when the machine was started',
}

/** Files whose default export somebody else asks for. */
const DEFAULT_EXPORTS: Record<string, string> = { 'tests/support/globalSetup.ts': 'vitest calls it' }

export const LINES_MAX = 400

/** Places in core that take time or chance from the machine without an exception above. */
export function timeAndChance(sources: Source[]): string[] {
  return sources
    .filter(({ file }) => file.startsWith('core/') && !(file in REAL_TIME))
    .flatMap(({ file, clockReads }) =>
      clockReads.map((line) => `${file}:${line} takes time or chance from the machine: use core.clock or core.random`),
    )
}

/** Exceptions that no file needs any more. */
export function idleExceptions(sources: Source[]): string[] {
  const reading = new Set(sources.filter(({ clockReads }) => clockReads.length > 0).map(({ file }) => file))
  return Object.keys(REAL_TIME).filter((file) => !reading.has(file))
}

export function longFiles(sources: Source[]): string[] {
  return sources.filter(({ lines }) => lines > LINES_MAX).map(({ file, lines }) => `${file} has ${lines} lines`)
}

export function defaultExports(sources: Source[]): string[] {
  return sources
    .filter(({ file }) => !(file in DEFAULT_EXPORTS) && !file.endsWith('.config.ts'))
    .flatMap(({ file, defaultExports: found }) => found.map((line) => `${file}:${line} has a default export`))
}

/** Redirects with a body: the browser follows them before its session is kept. Pages of ours use `goTo`. */
export function hastyRedirects(sources: Source[]): string[] {
  return sources
    .filter(({ file }) => file.startsWith('web/'))
    .flatMap(({ file, names }) =>
      names.has('redirect') ? [`${file}:${names.get('redirect')} redirects in haste`] : [],
    )
}

/**
 * Hooks of a whole file in what several test files share: it is loaded once for all that run in one process, so the first
 * of them alone would be cleaned up after. Shared ones use `onTestFinished`, or return what closes.
 */
export function sharedHooks(sources: Source[]): string[] {
  return sources
    .filter(({ file }) => file.startsWith('tests/') && !file.endsWith('.test.ts'))
    .flatMap(({ file, names }) =>
      ['beforeAll', 'beforeEach', 'afterEach', 'afterAll']
        .filter((hook) => names.has(hook))
        .map((hook) => `${file}:${names.get(hook)} has ${hook}: only the first file that loads it would get it`),
    )
}

/** Names that say nothing of what is inside, and files that only pass on others. */
export function emptyNames(sources: Source[]): string[] {
  return sources
    .filter(({ file }) => file.split('/').some(saysNothing))
    .map(({ file }) => `${file} has a name that says nothing`)
}

function saysNothing(segment: string): boolean {
  const name = path.parse(segment).name
  return name === 'index' || /(^|[-_.])(utils?|helpers?)$/i.test(name) || /[a-z](Utils?|Helpers?)$/.test(name)
}
