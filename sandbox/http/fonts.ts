/** Two fonts for machines without Korean or emoji fonts of their own; where a package is not installed there is none. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

const packages: { [name: string]: string } = {
  korean: '@fontsource-variable/noto-sans-kr',
  emoji: 'twemoji-colr-font',
}
const types: { [ending: string]: string } = { '.css': 'text/css; charset=utf-8', '.woff2': 'font/woff2' }

/** The file at `korean/…` or `emoji/…`; undefined when there is none. */
export async function readFont(pathname: string): Promise<{ type: string; data: Buffer } | undefined> {
  const [name = '', ...rest] = pathname.split('/').filter((part) => part !== '')
  const folder = folderOf(name)
  const type = types[path.extname(pathname)]
  if (!folder || !type) return undefined
  const file = path.join(folder, ...rest)
  if (!file.startsWith(folder + path.sep)) return undefined
  const data = await readFile(file).catch(() => undefined)
  return data && { type, data }
}

/** Where each font lies; looked up once. */
const folders = new Map<string, string | undefined>()

function folderOf(name: string): string | undefined {
  const packageName = packages[name]
  if (!packageName) return undefined
  if (!folders.has(packageName)) folders.set(packageName, findFolder(packageName))
  return folders.get(packageName)
}

function findFolder(packageName: string): string | undefined {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`))
  } catch {
    return undefined
  }
}
