import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../configError.ts'
import { makeFolder } from '../store/makeFolder.ts'

/** The keys of a service: the first seal key seals, all of them open; the first lookup key makes new hashes. */
export type Keys = { seal: Map<string, Buffer>; sealWith: string; lookup: Buffer[] }

const KEY_BYTES = 32
const LOOKUP_PREFIX = 'lookup'
const EXPECTED =
  'WIRO_KEYS must be a list like "k1:<base64>,lookup1:<base64>": 32 bytes each, the lookup keys named lookup…'

/** Reads `id:base64,id:base64…`. @throws ConfigError naming what is wrong, never showing a key. */
export function parseKeys(list: string): Keys {
  const seal = new Map<string, Buffer>()
  const lookup: Buffer[] = []
  const ids = new Set<string>()
  for (const entry of list.split(/[\s,]+/).filter(Boolean)) {
    const [, id, base64] = /^([a-z0-9_-]{1,16}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? []
    const key = Buffer.from(base64 ?? '', 'base64')
    if (!id || key.length !== KEY_BYTES)
      throw new ConfigError(`${EXPECTED}. Make new ones with: npm run wiro -- keys new`)
    if (ids.has(id)) throw new ConfigError(`WIRO_KEYS names two keys "${id}". Give the new one a name of its own.`)
    ids.add(id)
    if (id.startsWith(LOOKUP_PREFIX)) lookup.push(key)
    else seal.set(id, key)
  }
  const [sealWith] = seal.keys()
  if (!sealWith || lookup.length === 0)
    throw new ConfigError(`${EXPECTED}. Make new ones with: npm run wiro -- keys new`)
  return { seal, sealWith, lookup }
}

/** A fresh list for `WIRO_KEYS`. */
export function newKeys(): string {
  return `k1:${newKey()},${LOOKUP_PREFIX}1:${newKey()}`
}

const newKey = () => randomBytes(KEY_BYTES).toString('base64')

/**
 * The key file of a home directory, made on first use, readable by its owner only (mode 0600).
 * Whoever loses it loses every letter; whoever copies it can read them.
 */
export function keysOfHome(home: string): Keys {
  return parseKeys(readKeyFile(home))
}

/**
 * Puts a new key in front of the others in the key file: it seals from the next start on, the others still open.
 * Returns its id.
 */
export function addKeyToHome(home: string): string {
  const list = readKeyFile(home).trim()
  const fresh = newKeyBeside(list)
  const path = join(home, 'keys')
  writeFileSync(`${path}.new`, `${fresh},${list}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return fresh.slice(0, fresh.indexOf(':'))
}

/** A new key to put in front of a list, under a name that none in it has. */
export function newKeyBeside(list: string): string {
  const { seal } = parseKeys(list)
  let number = seal.size + 1
  while (seal.has(`k${number}`)) number++
  return `k${number}:${newKey()}`
}

function readKeyFile(home: string): string {
  const path = join(home, 'keys')
  try {
    makeFolder(home)
    if (!existsSync(path)) writeFileSync(path, `${newKeys()}\n`, { mode: 0o600, flag: 'wx' })
  } catch {
    if (!existsSync(path))
      throw new ConfigError(
        `Cannot write the key file ${path}. Check the rights of WIRO_HOME, or set it to another folder.`,
      )
  }
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new ConfigError(`Cannot read the key file ${path}. Give this user the right to read it.`)
  }
}
