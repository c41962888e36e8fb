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

/** Something a person has to mend; the message is all they need to read. */
export class BuildError extends Error {}

/** Brings Prisma's client and `dist/` up to date. Throws BuildError. */
export function build() {
  generate()
  if (isBuilt()) return
  withLock(() => {
    if (isBuilt()) return
    say('Preparing Wiro (compiling) …')
    const stamp = sourceStamp()
    run(
      path.join(packageFolder('typescript'), 'bin', 'tsc'),
      ['-p', 'tsconfig.build.json'],
      'TypeScript cannot read it',
    )
    removeOrphans()
    writeFileSync(distStamp, stamp)
  })
}

/** Writes Prisma's client when the schema or Prisma's version changed since the last time. Throws BuildError. */
export function generate() {
  if (isGenerated()) return
  withLock(() => {
    if (isGenerated()) return
    say('Preparing Wiro (database client) …')
    const stamp = schemaStamp()
    run(path.join(packageFolder('prisma'), 'build', 'index.js'), ['generate', '--no-hints'], 'prisma generate failed')
    writeFileSync(generatedStamp, stamp)
  })
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
  return createHash('sha256').update(readFileSync(schemaFile)).update(packageVersion('prisma')).digest('hex')
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
    throw new BuildError('Packages are missing. Run "npm install" first.')
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
  const shown = lines.length > 20 ? [...lines.slice(0, 20), `(and ${lines.length - 20} lines more)`] : lines
  throw new BuildError(`Wiro could not be built: ${failure}.\n${shown.join('\n')}`)
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
    throw new BuildError(`Wiro could not be built: ${error.message}`)
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

function say(line) {
  process.stderr.write(`${line}\n`)
}

function main() {
  try {
    if (process.argv.includes('--generate')) generate()
    else build()
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    say(error.message)
    process.exitCode = 1
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main()
