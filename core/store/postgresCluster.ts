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

type Options = { home: string; onProgress: (line: string) => void }

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
  await refuseOtherVersion(data, binaries)
  await refuseOtherOwner(data, account)
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
  options.onProgress('Preparing the database for the first time …')
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
  onProgress(`The database cannot run as root, and no other user may enter ${home}: its data go to ${sharedFolder}.`)
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
export function whyNotCreated(data: string, output: string): string {
  if (output.includes('ENOENT'))
    return 'The built-in PostgreSQL does not run on this system (on Linux it needs glibc, which Alpine lacks). Set DATABASE_URL to a PostgreSQL server.'
  const nameless = /effective user ID (\d+)/.exec(output)?.[1]
  if (nameless)
    return `The built-in PostgreSQL needs a user that this system knows by name, and number ${nameless} has none. Run Wiro as one of /etc/passwd, or set DATABASE_URL to a PostgreSQL server.`
  return `The built-in database could not be created in ${data}: ${lastWords(output)}`
}

/** What a program of PostgreSQL said last, without its own name. */
function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => /error|fatal|EACCES|cannot/i.test(line))
  return (lines.at(-1) ?? output.split('\n').at(-1) ?? '').replace(/^(initdb|pg_ctl): (error: )?/, '')
}

function refuseLostPointer(folder: string) {
  const there = lstatSync(folder, { throwIfNoEntry: false })
  if (!there?.isSymbolicLink() || existsSync(folder)) return
  throw new StoreError(
    `The database of this folder lies in ${readlinkSync(folder)}, which is gone. Bring it back, or delete ${folder} to begin with an empty one.`,
  )
}

async function refuseOtherVersion(data: string, binaries: PostgresBinaries) {
  const found = await readFile(path.join(data, 'PG_VERSION'), 'utf8').catch(() => undefined)
  const ours = binaries.version.split('.')[0]
  if (found === undefined) {
    throw new StoreError(
      `${path.dirname(data)} holds no database of Wiro. Move it away, or set WIRO_HOME to another folder.`,
    )
  }
  if (found.trim() === ours) return
  throw new StoreError(
    `The data in ${data} were written by PostgreSQL ${found.trim()}; this version of Wiro brings PostgreSQL ${ours}. Make a back-up with the version of Wiro that wrote them, move the folder away, and restore the back-up here.`,
  )
}

async function refuseOtherOwner(data: string, account: Account | undefined) {
  const owner = (await stat(data)).uid
  const uid = account?.uid ?? process.getuid?.()
  if (uid === undefined || owner === uid) return
  if (account) return await giveAll(path.dirname(data), account)
  throw new StoreError(
    `The database in ${data} belongs to another user of this machine (number ${owner}). Start Wiro as that user, or as root if root made it, or set WIRO_HOME to another folder.`,
  )
}

function refuseClosed(folder: string, account: Account | undefined) {
  if (!account || canEnter(account, folder)) return
  throw new StoreError(
    `The database cannot run as root, and the user who runs it may no longer enter ${folder}. Let others pass through the folders above it (chmod o+x), or move it and leave a symbolic link in its place.`,
  )
}

/** Root copied or restored the folder, and everything in it became root's. */
async function giveAll(folder: string, account: Account) {
  for (const entry of await readdir(folder, { recursive: true })) await lend(path.join(folder, entry), account)
  await lend(folder, account)
}
