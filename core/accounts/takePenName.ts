import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import type { Language } from '../language.ts'
import { Refusal } from '../refusal.ts'
import { checkPenName, penNameKey, suggestPenName, withNumber } from './penNames.ts'

const SUGGESTIONS_TRIED = 5

/** A pen-name that is free at this moment; a number is added when all the drawn ones are taken. */
export async function suggestFreePenName(core: Core, { language }: { language: Language }): Promise<string> {
  const drawn = Array.from({ length: SUGGESTIONS_TRIED }, () => suggestPenName(language, core.random))
  const taken = await takenKeys(core, drawn)
  const free = drawn.find((name) => !taken.has(penNameKey(name)))
  return free ?? numbered(core, drawn[0] ?? suggestPenName(language, core.random))
}

/**
 * Gives a person a pen-name. Letters they signed before keep the name they were signed with.
 * Refused when it is malformed or taken; a taken one is answered with a free one like it.
 */
export async function takePenName(
  core: Core,
  { accountId, wish }: { accountId: AccountId; wish: string },
): Promise<string> {
  const checked = checkPenName(wish)
  if ('problem' in checked) throw new Refusal(`refuse.penName.${checked.problem}`)
  const { penName } = checked
  const key = penNameKey(penName)
  const holder = await core.db.prisma.account.findUnique({ where: { penNameKey: key }, select: { id: true } })
  if (holder && holder.id !== accountId)
    throw new Refusal('refuse.penName.taken', { free: await numbered(core, penName) })
  try {
    await core.db.prisma.account.update({ where: { id: accountId }, data: { penName, penNameKey: key } })
  } catch (error) {
    if ((error as { code?: string }).code !== 'P2002') throw error
    throw new Refusal('refuse.penName.taken', { free: await numbered(core, penName) })
  }
  return penName
}

async function numbered(core: Core, name: string): Promise<string> {
  for (let n = 2; ; n = n * 2 + Math.floor(core.random() * n)) {
    const candidate = withNumber(name, n)
    if ((await takenKeys(core, [candidate])).size === 0) return candidate
  }
}

async function takenKeys(core: Core, names: string[]): Promise<Set<string | null>> {
  const found = await core.db.prisma.account.findMany({
    where: { penNameKey: { in: names.map(penNameKey) } },
    select: { penNameKey: true },
  })
  return new Set(found.map((account) => account.penNameKey))
}
