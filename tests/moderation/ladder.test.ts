import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eraseAccount } from '../../core/accounts/erase.ts'
import { meetPerson } from '../../core/accounts/meetPerson.ts'
import type { Core } from '../../core/core.ts'
import { decideReport } from '../../core/moderation/decideReport.ts'
import { fileReport } from '../../core/moderation/fileReport.ts'
import { LETTERS_A_DAY_MAX, NEWCOMER_DAYS, NEWCOMER_LETTERS_A_DAY_MAX } from '../../core/moderation/limits.ts'
import { addOperator } from '../../core/moderation/operators.ts'
import { listCases } from '../../core/moderation/queue.ts'
import type { Rule } from '../../core/moderation/rules.ts'
import { liftSanction, listSanctions } from '../../core/moderation/sanctions.ts'
import { standingOf } from '../../core/moderation/standing.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { openWorld, post, type Someone, someone } from '../accounts/world.ts'

let core: Core
let close: () => Promise<void>
beforeAll(async () => {
  ;({ core, close } = await openWorld())
  await addOperator(core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
})
afterAll(() => close())

const DAY_MS = 86_400_000
const STRANGER = { to: 'stranger' } as const

/** Somebody reports what this one said, and it is upheld. Returns what followed. */
async function breaks(writer: Someone, rule: Rule) {
  const { accountId: reporterId } = await someone(core)
  const said = { category: 'hurtful', words: '', copy: 'Something unkind.' }
  await inPrisma(core, (tx) =>
    fileReport(core, tx, { kind: 'chat', thingId: randomUUID(), reporterId, writerId: writer.accountId, ...said }),
  )
  const [open] = await listCases(core, { open: true, limit: 1 })
  return decideReport(core, { by: 'mina', number: open?.number ?? 0, decision: { kind: 'uphold', rule }, why: 'read' })
}

it('sanctions climb while the earlier ones count, decay with time, and a lifted one never counts', async () => {
  const ana = await someone(core)
  expect(await breaks(ana, 'unkind')).toEqual({ kind: 'word' })
  core.clock.move(59 * DAY_MS)
  expect(await breaks(ana, 'unkind')).toEqual({ kind: 'pause', hours: 12 })
  await expect(post(core, ana, STRANGER)).rejects.toThrow('refuse.paused')
  core.clock.move(DAY_MS)
  await post(core, ana, STRANGER)
  core.clock.move(178 * DAY_MS)
  expect(await breaks(ana, 'unkind')).toEqual({ kind: 'pause', hours: 12 })
  core.clock.move(180 * DAY_MS)
  expect(await breaks(ana, 'unkind')).toEqual({ kind: 'word' })
  const [last] = await listSanctions(core, { accountId: ana.accountId, limit: 1 })
  await liftSanction(core, { by: 'mina', number: last?.number ?? 0, why: 'a quotation' })
  expect(await breaks(ana, 'unkind')).toEqual({ kind: 'word' })
})

it('a ban holds for every bound self, and for each of them after everything was erased', async () => {
  const ana = await someone(core)
  const selves = [
    { platform: 'discord' as const, platformId: '770001', chatId: '770001', locale: 'en' },
    { platform: 'telegram' as const, platformId: '770002', chatId: '770002', locale: 'en' },
  ]
  await core.db.pg.query('delete from identity where account_id = $1', [ana.accountId])
  for (const self of selves) {
    const met = await meetPerson(core, self)
    await core.db.pg.query('update identity set account_id = $1 where id = $2', [ana.accountId, met.identityId])
  }
  expect(await breaks(ana, 'minor')).toEqual({ kind: 'ban' })
  await expect(post(core, ana, STRANGER)).rejects.toThrow('refuse.banned')
  await eraseAccount(core, { accountId: ana.accountId })
  for (const self of selves) {
    const back = await meetPerson(core, self)
    expect(back.accountId).not.toBe(ana.accountId)
    const lookups = core.vault.lookups(`identity:${self.platform}`, self.platformId)
    const standing = await standingOf(core, { accountId: back.accountId, self: { platform: self.platform, lookups } })
    expect(standing).toMatchObject({ kind: 'ban', rule: 'minor' })
  }
})

it('a newcomer sends fewer letters a day than others, and both have an end', async () => {
  const ana = await someone(core)
  const settle = () => core.db.pg.query(`update letter set state = 'answered' where writer_id = $1`, [ana.accountId])
  const sendAll = async (count: number) => {
    for (let at = 0; at < count; at++) {
      await post(core, ana, STRANGER)
      await settle()
    }
  }
  await sendAll(NEWCOMER_LETTERS_A_DAY_MAX)
  await expect(post(core, ana, STRANGER)).rejects.toThrow('refuse.letter.tooFast')
  core.clock.move(NEWCOMER_DAYS * DAY_MS)
  await sendAll(LETTERS_A_DAY_MAX)
  await expect(post(core, ana, STRANGER)).rejects.toThrow('refuse.letter.tooFast')
  core.clock.move(DAY_MS)
  await post(core, ana, STRANGER)
})
