/**
 * Prepares a source clone: Prisma's client from the schema, then JavaScript in `dist/` from TypeScript, without
 * looking at types.
 * Does only what is stale, needs no network, and may run in several processes at once.
 *
 *   node cli/build.js             both
 *   node cli/build.js --generate  Prisma's client only
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(import.meta.dirname)
const schemaFile = path.join(root, 'prisma', 'schema.prisma')
const generatedStamp = path.join(root, 'core', 'store', 'generated', '.stamp')
const dist = path.join(root, 'dist')
const distStamp = path.join(dist, '.stamp')
const sourceFolders = ['core', 'bots', 'cli', 'web', 'sandbox']
const require = createRequire(import.meta.url)
/** As `terminalLanguage` (cli/terminal.ts) has it, which may not be compiled yet. */
const language = /^ko(?![a-z])/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
  ? 'ko'
  : 'en'

/** Something a person has to mend; the message is all they need to read, in the language of their terminal. */
export class BuildError extends Error {
  constructor(said) {
    super(said[language])
  }
}

/** Brings Prisma's client and `dist/` up to date. Throws BuildError. */
export function build() {
  generate()
  if (isBuilt()) return
  withLock(() => {
    if (isBuilt()) return
    say({ en: 'Preparing Wiro (compiling) …', ko: '위로를 준비하는 중(컴파일) …' })
    const stamp = sourceStamp()
    run(path.join(packageFolder('typescript'), 'bin', 'tsc'), ['-p', 'tsconfig.build.json'], {
      en: 'TypeScript cannot read it',
      ko: '타입스크립트가 소스를 읽지 못해요',
    })
    removeOrphans()
    writeFileSync(distStamp, stamp)
  })
}

/** Writes Prisma's client when the schema or Prisma's version changed since the last time. Throws BuildError. */
export function generate() {
  if (isGenerated()) return
  withLock(() => {
    if (isGenerated()) return
    say({ en: 'Preparing Wiro (database client) …', ko: '위로를 준비하는 중(데이터베이스 클라이언트) …' })
    const stamp = schemaStamp()
    run(path.join(packageFolder('prisma'), 'build', 'index.js'), ['generate', '--no-hints'], {
      en: 'prisma generate failed',
      ko: 'prisma generate 가 되지 않아요',
    })
    for (const file of filesUnder(path.dirname(generatedStamp))) requireRuntime(file)
    writeFileSync(generatedStamp, stamp)
  })
}

/** Prisma's runtime is CommonJS: an `import` would read all of it once more for its names, three quarters of its loading. */
function requireRuntime(file) {
  const text = readFileSync(file, 'utf8')
  const required = text.replace(/^import \* as runtime from ("[^"]+")/m, 'import runtime = require($1)')
  if (required !== text) writeFileSync(file, required)
}

/** Differs whenever a source, the schema or a setting of the build has changed; cheap to take. */
export function sourceState() {
  return `${schemaStamp()}\n${sourceStamp()}`
}

function isGenerated() {
  return readIfThere(generatedStamp) === schemaStamp()
}

function isBuilt() {
  return readIfThere(distStamp) === sourceStamp()
}

function schemaStamp() {
  return createHash('sha256')
    .update(readFileSync(schemaFile))
    .update(packageVersion('prisma'))
    .update(String(requireRuntime))
    .digest('hex')
}

/** A line per source file with its size and time: cheap to take, and different whenever `dist/` may be stale. */
function sourceStamp() {
  const files = sourceFolders.flatMap((folder) => filesUnder(path.join(root, folder))).filter(isSource)
  const settings = ['tsconfig.json', 'tsconfig.build.json'].map((name) => path.join(root, name))
  const lines = [...files, ...settings].map((file) => {
    const state = statSync(file, { throwIfNoEntry: false })
    return `${path.relative(root, file)} ${state?.size} ${state?.mtimeMs}`
  })
  return [packageVersion('typescript'), ...lines.sort()].join('\n')
}

/** Deletes what `dist/` still holds of sources that are gone. */
function removeOrphans() {
  for (const file of filesUnder(dist)) {
    const match = /^(.*)\.js(\.map)?$/.exec(path.relative(dist, file))
    if (match && !['.ts', '.tsx', '.js'].some((ending) => existsSync(path.join(root, match[1] + ending)))) rmSync(file)
  }
}

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}

function isSource(file) {
  return /\.(tsx?|json)$/.test(file)
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function packageFolder(name) {
  try {
    return path.dirname(require.resolve(`${name}/package.json`))
  } catch {
    throw new BuildError({
      en: 'Packages are missing. Run "npm install" first.',
      ko: '패키지가 없어요. 먼저 "npm install" 을 실행해 주세요.',
    })
  }
}

function packageVersion(name) {
  return JSON.parse(readFileSync(path.join(packageFolder(name), 'package.json'), 'utf8')).version
}

/** Runs one of the packages' programs; `prisma generate` looks for an engine that it never starts: any program will do. */
function run(script, args, failure) {
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  }
  const result = spawnSync(process.execPath, [script, ...args], { cwd: root, env, encoding: 'utf8' })
  if (result.status === 0) return
  const lines = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim().split('\n')
  throw notBuilt(failure, lines)
}

const SHOWN_LINES = 20

function notBuilt(why, lines) {
  const shown = lines.slice(0, SHOWN_LINES).join('\n')
  const more = Math.max(0, lines.length - SHOWN_LINES)
  return new BuildError({
    en: `Wiro could not be built: ${why.en}.\n${shown}${more ? `\n(and ${more} lines more)` : ''}`,
    ko: `위로를 빌드하지 못했어요: ${why.ko}.\n${shown}${more ? `\n(그 밖에 ${more}줄)` : ''}`,
  })
}

/** One build at a time in this clone; a lock whose process is gone is taken over. */
function withLock(work) {
  const lock = path.join(root, 'node_modules', '.wiro-build.lock')
  mkdirSync(path.dirname(lock), { recursive: true })
  while (!tryLock(lock)) {
    if (!isHeld(lock)) rmSync(lock, { force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  }
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function tryLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw notBuilt({ en: 'node_modules cannot be written', ko: 'node_modules 에 쓸 수 없어요' }, [error.message])
  }
}

function isHeld(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    const young = Date.now() - statSync(lock).mtimeMs < 1000
    if (pid === 0) return young
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function say(said) {
  process.stderr.write(`${said[language]}\n`)
}

function main() {
  try {
    if (process.argv.includes('--generate')) generate()
    else build()
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main()
