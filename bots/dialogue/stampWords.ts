import type { Language } from '../../core/language.ts'
import { isStamp, STAMP_EMOJI } from '../../core/letters/stamps.ts'
import { say } from '../../core/texts/texts.ts'

/** The words of a stamp with its emoji; nothing for one that is not known any more. */
export function stampWords(stamp: string, language: Language): string {
  return isStamp(stamp) ? `${STAMP_EMOJI[stamp]} ${say(language, `stamp.${stamp}`)}` : ''
}
