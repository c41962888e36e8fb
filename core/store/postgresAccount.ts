import { spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'

/** The system user that runs the database server. */
export type Account = { uid: number; gid: number }

/**
 * Who runs the server: undefined for an ordinary user, who runs it as themselves. PostgreSQL refuses to run as root,
 * so root lends it an account without rights: the one that owns `data` already, `postgres` or `wiro` where it
 * exists, a new system user `wiro`, or `nobody`.
 */
export async function serverAccount(data: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(data).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return find('postgres') ?? find('wiro') ?? create('wiro') ?? find('nobody') ?? { uid: 65534, gid: 65534 }
}

/** Whether the account gets into a folder through all that lie above it. */
export function canEnter(account: Account, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$0"', folder], { ...account, cwd: '/' }).status === 0
}

/** Whether the account can run a program. */
export function canRun(account: Account, program: string): boolean {
  return spawnSync(program, ['--version'], { ...account, cwd: '/' }).status === 0
}

function find(name: string): Account | undefined {
  const uid = output('id', ['-u', name])
  const gid = output('id', ['-g', name])
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

function create(name: string): Account | undefined {
  const shadow = output('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name])
  if (shadow === undefined) output('adduser', ['-S', '-D', '-H', '-s', '/bin/false', name])
  return find(name)
}

function output(program: string, args: string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}
