import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isBlockedEitherWay, listBlocks, unblock } from '../../core/accounts/blocks.ts'
import type { Core } from '../../core/core.ts'
import { shortId } from '../../core/ids.ts'
import { blockWriter } from '../../core/letters/blockWriter.ts'
import { SAME_WRITER_DAYS } from '../../core/letters/chooseReader.ts'
import { openLetter } from '../../core/letters/inbox.ts'
import { reportLetter } from '../../core/letters/reportLetter.ts'
import { withdrawReport } from '../../core/moderation/ownReport.ts'
import { deliver, openWorld, type Someone, someone } from '../accounts/world.ts'

/** Two people who must not meet (again): by a block, a report, an end. */
let core: Core
let close: () => Promise<void>
let ana: Someone
let ben: Someone

beforeAll(async () => {
  ;({ core, close } = await openWorld())
})
afterAll(() => close())
beforeEach(async () => {
  ;[ana, ben] = [await someone(core), await someone(core, { platform: 'telegram', reader: true })]
})

const apart = () => isBlockedEitherWay(core.db.pg, ana.accountId, ben.accountId)
const blocksOf = async ({ accountId }: Someone) => (await listBlocks(core, { accountId, page: 0 })).entries

/** Two letters of one writer, which their reader has no way to bring together. */
async function twoLetters() {
  const first = await deliver(core, ana, ben)
  core.clock.move((SAME_WRITER_DAYS + 1) * 86_400_000)
  return [first, await deliver(core, ana, ben)] as const
}

describe('the list of blocks', () => {
  it('has an entry for each letter, so that it does not tell that one person wrote both', async () => {
    const [first, second] = await twoLetters()
    for (const deliveryId of [first, second]) await blockWriter(core, { readerId: ben.accountId, deliveryId })
    const entries = await blocksOf(ben)
    expect(entries).toHaveLength(2)
    const shown = JSON.stringify(entries)
    for (const id of [ana.accountId, ben.accountId]) {
      expect(shown).not.toContain(id)
      expect(shown).not.toContain(shortId(id))
    }
    expect(new Set(entries.map(({ id }) => id)).size).toBe(2)
  })

  it('keeps the two apart as long as one entry is left', async () => {
    const [first, second] = await twoLetters()
    for (const deliveryId of [first, second]) await blockWriter(core, { readerId: ben.accountId, deliveryId })
    for (const { id } of await blocksOf(ben)) {
      expect(await apart()).toBe(true)
      await unblock(core, { accountId: ben.accountId, blockId: id })
      await unblock(core, { accountId: ben.accountId, blockId: id })
    }
    expect(await apart()).toBe(false)
  })

  it('is nobody else’s to undo', async () => {
    await blockWriter(core, { readerId: ben.accountId, deliveryId: await deliver(core, ana, ben) })
    const [entry] = await blocksOf(ben)
    if (entry) await unblock(core, { accountId: ana.accountId, blockId: entry.id })
    expect(await apart()).toBe(true)
  })

  it('does not list what a report keeps apart, and a report taken back frees only its own', async () => {
    const [first, second] = await twoLetters()
    const report = { readerId: ben.accountId, category: 'other', words: '' }
    for (const deliveryId of [first, second]) await reportLetter(core, { ...report, deliveryId })
    expect(await blocksOf(ben)).toEqual([])
    await withdrawReport(core, { reporterId: ben.accountId, kind: 'letter', thingId: first })
    expect(await apart()).toBe(true)
    await openLetter(core, { readerId: ben.accountId, deliveryId: first })
    await withdrawReport(core, { reporterId: ben.accountId, kind: 'letter', thingId: second })
    expect(await apart()).toBe(false)
  })
})
