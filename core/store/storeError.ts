import type { Bilingual } from '../language.ts'

/**
 * The database cannot be opened, started or migrated, and a person has to do something.
 * The message is complete in plain words, names what to do, and never holds a password: print it without a stack.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'

  constructor(readonly said: Bilingual) {
    super(said.en)
  }
}
