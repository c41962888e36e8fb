import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { chatStyle } from './style.ts'

/** What the chat's page loads: plain scripts from the source tree, which the compiler does not copy, and its style. */
const folder = path.join(packageRoot(import.meta.dirname), 'web', 'chat', 'public')
const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
const files = new Map<string, { type: string; text: string }>([
  ...scripts.map((name) => [name, { type: 'js', text: readFileSync(path.join(folder, name), 'utf8') }] as const),
  ['chat.css', { type: 'css', text: chatStyle }],
])
const version = [...files]
  .reduce((hash, [name, { text }]) => hash.update(name).update(text), createHash('sha256'))
  .digest('hex')
  .slice(0, 12)

/** The address of a file changes with the content of all of them, so that browsers may keep it for good. */
export const assetPath = (name: 'app.js' | 'chat.css') => `/chat/assets/${version}/${name}`

/** The file at `/chat/assets/version/name`; undefined when there is none, or no longer. */
export function readAsset(asked: { version: string; name: string }): { type: string; text: string } | undefined {
  return asked.version === version ? files.get(asked.name) : undefined
}

function packageRoot(from: string): string {
  return existsSync(path.join(from, 'package.json')) ? from : packageRoot(path.dirname(from))
}
