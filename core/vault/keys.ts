import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../configError.ts'
import { makeFolder } from '../store/makeFolder.ts'

/** The keys of a service: the first seal key seals, all of them open; the first lookup key makes new hashes. */
export type Keys = { seal: Map<string, Buffer>; sealWith: string; lookup: Buffer[] }

const KEY_BYTES = 32
const LOOKUP_PREFIX = 'lookup'

const malformed = (source: string) =>
  new ConfigError({
    en: `${source} must be a list like "k1:<base64>,lookup1:<base64>": 32 bytes each, the lookup keys named lookup…. Make new ones with: npm run wiro -- keys new`,
    ko: `${source} 은 "k1:<base64>,lookup1:<base64>" 같은 목록이어야 해요. 하나에 32바이트이고, 찾기 열쇠의 이름은 lookup 으로 시작해요. 새로 만들려면: npm run wiro -- keys new`,
  })

/** Reads `id:base64,id:base64…` of `source`. @throws ConfigError naming what is wrong, never showing a key. */
export function parseKeys(list: string, source = 'WIRO_KEYS'): Keys {
  const seal = new Map<string, Buffer>()
  const lookup: Buffer[] = []
  const ids = new Set<string>()
  for (const entry of list.split(/[\s,]+/).filter(Boolean)) {
    const [, id, base64] = /^([a-z0-9_-]{1,16}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? []
    const key = Buffer.from(base64 ?? '', 'base64')
    if (!id || key.length !== KEY_BYTES) throw malformed(source)
    if (ids.has(id))
      throw new ConfigError({
        en: `${source} names two keys "${id}". Give the new one a name of its own.`,
        ko: `${source} 에 "${id}" 라는 열쇠가 둘 있어요. 새 열쇠에 다른 이름을 붙여 주세요.`,
      })
    ids.add(id)
    if (id.startsWith(LOOKUP_PREFIX)) lookup.push(key)
    else seal.set(id, key)
  }
  const [sealWith] = seal.keys()
  if (!sealWith || lookup.length === 0) throw malformed(source)
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
  return parseKeys(readKeyFile(home), join(home, 'keys'))
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
    if (!existsSync(path)) makeKeyFile(path)
  } catch (error) {
    if (!existsSync(path)) throw notWritten(path, error)
  }
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new ConfigError({
      en: `Cannot read the key file ${path}. Give this user the right to read it.`,
      ko: `열쇠 파일 ${path} 을 읽을 수 없어요. 이 사용자에게 읽을 권한을 주세요.`,
    })
  }
}

/** Of several processes the first one's stays; none stays that could not be written whole, as on a full disk. */
function makeKeyFile(path: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(file, `${newKeys()}\n`)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}

function notWritten(path: string, error: unknown): ConfigError {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
  if (isFull)
    return new ConfigError({
      en: `Cannot write the key file ${path}: the disk is full. Make room, or set WIRO_HOME to another folder.`,
      ko: `열쇠 파일 ${path} 을 쓸 수 없어요. 디스크가 가득 찼어요. 자리를 비우거나 WIRO_HOME 을 다른 폴더로 바꿔 주세요.`,
    })
  return new ConfigError({
    en: `Cannot write the key file ${path}. Check the rights of WIRO_HOME, or set it to another folder.`,
    ko: `열쇠 파일 ${path} 을 쓸 수 없어요. WIRO_HOME 의 권한을 살펴보거나 다른 폴더로 바꿔 주세요.`,
  })
}
