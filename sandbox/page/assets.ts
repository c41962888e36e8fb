/** The page itself: plain files from the source tree, which the compiler does not copy, and two fonts. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readFont } from '../http/fonts.ts'

export type Asset = { type: string; data: Buffer; fixed: boolean }

const types: { [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ogg': 'audio/ogg',
  '.mp4': 'video/mp4',
}
const publicFolder = path.join(packageRoot(import.meta.dirname), 'sandbox', 'page', 'public')

/** The file at this path below /sandbox; undefined when there is none. */
export async function readAsset(pathname: string): Promise<Asset | undefined> {
  const parts = pathname.split('/').filter((part) => part !== '')
  if (parts[0] === 'fonts') {
    const font = await readFont(parts.slice(1).join('/'))
    return font && { ...font, fixed: true }
  }
  const name = parts.join('/') || 'index.html'
  const file = path.join(publicFolder, name)
  const type = types[path.extname(name)]
  if (!type || !file.startsWith(publicFolder + path.sep)) return undefined
  const data = await readFile(file).catch(() => undefined)
  return data && { type, data, fixed: false }
}

function packageRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from
  return packageRoot(path.dirname(from))
}
