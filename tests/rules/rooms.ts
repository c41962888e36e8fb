import { COMPUTED, goalOf, type Source } from './sources.ts'

/** A room of docs/architecture.md and what it may import beside itself, Node and {@link Room.packages}. */
type Room = { at: string; mayImport: string[]; packages: string[] }

const everything = ['core', 'bots', 'web', 'cli', 'sandbox']

/** The most exact rooms first: a file belongs to the first one that it lies in. */
const rooms: Room[] = [
  {
    at: 'core/store',
    mayImport: ['core'],
    packages: ['@prisma/adapter-pg', '@prisma/driver-adapter-utils', '@prisma/schema-engine-wasm', 'pg'],
  },
  { at: 'core/jobs', mayImport: ['core'], packages: ['bullmq', 'ioredis', 'pg'] },
  { at: 'core/chat/media/recordings', mayImport: ['core'], packages: ['mediabunny'] },
  { at: 'core/chat/media', mayImport: ['core'], packages: ['sharp'] },
  { at: 'core/accounts/export', mayImport: ['core'], packages: ['fflate'] },
  { at: 'core', mayImport: ['core'], packages: ['pg', 'pino', 'zod'] },
  { at: 'bots/dialogue/stationery', mayImport: ['bots/dialogue', 'core'], packages: ['@resvg/resvg-js', 'satori'] },
  { at: 'bots/dialogue', mayImport: ['core'], packages: [] },
  {
    at: 'bots/discord',
    mayImport: ['bots/dialogue', 'bots/bot.ts', 'bots/wholeAnswer.ts', 'core'],
    packages: ['discord.js', 'zod'],
  },
  {
    at: 'bots/telegram',
    mayImport: ['bots/dialogue', 'bots/bot.ts', 'bots/wholeAnswer.ts', 'core'],
    packages: ['telegraf', 'zod'],
  },
  { at: 'bots/wholeAnswer.ts', mayImport: [], packages: ['undici'] },
  { at: 'bots/bot.ts', mayImport: ['core'], packages: [] },
  { at: 'bots/fetchMedia.ts', mayImport: ['bots/discord', 'bots/telegram', 'bots/bot.ts', 'core'], packages: [] },
  {
    at: 'web',
    mayImport: ['core'],
    packages: [
      '@bull-board/api',
      '@bull-board/api/bullMQAdapter',
      '@bull-board/express',
      'csrf-sync',
      'express',
      'express-session',
      'helmet',
      'passport',
      'passport-google-oauth20',
      'prom-client',
      'rate-limiter-flexible',
      'ws',
    ],
  },
  { at: 'cli/start.ts', mayImport: everything, packages: ['yoctocolors'] },
  {
    at: 'cli',
    mayImport: ['core', 'sandbox/memoryOf.ts'],
    packages: ['cli-table3', 'commander', 'inquirer', 'string-width', 'yoctocolors'],
  },
  { at: 'sandbox', mayImport: [], packages: ['express', 'ws'] },
]

/** Rooms that may import anything. */
const free = ['bench', 'tests']

/** The generated database client: nobody's but core's. */
const GENERATED = 'core/store/generated'

/** Says what is imported from where it may not be, one line each. Imports of types count: they are knowledge too. */
export function strayImports(sources: Source[]): string[] {
  return sources.filter(({ file }) => !free.some((at) => lies(file, at))).flatMap(strayImportsOf)
}

function strayImportsOf(source: Source): string[] {
  const room = rooms.find(({ at }) => lies(source.file, at))
  if (!room) return [`${source.file} lies in no room: give it one in tests/rules/rooms.ts`]
  return source.imports.flatMap((one) => {
    const goal = goalOf(source, one)
    const complain = (what: string) => [`${source.file}:${one.line} ${what}`]
    if ('name' in goal) {
      if (goal.name === COMPUTED) return complain('imports what is only known when it runs')
      const known = goal.name.startsWith('node:') || room.packages.includes(goal.name)
      return known ? [] : complain(`imports ${goal.name}, which ${room.at} may not (see tests/rules/rooms.ts)`)
    }
    if (lies(goal.file, GENERATED) && !lies(source.file, 'core')) return complain('imports the database client')
    const allowed = [room.at, ...room.mayImport, ...(room.at === 'cli' ? ['cli/start.ts'] : [])]
    return allowed.some((at) => lies(goal.file, at)) ? [] : complain(`imports ${goal.file}, which ${room.at} may not`)
  })
}

/** Rings of files that need each other when the program runs, each once: `a.ts → b.ts → a.ts`. */
export function rings(sources: Source[]): string[] {
  const known = new Map(sources.map((source) => [source.file, source]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (file: string, way: string[]) => {
    const at = way.indexOf(file)
    if (at >= 0) found.push([...way.slice(at), file].join(' → '))
    const source = known.get(file)
    if (at >= 0 || done.has(file) || !source) return
    for (const goal of neededBy(source)) walk(goal, [...way, file])
    done.add(file)
  }
  for (const { file } of sources) walk(file, [])
  return found
}

function neededBy(source: Source): Set<string> {
  const goals = source.imports.filter(({ kind }) => kind === 'value').map((one) => goalOf(source, one))
  return new Set(goals.flatMap((goal) => ('file' in goal ? [goal.file] : [])))
}

/**
 * Places outside core that reach past its use-cases into the database. The session store and the sandbox's control
 * strip may be handed the `pg` pool; the bots may not.
 */
export function databaseOutsideCore(sources: Source[]): string[] {
  const forbidden = { bots: [...PRISMA, 'pg'], web: PRISMA, cli: PRISMA }
  return Object.entries(forbidden).flatMap(([room, words]) =>
    sources
      .filter(({ file }) => lies(file, room))
      .flatMap(({ file, names }) =>
        words.filter((word) => names.has(word)).map((word) => `${file}:${names.get(word)} uses ${word}`),
      ),
  )
}

const PRISMA = ['prisma', 'PrismaClient', '$queryRaw', '$executeRaw']

const lies = (file: string, at: string) => file === at || file.startsWith(`${at}/`)
