import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { CommentId, LetterId, OpenLetterId } from '../ids.ts'
import type { Keys } from './keys.ts'

/** Seals what nobody but the service may read. A stolen database without the keys tells nothing of it. */
export type Vault = {
  /** Seals for one purpose; what was sealed for another purpose does not open. */
  seal(plain: string, purpose: string): Sealed
  /** @throws SealBroken when tampered with, sealed for another purpose, or with a key that is not here. */
  open(sealed: Uint8Array, purpose: string): string
  /** The same for what is no text. */
  sealBytes(plain: Uint8Array, purpose: string): Sealed
  openBytes(sealed: Uint8Array, purpose: string): Buffer
  /** The same content under the key that seals now; undefined when it is under that key already. @throws SealBroken */
  rewrap(sealed: Uint8Array, purpose: string): Sealed | undefined
  /** The id of the key that seals now. */
  readonly sealsWith: string
  /** Seals what somebody wrote with a data key of its own; destroying `bodyKey` destroys the words for good. */
  sealBody(text: string, id: WordsId): { body: Sealed; bodyKey: Sealed }
  openBody(sealed: { body: Uint8Array; bodyKey: Uint8Array }, id: WordsId): string
  /** A keyed hash to find a thing by without storing it: HMAC-SHA-256, 32 bytes. Same scope and value, same hash. */
  lookup(scope: string, value: string): Sealed
  /** The same hash under every lookup key there is, the newest first: older rows were found by older keys. */
  lookups(scope: string, value: string): Sealed[]
}

/** Bytes that tell nothing, ready for either driver of the database. */
type Sealed = Buffer<ArrayBuffer>

/** Whose words: a body sealed for one of these opens for no other. */
type WordsId = LetterId | OpenLetterId | CommentId

/** A sealed thing that does not open. Says nothing of its content. */
export class SealBroken extends Error {
  override name = 'SealBroken'
}

const VERSION = 1
const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** The vault over the given keys. */
export function openVault(keys: Keys): Vault {
  const sealKeys = new Map([...keys.seal].map(([id, key]) => [id, createSecretKey(key)]))
  const lookupKeys = keys.lookup.map((key) => createSecretKey(key))
  const current = sealKeys.get(keys.sealWith)
  const head = Buffer.concat([Buffer.from([VERSION, keys.sealWith.length]), Buffer.from(keys.sealWith)])
  const sealWith = (plain: Uint8Array, purpose: string) => {
    if (!current) throw new SealBroken('no key to seal with')
    return encrypt(current, plain, purpose, head)
  }
  const openAny = (sealed: Uint8Array, purpose: string) => {
    const { keyId, rest } = readEnvelope(sealed)
    const key = sealKeys.get(keyId)
    if (!key) throw new SealBroken('sealed with a key that is not here')
    return decrypt(key, rest, purpose)
  }
  return {
    sealsWith: keys.sealWith,
    seal: (plain, purpose) => sealWith(Buffer.from(plain), purpose),
    open: (sealed, purpose) => openAny(sealed, purpose).toString(),
    sealBytes: sealWith,
    openBytes: openAny,
    rewrap(sealed, purpose) {
      if (readEnvelope(sealed).keyId === keys.sealWith) return undefined
      return sealWith(openAny(sealed, purpose), purpose)
    },
    sealBody(text, letterId) {
      const dataKey = randomBytes(KEY_BYTES)
      const purpose = `letter:${letterId}`
      return { body: encrypt(dataKey, Buffer.from(text), purpose), bodyKey: sealWith(dataKey, purpose) }
    },
    openBody(sealed, letterId) {
      const purpose = `letter:${letterId}`
      return decrypt(openAny(sealed.bodyKey, purpose), Buffer.from(sealed.body), purpose).toString()
    },
    lookup(scope, value) {
      const [key] = lookupKeys
      if (!key) throw new SealBroken('no key to look up with')
      return keyedHash(key, scope, value)
    },
    lookups: (scope, value) => lookupKeys.map((key) => keyedHash(key, scope, value)),
  }
}

function keyedHash(key: KeyObject, scope: string, value: string): Sealed {
  return createHmac('sha256', key).update(`${scope}\0${value}`).digest() as Sealed
}

/** `version, length of key id, key id`, then what {@link encrypt} made. */
function readEnvelope(sealed: Uint8Array): { keyId: string; rest: Buffer } {
  const bytes = bufferOver(sealed)
  const length = bytes[1] ?? 0
  if (bytes[0] !== VERSION || bytes.length < 2 + length + IV_BYTES + TAG_BYTES)
    throw new SealBroken('not a sealed thing')
  return { keyId: bytes.toString('utf8', 2, 2 + length), rest: bytes.subarray(2 + length) }
}

/** AES-256-GCM with a random nonce; the purpose is authenticated with it: `nonce, tag, ciphertext`, after `head`. */
function encrypt(key: Buffer | KeyObject, plain: Uint8Array, purpose: string, head = NO_HEAD): Sealed {
  const iv = nextNonce()
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(purpose))
  const text = cipher.update(plain)
  cipher.final()
  return Buffer.concat([head, iv, cipher.getAuthTag(), text])
}

const NO_HEAD = Buffer.alloc(0)

/** Nonces are public, and drawn many at a time: asking the system for each takes as long as the sealing. */
function nextNonce(): Buffer {
  if (drawn >= nonces.length) {
    nonces = randomBytes(NONCES_AT_ONCE * IV_BYTES)
    drawn = 0
  }
  drawn += IV_BYTES
  return nonces.subarray(drawn - IV_BYTES, drawn)
}
const NONCES_AT_ONCE = 512
let nonces = NO_HEAD
let drawn = 0

function decrypt(key: Buffer | KeyObject, sealed: Uint8Array, purpose: string): Buffer {
  const iv = sealed.subarray(0, IV_BYTES)
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)
  try {
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(purpose))
      .setAuthTag(tag)
    const plain = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES))
    decipher.final()
    return plain
  } catch {
    throw new SealBroken('the seal is broken')
  }
}

/** The same memory. */
function bufferOver({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
