import type { Bilingual } from './language.ts'

/** Something the operator has to mend before the service can start. The message says what and how; no stack is needed. */
export class ConfigError extends Error {
  override name = 'ConfigError'

  constructor(readonly said: Bilingual) {
    super(said.en)
  }
}
