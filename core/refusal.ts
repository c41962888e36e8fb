import type { RefusalKey, TextParams } from './texts/texts.ts'

/** An expected "no": a text to say to the person, with what it needs. Anything else thrown is a bug. */
export class Refusal<Key extends RefusalKey = RefusalKey> extends Error {
  override name = 'Refusal'
  readonly key: Key
  readonly params: TextParams<Key>

  constructor(key: Key, ...params: TextParams<Key> extends undefined ? [] : [TextParams<Key>]) {
    super(key)
    this.key = key
    this.params = params[0] as TextParams<Key>
  }
}
