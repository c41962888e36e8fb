import type { Core } from '../core.ts'
import { extraWords } from '../moderation/extraWords.ts'
import type { Finding } from '../safety/finding.ts'
import { readText } from '../safety/readText.ts'
import type { RichText } from './content.ts'

/** What stands in the way of words said in a chat: why they are held back, and whether their writer may need help. */
export type Look = { obstacle: Finding | undefined; crisis: boolean }

/**
 * Looks through what somebody is about to say live. Contact details, links and cruelty are held back with a word; words
 * of crisis travel, and their writer is shown helplines.
 */
export async function lookThrough(core: Core, { text }: RichText): Promise<Look> {
  const findings = text === '' ? [] : readText(text, { words: await extraWords(core) })
  return {
    obstacle: findings.find(({ action }) => action !== 'support'),
    crisis: findings.some(({ kind }) => kind === 'crisis'),
  }
}
