import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 20
/** Nobody works this long under the lock: an older one was left behind, whatever now has its process id. */
const staleMs = 5 * 60_000
/** Between creating the file and writing the process id into it. */
const unwrittenMs = 1000

/**
 * Runs `work` while no other process on this machine is inside the lock at `file`; waits for its turn.
 * A lock whose process died is taken over.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!(await tryCreate(file))) {
    if (await isLeft(file)) await rm(file, { force: true })
    else await sleep(pollMs)
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function tryCreate(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function isLeft(file: string): Promise<boolean> {
  try {
    const ageMs = Date.now() - (await stat(file)).mtimeMs
    const pid = Number(await readFile(file, 'utf8'))
    return ageMs > staleMs || (pid === 0 ? ageMs > unwrittenMs : !isAlive(pid))
  } catch {
    return false
  }
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
