import type { Core } from '../core.ts'
import { extraWords } from '../moderation/extraWords.ts'
import type { ExtraWords, Finding } from '../safety/finding.ts'
import { readText } from '../safety/readText.ts'
import type { RichText } from './content.ts'
import { contactInParts, type Speaking } from './saidInParts.ts'

/** What stands in the way of words said in a chat: why they are held back, and whether their writer may need help. */
export type Look = { obstacle: Finding | undefined; crisis: boolean }

/**
 * Looks through what somebody is about to say live. Contact details, links and cruelty are held back with a word; words
 * of crisis travel, and their writer is shown helplines. With `speaking`, contact details that are said in parts are
 * looked for, too: see `contactInParts`.
 */
export async function lookThrough(core: Core, text: RichText, speaking?: Speaking): Promise<Look> {
  return lookThroughNow(core, { text, words: await extraWords(core), speaking })
}

/** The same for whoever knows the moderators' words. */
export function lookThroughNow(
  core: Core,
  { text: { text }, words, speaking }: { text: RichText; words: ExtraWords; speaking: Speaking | undefined },
): Look {
  const findings = text === '' ? [] : readText(text, { words })
  const inParts = speaking && contactInParts(core, speaking, text)
  return {
    obstacle: findings.find(({ action }) => action !== 'support') ?? inParts,
    crisis: findings.some(({ kind }) => kind === 'crisis'),
  }
}
