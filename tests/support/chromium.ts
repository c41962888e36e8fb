import { execFile } from 'node:child_process'
import { access, chmod, lstat, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const packageFile = path.resolve(import.meta.dirname, '../../node_modules/@sparticuz/chromium/package.json')

/**
 * The browser that comes from npm, unpacked once for this user: two seconds the first time. The package by itself unpacks
 * into a place that all users of a machine share, where another's may not be run, and one half unpacked counts as whole.
 */
export async function chromiumPath(): Promise<string> {
  const { version } = JSON.parse(await readFile(packageFile, 'utf8'))
  const folder = path.join(tmpdir(), `wiro-chromium-${version}-${process.getuid?.() ?? 0}`)
  if (await isUnpacked(folder)) return path.join(folder, 'chromium')
  const fresh = await mkdtemp(path.join(tmpdir(), 'wiro-chromium-'))
  await unpack(fresh)
  const moved = await rename(fresh, folder).then(
    () => true,
    () => false,
  )
  if (moved) return path.join(folder, 'chromium')
  // Somebody else was first: another process of this run, or another user who wants their browser to be run here.
  if (!(await isUnpacked(folder))) return path.join(fresh, 'chromium')
  await rm(fresh, { recursive: true, force: true })
  return path.join(folder, 'chromium')
}

/** Only what nobody else can have put there is run. */
async function isUnpacked(folder: string): Promise<boolean> {
  try {
    const { uid, mode } = await lstat(folder)
    await access(path.join(folder, 'chromium'))
    return uid === (process.getuid?.() ?? 0) && (mode & 0o022) === 0
  } catch {
    return false
  }
}

/** In a process of its own: the place is told by what the whole process takes for the system's folder. */
async function unpack(folder: string): Promise<void> {
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, TMPDIR: folder },
  })
  await chmod(folder, 0o700)
}
