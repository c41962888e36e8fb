/** The page itself: plain files from the source tree, which the compiler does not copy, and two fonts. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
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

/** Scripts and styles stand below `at/VERSION/`, too, which changes with any of them: browsers ask for them once. */
const byVersion = /^\/at\/([\w-]+)(?=\/)/
let newest = ''

/** The file at this path below /sandbox; undefined when there is none. */
export async function readAsset(pathname: string): Promise<Asset | undefined> {
  const [prefix = '', version] = byVersion.exec(pathname) ?? []
  const asset = await find(pathname.slice(prefix.length))
  if (!asset) return undefined
  if (asset.type === types['.html']) return { ...asset, data: await withVersions(asset.data) }
  return { ...asset, fixed: asset.fixed || version === newest }
}

async function withVersions(html: Buffer): Promise<Buffer> {
  newest = await currentVersion()
  return Buffer.from(String(html).replace(/"\/sandbox\/(?=css\/|main\.js)/g, `"/sandbox/at/${newest}/`))
}

async function currentVersion(): Promise<string> {
  const names = (await readdir(publicFolder, { recursive: true })).sort()
  const states = await Promise.all(names.map((name) => stat(path.join(publicFolder, name))))
  const told = names.map((name, at) => `${name} ${states[at]?.mtimeMs} ${states[at]?.size}`)
  return createHash('sha256').update(told.join()).digest('base64url').slice(0, 12)
}

async function find(pathname: string): Promise<Asset | undefined> {
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
