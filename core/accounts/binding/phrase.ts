import type { Core } from '../../core.ts'
import type { Language } from '../../language.ts'
import { penNameWords } from '../penNameWords.ts'

/**
 * The two words that the chat and the page both show for one binding, so that a person sees that they belong together.
 * Nobody without the lookup key can tell them beforehand.
 */
export function checkPhrase(core: Core, { id, language }: { id: string; language: Language }): string {
  const draw = Buffer.from(core.vault.lookup('check-phrase', id))
  const { nouns } = penNameWords[language]
  return [draw.readUInt32BE(0), draw.readUInt32BE(4)].map((number) => nouns[number % nouns.length]).join(' ')
}
