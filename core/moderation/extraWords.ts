import type { Core } from '../core.ts'
import { Refusal } from '../refusal.ts'
import type { BlockedWord, ExtraWords, FindingAction, FindingKind } from '../safety/finding.ts'
import type { ExtraWord } from '../store/generated/client.ts'
import { writeAudit } from './audit.ts'
import { requireOperator } from './operators.ts'
import { inRehearsal } from './rehearse.ts'

/** A change made in another process is known here within so long (real time). */
const KNOWN_FOR_MS = 5_000
const WORD_MAX_CHARACTERS = 60

/** A word that moderators added: `kind` null means it is allowed. */
export type ExtraWordLine = {
  word: string
  kind: FindingKind | null
  action: FindingAction | null
  addedBy: string
  addedAt: Date
}

type Known = { at: number; words: ExtraWords }
const known = new WeakMap<Core, Known>()
const looking = new WeakMap<Core, Promise<ExtraWords>>()

/**
 * What moderators added to the lists, as `readText` takes it; the same object for some seconds, compiled once. Looked up
 * anew before it is too old, so that nobody waits for that while people talk.
 */
export async function extraWords(core: Core): Promise<ExtraWords> {
  const before = known.get(core)
  const age = before ? core.time.monotonic() - before.at : KNOWN_FOR_MS
  if (before && age < KNOWN_FOR_MS / 2) return before.words
  const fresh = looking.get(core) ?? lookUp(core, before)
  if (!before || age >= KNOWN_FOR_MS) return fresh
  void fresh.catch(() => undefined)
  return before.words
}

/** Once for all who ask meanwhile. */
function lookUp(core: Core, before: Known | undefined): Promise<ExtraWords> {
  const look = async () => {
    const at = core.time.monotonic()
    const fresh = asWords(await core.db.prisma.extraWord.findMany({ orderBy: { word: 'asc' } }))
    const words = before && JSON.stringify(before.words) === JSON.stringify(fresh) ? before.words : fresh
    // A word that was changed here meanwhile is looked up by whoever asks next.
    if (known.get(core) === before) known.set(core, { at, words })
    return words
  }
  const looked = look().finally(() => looking.delete(core))
  looking.set(core, looked)
  return looked
}

/** A word was changed here: what is known, or being looked up, is no longer so. */
function forget(core: Core): void {
  known.set(core, { at: Number.NEGATIVE_INFINITY, words: {} })
  looking.delete(core)
}

export async function listExtraWords(core: Core): Promise<ExtraWordLine[]> {
  const rows = await core.db.prisma.extraWord.findMany({ orderBy: { word: 'asc' } })
  return rows.map((row) => row as ExtraWordLine)
}

/** Adds a word to the lists, or (`kind` null) clears it; the same word again changes it. Holds within seconds. */
export async function addExtraWord(
  core: Core,
  {
    by,
    word,
    kind,
    action,
    why,
    rehearse = false,
  }: {
    by: string
    word: string
    kind: FindingKind | null
    action: FindingAction | null
    why: string
    rehearse?: boolean
  },
): Promise<void> {
  const clean = word.trim().normalize('NFC').toLowerCase()
  const letters = clean.replaceAll(/[*\s]/g, '')
  if ([...letters].length < 2 || clean.length > WORD_MAX_CHARACTERS) throw new Refusal('refuse.op.word')
  await inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by)
    const data = { kind, action, addedBy: by, addedAt: core.clock.now() }
    await tx.prisma.extraWord.upsert({ where: { word: clean }, create: { word: clean, ...data }, update: data })
    const act = kind ? `word.block ${kind}` : 'word.allow'
    await writeAudit(core, tx, { operator: by, act, subject: `word ${clean}`, why })
    tx.afterCommit(() => forget(core))
  })
}

/** Takes a word out again. Refused when it was not added by moderators. */
export async function removeExtraWord(
  core: Core,
  { by, word, why, rehearse = false }: { by: string; word: string; why: string; rehearse?: boolean },
): Promise<void> {
  await inRehearsal(core, rehearse, async (tx) => {
    await requireOperator(tx, by)
    const clean = word.trim().normalize('NFC').toLowerCase()
    const { count } = await tx.prisma.extraWord.deleteMany({ where: { word: clean } })
    if (count === 0) throw new Refusal('refuse.op.noWord', { word: clean })
    await writeAudit(core, tx, { operator: by, act: 'word.remove', subject: `word ${clean}`, why })
    tx.afterCommit(() => forget(core))
  })
}

function asWords(rows: ExtraWord[]): ExtraWords {
  const blocked: BlockedWord[] = rows.flatMap(({ word, kind, action }) =>
    kind ? [{ word, kind: kind as FindingKind, ...(action ? { action: action as FindingAction } : {}) }] : [],
  )
  return { blocked, allowed: rows.filter(({ kind }) => kind === null).map(({ word }) => word) }
}
