import { describe, expect, test } from 'vitest'
import {
  defaultExports,
  emptyNames,
  hastyRedirects,
  idleExceptions,
  LINES_MAX,
  longFiles,
  sharedHooks,
  timeAndChance,
} from './habits.ts'
import { readProject, readSource } from './sources.ts'

const project = readProject()
const one = (text: string, file = 'core/letters/post.ts') => [readSource(file, text)]

describe('time and chance', () => {
  test('come through core in core', () => {
    expect(timeAndChance(project)).toEqual([])
  })

  test('have no exception that is not needed', () => {
    expect(idleExceptions(project)).toEqual([])
    expect(idleExceptions(one('export const now = 1', 'core/clock.ts'))).toContain('core/clock.ts')
  })

  for (const planted of ['Date.now()', 'new Date()', 'new Date', 'Math.random()', 'Date\n  .now()']) {
    test(`a planted ${JSON.stringify(planted)} is found`, () => {
      expect(timeAndChance(one(`export const x = () => ${planted}`))).toHaveLength(1)
    })
  }

  test('a date of a given moment is fine', () => {
    expect(
      timeAndChance(one('export const at = (ms: number) => [new Date(ms), Math.floor(ms), new Date(ms).getTime()]')),
    ).toEqual([])
  })
})

describe('files', () => {
  test(`have at most ${LINES_MAX} lines`, () => {
    expect(longFiles(project)).toEqual([])
    expect(longFiles(one('//\n'.repeat(LINES_MAX)))).toEqual([])
    expect(longFiles(one('//\n'.repeat(LINES_MAX + 1)))).toHaveLength(1)
  })

  test('export by name', () => {
    expect(defaultExports(project)).toEqual([])
    for (const planted of [
      'export default 1',
      'export default function f() {}',
      'const a = 1\nexport { a as default }',
      `export { a as default } from './a.ts'`,
    ]) {
      expect(defaultExports(one(planted))).toHaveLength(1)
      expect(defaultExports(one(planted, 'vitest.config.ts'))).toEqual([])
    }
  })

  test('that tests share have no hooks of a file', () => {
    expect(sharedHooks(project)).toEqual([])
    const planted = `import { afterEach } from 'vitest'\nafterEach(() => {})`
    expect(sharedHooks(one(planted, 'tests/letters/shared.ts'))).toHaveLength(1)
    expect(sharedHooks(one(planted, 'tests/letters/crossing.test.ts'))).toEqual([])
  })

  test('have names that say what they hold', () => {
    expect(emptyNames(project)).toEqual([])
    for (const planted of [
      'core/index.ts',
      'core/utils.ts',
      'core/utils/text.ts',
      'web/stringUtils.ts',
      'tests/support/test-helpers.ts',
      'core/text.util.ts',
    ]) {
      expect(emptyNames(one('', planted))).toHaveLength(1)
    }
    for (const fine of ['core/graphemes.ts', 'core/safety/helplines.ts', 'core/letters/indexOfLetters.ts']) {
      expect(emptyNames(one('', fine))).toEqual([])
    }
  })
})

test('pages send the browser on only once its session is kept', () => {
  expect(hastyRedirects(project)).toEqual([])
  expect(hastyRedirects(one(`response.redirect(303, '/account')`, 'web/pages.ts'))).toHaveLength(1)
})
