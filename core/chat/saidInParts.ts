import type { Core } from '../core.ts'
import type { Finding } from '../safety/finding.ts'
import { readText } from '../safety/readText.ts'

/** Who says something (any name of theirs that stays the same wherever they say it), and in which message. */
export type Speaking = { by: string; messageId: string }

type Part = { messageId: string; text: string; at: number }

/** Parts of a number or an address are short, and follow each other. */
const PART_CHARACTERS_MOST = 40
const PARTS_MOST = 6
const PARTS_WITHIN_MS = 2 * 60_000
const PEOPLE_MOST = 5_000
const MAY_BE_PART = /[\d@.]|골뱅이|dot|at/i

const all = new WeakMap<Core, Map<string, Part[]>>()

/**
 * A contact detail that only adds up with what the same person said just before, such as a number in three messages. What came
 * before has travelled already; without this part it is of no use. Only a net for the obvious case: it knows what was
 * said through this process in the last two minutes, keeps it in memory alone, and can be talked around. Looking at the
 * same message twice changes nothing; what a message is changed into stands for what it said before.
 */
export function contactInParts(core: Core, { by, messageId }: Speaking, text: string): Finding | undefined {
  if (text.length > PART_CHARACTERS_MOST || !MAY_BE_PART.test(text)) return undefined
  const parts = partsOf(core, by)
  const before = parts.filter((part) => part.messageId !== messageId).map((part) => part.text)
  parts.splice(0, parts.length, ...parts.filter((part) => part.messageId !== messageId).slice(1 - PARTS_MOST))
  parts.push({ messageId, text, at: core.time.monotonic() })
  if (before.length === 0) return undefined
  return (
    across(before.join(' '), ` ${text}`) ??
    (/[@.]/.test(text + before.at(-1)) ? across(before.join(''), text) : undefined)
  )
}

/** A contact detail that begins in the one and ends in the other. */
function across(before: string, now: string): Finding | undefined {
  return readText(before + now).find(
    ({ kind, start, end }) => kind === 'contact' && start < before.length && end > before.length,
  )
}

/** Those that are not too old, under the person's name; who has been silent longest is forgotten first. */
function partsOf(core: Core, by: string): Part[] {
  const people = all.get(core) ?? new Map<string, Part[]>()
  all.set(core, people)
  const now = core.time.monotonic()
  const parts = (people.get(by) ?? []).filter(({ at }) => now - at < PARTS_WITHIN_MS)
  people.delete(by)
  people.set(by, parts)
  const [silent] = people.keys()
  if (people.size > PEOPLE_MOST && silent !== undefined) people.delete(silent)
  return parts
}
