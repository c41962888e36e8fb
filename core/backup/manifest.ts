import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { StoreError } from '../store/storeError.ts'
import type { Vault } from '../vault/vault.ts'

export const MANIFEST = 'manifest.json'
export const FORMAT = 1

const tableFile = z.object({
  name: z.string().regex(/^[a-z0-9_]+$/),
  file: z.string().regex(/^[a-z0-9_]+\.jsonl\.gz$/),
  rows: z.int(),
  sha256: z.string(),
})

const manifest = z.object({
  format: z.literal(FORMAT),
  madeAt: z.iso.datetime(),
  /** What the database had been brought to. */
  migrations: z.array(z.string()),
  /** By this the lookup key of the time is told from another, and nothing else can be. */
  lookupKey: z.string(),
  tables: z.array(tableFile),
  /** The last number that each sequence gave. */
  sequences: z.record(z.string(), z.string()),
})

/** What is in a back-up. */
export type Manifest = z.output<typeof manifest>
export type TableFile = z.output<typeof tableFile>

/** @throws StoreError when the folder holds no whole back-up of a format that is known here. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined)
    throw new StoreError({
      en: `${folder} holds no back-up, or one that was cut off: there is no ${MANIFEST}.`,
      ko: `${folder} 에는 백업이 없거나 만들다 만 백업이 있어요. ${MANIFEST} 파일이 없어요.`,
    })
  const read = manifest.safeParse(parse(text))
  if (!read.success)
    throw new StoreError({
      en: `${MANIFEST} in ${folder} is damaged, or was written by a newer version of Wiro.`,
      ko: `${folder} 의 ${MANIFEST} 파일이 상했거나 더 새로운 버전의 위로가 쓴 것이에요.`,
    })
  return read.data
}

/** Tells the key that hashes platform ids, without being of any use for hashing. */
export function fingerprintOf(vault: Vault): string {
  return hex(vault.lookup(...QUESTION))
}

/** Whether the key of the time of a back-up is among those that are here. */
export function keysFit(vault: Vault, { lookupKey }: Manifest): boolean {
  return vault.lookups(...QUESTION).some((hash) => hex(hash) === lookupKey)
}

const QUESTION = ['back-up', 'which key is this'] as const
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** The rows of a table in a back-up, as JSON. @throws StoreError when the file is not the one that was written. */
export async function* linesOf(folder: string, { name, file, sha256 }: TableFile): AsyncGenerator<string> {
  const source = path.join(folder, file)
  const hash = createHash('sha256')
  await pipeline(createReadStream(source), hash).catch(() => {
    throw new StoreError({
      en: `The back-up in ${folder} is damaged: ${file} cannot be read.`,
      ko: `${folder} 의 백업이 상했어요: ${file} 을 읽을 수 없어요.`,
    })
  })
  if (hash.digest('hex') !== sha256)
    throw new StoreError({
      en: `The back-up in ${folder} is damaged: ${name} is not as it was written.`,
      ko: `${folder} 의 백업이 상했어요: ${name} 이 쓰였을 때와 달라요.`,
    })
  const unzipped = createReadStream(source).pipe(createGunzip())
  for await (const line of createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY })) yield line
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
