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
