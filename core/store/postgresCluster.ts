import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import path from 'node:path'
import type { Bilingual, OnProgress } from '../language.ts'
import { saysFull } from './outOfRoom.ts'
import { type Account, canEnter, serverAccount } from './postgresAccount.ts'
import { type PostgresBinaries, preparePostgres } from './postgresBinaries.ts'
import { StoreError } from './storeError.ts'

/** A database on disk and what is needed to run it. */
export type Cluster = {
  data: string
  log: string
  user: string
  password: string
  binaries: PostgresBinaries
  account: Account | undefined
}

type Options = { home: string; onProgress: OnProgress }

/** Where root keeps what its own folders would hide from the server's user. */
const sharedFolder = '/var/lib/wiro'

const databaseUser = 'wiro'

/** The database's folder inside `home`, or a pointer to it: data, password and log. */
function clusterFolder(home: string): string {
  return path.join(home, 'postgres')
}

/** Reads what is needed to reach a database that was made before; undefined when there is none yet. */
export async function openCluster(options: Options): Promise<Cluster | undefined> {
  refuseLostPointer(clusterFolder(options.home))
  if (!existsSync(clusterFolder(options.home))) return undefined
  const folder = await realpath(clusterFolder(options.home))
  const data = path.join(folder, 'data')
  const account = await serverAccount(data)
  const binaries = await preparePostgres({ account, spareFolder: spareFolder(options.home), ...options })
  await refuseOtherOwner(data, account)
  await refuseOtherVersion(data, binaries)
  refuseClosed(folder, account)
  const password = await readFile(path.join(folder, 'password'), 'utf8')
  return {
    data,
    log: path.join(folder, 'log'),
    user: databaseUser,
    password: password.trim(),
    binaries,
    account,
  }
}

/**
 * Makes a new, empty database; call it under the lock of `home`. It appears whole under its name or not at all.
 * As root, where the server's user cannot enter `home`, it lies below /var/lib/wiro and `home` holds a pointer.
 */
export async function createCluster(options: Options): Promise<void> {
  options.onProgress({ en: 'Preparing the database for the first time …', ko: '데이터베이스를 처음으로 준비하는 중 …' })
  const account = await serverAccount('')
  const binaries = await preparePostgres({ account, spareFolder: spareFolder(options.home), ...options })
  const place = await choosePlace(options, account)
  await removeUnfinished(place)
  const folder = await mkdtemp(`${place}.new-`)
  await lend(folder, account)
  const passwordFile = path.join(folder, 'password')
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  await lend(passwordFile, account)
  await initialise(path.join(folder, 'data'), passwordFile, binaries, account)
  await publish(folder, place, clusterFolder(options.home))
}

/** Runs one of PostgreSQL's programs apart from our terminal and locale; resolves to its exit code and words. */
export async function runPostgresProgram(
  program: string,
  args: string[],
  account: Account | undefined,
): Promise<{ code: number; output: string }> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name)))
  const child = spawn(program, args, {
    ...account,
    cwd: path.parse(program).root,
    env: { ...env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  return await new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: -1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? -1, output: output.trim() }))
  })
}

function spareFolder(home: string): string {
  return process.getuid?.() === 0 ? sharedFolder : home
}

async function choosePlace({ home, onProgress }: Options, account: Account | undefined): Promise<string> {
  if (!account || canEnter(account, home)) return clusterFolder(home)
  await mkdir(sharedFolder, { recursive: true })
  await chmod(sharedFolder, 0o755)
  const hash = createHash('sha256')
    .update(await realpath(home))
    .digest('hex')
    .slice(0, 12)
  onProgress({
    en: `The database cannot run as root, and no other user may enter ${home}: its data go to ${sharedFolder}.`,
    ko: `데이터베이스는 루트로 돌 수 없고 다른 사용자는 ${home} 에 들어갈 수 없어서, 자료를 ${sharedFolder} 에 둘게요.`,
  })
  return path.join(sharedFolder, hash)
}

/** What a first start left that was cut off. */
async function removeUnfinished(place: string) {
  for (const name of await readdir(path.dirname(place))) {
    if (!name.startsWith(`${path.basename(place)}.new-`)) continue
    await rm(path.join(path.dirname(place), name), { recursive: true, force: true })
  }
}

async function lend(file: string, account: Account | undefined) {
  if (account) await chown(file, account.uid, account.gid)
}

async function publish(folder: string, place: string, goal: string) {
  if (place === goal) return await rename(folder, goal)
  const final = folder.replace('.new-', '-')
  await rename(folder, final)
  await symlink(final, goal)
}

/**
 * Korean needs the character classes of a UTF-8 LC_CTYPE (pg_trgm finds nothing under "C"); the order and everything
 * else are PostgreSQL's own C.UTF-8, the same on every system.
 */
async function initialise(
  data: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  account: Account | undefined,
) {
  const common = [`--pgdata=${data}`, `--username=${databaseUser}`, `--pwfile=${passwordFile}`]
  const settings = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions']
  const provider = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  let words = ''
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const args = [...common, ...settings, ...provider, `--lc-ctype=${ctype}`]
    const { code, output } = await runPostgresProgram(binaries.initdb, args, account)
    if (code === 0) return
    words = output
    if (!output.includes('invalid locale')) break
  }
  throw new StoreError(whyNotCreated(data, words))
}

/** What to do about what `initdb` said. Pure. */
export function whyNotCreated(data: string, output: string): Bilingual {
  if (output.includes('ENOENT'))
    return {
      en: 'The built-in PostgreSQL does not run on this system (on Linux it needs glibc, which Alpine lacks). Set DATABASE_URL to a PostgreSQL server.',
      ko: '내장 PostgreSQL 은 이 시스템에서 돌지 않아요(리눅스에서는 glibc 가 필요한데 Alpine 에는 없어요). DATABASE_URL 에 PostgreSQL 서버의 주소를 넣어 주세요.',
    }
  const nameless = /effective user ID (\d+)/.exec(output)?.[1]
  if (nameless)
    return {
      en: `The built-in PostgreSQL needs a user that this system knows by name, and number ${nameless} has none. Run Wiro as one of /etc/passwd, or set DATABASE_URL to a PostgreSQL server.`,
      ko: `내장 PostgreSQL 은 시스템이 이름을 아는 사용자로만 돌아요. ${nameless}번 사용자에게는 이름이 없어요. /etc/passwd 에 있는 사용자로 실행하거나 DATABASE_URL 에 PostgreSQL 서버의 주소를 넣어 주세요.`,
    }
  if (saysFull(output))
    return {
      en: `The built-in database could not be created in ${data}: the disk is full. Make room, or set WIRO_HOME to another folder.`,
      ko: `${data} 에 내장 데이터베이스를 만들 수 없어요. 디스크가 가득 찼어요. 자리를 비우거나 WIRO_HOME 을 다른 폴더로 바꿔 주세요.`,
    }
  const words = lastWords(output)
  return {
    en: `The built-in database could not be created in ${data}: ${words}`,
    ko: `${data} 에 내장 데이터베이스를 만들 수 없어요: ${words}`,
  }
}

/** What a program of PostgreSQL said last, without its own name. */
function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => /error|fatal|EACCES|cannot/i.test(line))
  return (lines.at(-1) ?? output.split('\n').at(-1) ?? '').replace(/^(initdb|pg_ctl): (error: )?/, '')
}

function refuseLostPointer(folder: string) {
  const there = lstatSync(folder, { throwIfNoEntry: false })
  if (!there?.isSymbolicLink() || existsSync(folder)) return
  throw new StoreError({
    en: `The database of this folder lies in ${readlinkSync(folder)}, which is gone. Bring it back, or delete ${folder} to begin with an empty one.`,
    ko: `이 폴더의 데이터베이스는 ${readlinkSync(folder)} 에 있었는데 사라졌어요. 되돌려 놓거나, ${folder} 를 지우고 빈 데이터베이스로 시작해 주세요.`,
  })
}

async function refuseOtherVersion(data: string, binaries: PostgresBinaries) {
  const found = await readFile(path.join(data, 'PG_VERSION'), 'utf8').catch(() => undefined)
  const ours = binaries.version.split('.')[0]
  if (found === undefined) {
    throw new StoreError({
      en: `${path.dirname(data)} holds no database of Wiro. Move it away, or set WIRO_HOME to another folder.`,
      ko: `${path.dirname(data)} 에 있는 것은 위로의 데이터베이스가 아니에요. 다른 곳으로 옮기거나 WIRO_HOME 을 다른 폴더로 바꿔 주세요.`,
    })
  }
  if (found.trim() === ours) return
  throw new StoreError({
    en: `The data in ${data} were written by PostgreSQL ${found.trim()}; this version of Wiro brings PostgreSQL ${ours}. Make a back-up with the version of Wiro that wrote them, move the folder away, and restore the back-up here.`,
    ko: `${data} 의 자료는 PostgreSQL ${found.trim()} 로 쓰였고, 이 버전의 위로에는 PostgreSQL ${ours} 이 들어 있어요. 자료를 쓴 버전의 위로로 백업한 다음 폴더를 옮겨 두고, 여기에 백업을 되살려 주세요.`,
  })
}

async function refuseOtherOwner(data: string, account: Account | undefined) {
  const owner = await stat(data).then(
    ({ uid }) => uid,
    () => undefined,
  )
  const uid = account?.uid ?? process.getuid?.()
  if (uid === undefined || owner === undefined || owner === uid) return
  if (account) return await giveAll(path.dirname(data), account)
  throw new StoreError({
    en: `The database in ${data} belongs to another user of this machine (number ${owner}). Start Wiro as that user, or as root if root made it, or set WIRO_HOME to another folder.`,
    ko: `${data} 의 데이터베이스는 이 컴퓨터의 다른 사용자(${owner}번) 것이에요. 그 사용자로(루트가 만들었다면 루트로) 위로를 시작하거나 WIRO_HOME 을 다른 폴더로 바꿔 주세요.`,
  })
}

function refuseClosed(folder: string, account: Account | undefined) {
  if (!account || canEnter(account, folder)) return
  throw new StoreError({
    en: `The database cannot run as root, and the user who runs it may no longer enter ${folder}. Let others pass through the folders above it (chmod o+x), or move it and leave a symbolic link in its place.`,
    ko: `데이터베이스는 루트로 돌 수 없는데, 대신 돌릴 사용자가 이제 ${folder} 에 들어갈 수 없어요. 그 위의 폴더들을 지나갈 수 있게 하거나(chmod o+x), 폴더를 옮기고 그 자리에 심볼릭 링크를 남겨 주세요.`,
  })
}

/** Root copied or restored the folder, and everything in it became root's. */
async function giveAll(folder: string, account: Account) {
  for (const entry of await readdir(folder, { recursive: true })) await lend(path.join(folder, entry), account)
  await lend(folder, account)
}
