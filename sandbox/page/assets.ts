/** The page itself: plain files from the source tree, which the compiler does not copy, and two fonts. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

export type Asset = { type: string; data: Buffer; fixed: boolean }

const types: { [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
/** For machines without Korean or emoji fonts of their own; where a package is not installed the page does without it. */
const fontPackages: { [name: string]: string } = {
  korean: '@fontsource-variable/noto-sans-kr',
  emoji: 'twemoji-colr-font',
}
const publicFolder = path.join(packageRoot(import.meta.dirname), 'sandbox', 'page', 'public')

/** The file at this path below /sandbox; undefined when there is none. */
export async function readAsset(pathname: string): Promise<Asset | undefined> {
  const [first = '', second = '', ...rest] = pathname.split('/').filter((part) => part !== '')
  if (first === 'fonts') return readFrom(fontFolder(second), rest.join('/'), true)
  return readFrom(
    publicFolder,
    first === '' ? 'index.html' : [first, second, ...rest].filter((part) => part !== '').join('/'),
    false,
  )
}

async function readFrom(folder: string | undefined, name: string, fixed: boolean): Promise<Asset | undefined> {
  const type = types[path.extname(name)]
  if (!folder || !type) return undefined
  const file = path.join(folder, name)
  if (!file.startsWith(folder + path.sep)) return undefined
  const data = await readFile(file).catch(() => undefined)
  return data && { type, data, fixed }
}

function fontFolder(name: string): string | undefined {
  const packageName = fontPackages[name]
  if (!packageName) return undefined
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`))
  } catch {
    return undefined
  }
}

function packageRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from
  return packageRoot(path.dirname(from))
}
