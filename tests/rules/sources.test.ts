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
import { databaseOutsideCore, rings, strayImports } from './rooms.ts'
import { readProject, readSource } from './sources.ts'

/** Read once: to parse every file takes longer than all that is asked of them. */
const project = readProject()
const stray = (file: string, text: string) => strayImports([readSource(file, text)])
const one = (text: string, file = 'core/letters/post.ts') => [readSource(file, text)]

describe('the project', () => {
  test('is read whole', () => {
    const files = project.map(({ file }) => file)
    expect(files).toEqual(
      expect.arrayContaining([
        'core/core.ts',
        'bots/dialogue/catalogue.ts',
        'web/web.ts',
        'cli/start.ts',
        'sandbox/person.ts',
      ]),
    )
    expect(project.find(({ file }) => file === 'cli/start.ts')?.imports.length).toBeGreaterThan(5)
  })

  test('imports only what each room may', () => {
    expect(strayImports(project)).toEqual([])
  })

  test('has no ring of files that need each other', () => {
    expect(rings(project)).toEqual([])
  })

  test('reaches the database through the use-cases of core only', () => {
    expect(databaseOutsideCore(project)).toEqual([])
  })
})

describe('an import is seen', () => {
  const forms = {
    plain: `import { x } from '../../bots/bot.ts'`,
    'over several lines': `import {\n  x,\n  y as z,\n} from '../../bots/bot.ts'`,
    'of a type': `import type { Bot } from '../../bots/bot.ts'`,
    'of a type among others': `import { type Bot } from '../../bots/bot.ts'`,
    'for its effect': `import '../../bots/bot.ts'`,
    'passed on': `export { x } from '../../bots/bot.ts'`,
    'passed on whole': `export * from '../../bots/bot.ts'`,
    'passed on as type': `export type { Bot } from '../../bots/bot.ts'`,
    'made late': `const bot = await import('../../bots/bot.ts')`,
    'inside a type': `let bot: import('../../bots/bot.ts').Bot`,
    'under another way of writing the path': `import { x } from '../letters/../../bots/bot.ts'`,
  }
  for (const [name, text] of Object.entries(forms)) {
    test(name, () => {
      expect(stray('core/letters/post.ts', text)).toEqual([expect.stringContaining('bots/bot.ts, which core may not')])
    })
  }

  test('and what only looks like one is not', () => {
    const text = `// import { x } from '../../bots/bot.ts'\nconst words = "import { x } from '../../bots/bot.ts'"`
    expect(stray('core/letters/post.ts', text)).toEqual([])
  })

  test('also when its goal is only known later', () => {
    expect(stray('core/letters/post.ts', 'await import(where)')).toEqual([
      expect.stringContaining('only known when it runs'),
    ])
  })

  test('and a file that cannot be parsed does not pass', () => {
    expect(() => readSource('core/a.ts', 'import { from')).toThrow('core/a.ts cannot be parsed')
  })
})

describe('a planted import is refused', () => {
  const planted: [file: string, from: string][] = [
    ['core/letters/post.ts', '../../bots/dialogue/turn.ts'],
    ['core/letters/post.ts', '../../web/web.ts'],
    ['core/letters/post.ts', '../../cli/start.ts'],
    ['core/letters/post.ts', '../../sandbox/person.ts'],
    ['core/letters/post.ts', 'discord.js'],
    ['core/letters/post.ts', 'telegraf/types'],
    ['core/letters/post.ts', 'express'],
    ['core/letters/post.ts', 'bullmq'],
    ['bots/dialogue/turn.ts', 'discord.js'],
    ['bots/dialogue/turn.ts', '../discord/start.ts'],
    ['bots/dialogue/turn.ts', 'zod'],
    ['bots/discord/start.ts', '../telegram/start.ts'],
    ['bots/discord/start.ts', 'telegraf'],
    ['bots/discord/start.ts', '../../web/web.ts'],
    ['bots/discord/start.ts', '../../core/store/generated/client.ts'],
    ['bots/telegram/start.ts', '../discord/outcome.ts'],
    ['bots/telegram/start.ts', 'discord.js'],
    ['bots/bot.ts', './discord/start.ts'],
    ['bots/bot.ts', '../web/web.ts'],
    ['web/web.ts', '../bots/bot.ts'],
    ['web/web.ts', '../sandbox/sandbox.ts'],
    ['web/web.ts', '@prisma/client'],
    ['cli/main.ts', '../bots/discord/start.ts'],
    ['cli/main.ts', '../sandbox/sandbox.ts'],
    ['sandbox/discord/start.ts', '../../core/language.ts'],
    ['sandbox/discord/start.ts', 'discord.js'],
    ['sandbox/telegram/start.ts', '../../tests/support/people.ts'],
    ['elsewhere/thing.ts', 'node:fs'],
  ]
  for (const [file, from] of planted) {
    test(`${from} in ${file}`, () => {
      expect(stray(file, `import '${from}'`)).toHaveLength(1)
    })
  }

  const allowed: [file: string, from: string][] = [
    ['core/letters/post.ts', '../accounts/meet.ts'],
    ['core/letters/post.ts', 'node:crypto'],
    ['core/jobs/backend.ts', 'bullmq'],
    ['core/store/open.ts', './generated/client.ts'],
    ['bots/dialogue/turn.ts', '../../core/language.ts'],
    ['bots/discord/start.ts', '../dialogue/turn.ts'],
    ['bots/discord/start.ts', '../bot.ts'],
    ['cli/main.ts', './start.ts'],
    ['cli/main.ts', '../core/config.ts'],
    ['cli/start.ts', '../sandbox/sandbox.ts'],
    ['tests/any.test.ts', '../sandbox/sandbox.ts'],
  ]
  for (const [file, from] of allowed) {
    test(`but not ${from} in ${file}`, () => {
      expect(stray(file, `import '${from}'`)).toEqual([])
    })
  }
})

describe('a planted ring is found', () => {
  const ring = (...files: [name: string, text: string][]) => rings(files.map(([name, text]) => readSource(name, text)))

  test('between two', () => {
    const found = ring(
      ['core/a/a.ts', `import { b } from '../b/b.ts'`],
      ['core/b/b.ts', `import { a } from '../a/a.ts'`],
    )
    expect(found).toEqual(['core/a/a.ts → core/b/b.ts → core/a/a.ts'])
  })

  test('over three, entered from outside', () => {
    const found = ring(
      ['core/0.ts', `import './1.ts'`],
      ['core/1.ts', `export * from './2.ts'`],
      ['core/2.ts', `const three = () => import('./3.ts')`],
      ['core/3.ts', `import { x } from './1.ts'`],
    )
    expect(found).toEqual(['core/1.ts → core/2.ts → core/3.ts → core/1.ts'])
  })

  test('but not where types close it', () => {
    expect(ring(['core/a.ts', `import { b } from './b.ts'`], ['core/b.ts', `import type { A } from './a.ts'`])).toEqual(
      [],
    )
  })

  test('but not where two ways lead to one file', () => {
    const found = ring(
      ['core/a.ts', `import './b.ts'\nimport './c.ts'`],
      ['core/b.ts', `import './c.ts'`],
      ['core/c.ts', ''],
    )
    expect(found).toEqual([])
  })
})

describe('planted use of the database outside core is found', () => {
  const uses = {
    'through core': 'export const f = (core: Core) => core.db.prisma.letter.count()',
    'taken apart': 'export const f = ({ db: { pg } }: Core) => pg.query("select 1")',
    'as a type': 'export const f = (client: PrismaClient) => client',
  }
  for (const [name, text] of Object.entries(uses)) {
    test(name, () => {
      expect(databaseOutsideCore([readSource('bots/dialogue/inbox.ts', text)])).toHaveLength(1)
      expect(databaseOutsideCore([readSource('core/letters/inbox.ts', text)])).toEqual([])
    })
  }

  test('in web and cli where it goes through Prisma', () => {
    const found = (file: string, text: string) => databaseOutsideCore([readSource(file, text)])
    expect(found('web/pages/account.ts', 'core.db.prisma.account.count()')).toHaveLength(1)
    expect(found('cli/people.ts', 'core.db.prisma.account.count()')).toHaveLength(1)
    expect(found('web/session.ts', 'openSessions({ pool: core.db.pg })')).toEqual([])
  })
})

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
