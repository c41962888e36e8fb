import { expect } from 'vitest'
import type { Person, SeenMessage } from '../../sandbox/person.ts'
import { tap } from '../support/people.ts'

/** The messages of the bot that show it and were not taken away. */
export const standing = (reader: Person, text: string) =>
  reader.chat().filter((seen) => !seen.deleted && seen.from === 'bot' && seen.text.includes(text))

/** Nothing of it is left on the screen. */
export const untilGone = (reader: Person, text: string) => expect.poll(() => standing(reader, text)).toEqual([])

/** Reports what stands there, by the platform's own way. */
export async function report(reader: Person, at: SeenMessage): Promise<void> {
  await reader.press('🚩 Report', { message: at.id })
  if (reader.platform === 'discord') return reader.submit({ category: 'hurtful', words: '' })
  await tap(reader, 'cruel')
  await tap(reader, 'Skip')
}

/** Opens the letter once more, from /inbox; gives the message it stands in. */
export async function openAgain(reader: Person, text: string, how: { in?: 'guild' } = {}): Promise<SeenMessage> {
  const before = reader.chat().at(-1)?.id ?? ''
  await reader.command('inbox', {}, how)
  const list = await reader.until(/^(Letters for you|받은 편지)/, { after: before })
  const [first] = list.controls
  if (first?.kind === 'select') await reader.choose(first.options?.[0]?.label ?? '', { message: list.id })
  else await reader.press(first?.label ?? '', { message: list.id })
  return reader.until((seen) => seen.id === list.id && seen.text.includes(text))
}
