import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Core } from '../../core/core.ts'
import type { LetterId } from '../../core/ids.ts'
import { forgetOld } from '../../core/letters/forgetOld.ts'
import { recallLetter } from '../../core/letters/recallLetter.ts'
import { readSent } from '../../core/letters/sent.ts'
import { readCase } from '../../core/moderation/caseFile.ts'
import { fileReport } from '../../core/moderation/fileReport.ts'
import { decideHeld } from '../../core/moderation/heldLetters.ts'
import { addOperator } from '../../core/moderation/operators.ts'
import { listCases } from '../../core/moderation/queue.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { openWorld, post, type Someone, someone } from '../accounts/world.ts'

let core: Core
let close: () => Promise<void>
beforeAll(async () => {
  ;({ core, close } = await openWorld())
  await addOperator(core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
})
afterAll(() => close())

const STRANGER = { to: 'stranger' } as const
const spam = (what: string) =>
  `Dear friend, ${what} pots of honey from my uncle’s farm are the best there are anywhere!`
const stateOf = async (id: LetterId) => (await core.db.prisma.letter.findUniqueOrThrow({ where: { id } })).state
const waiting = () => listCases(core, { open: true, limit: 10 })
const postAll = async (writers: Someone[], text: (at: number) => string) => {
  const ids: LetterId[] = []
  for (const [at, writer] of writers.entries()) ids.push(await post(core, writer, STRANGER, text(at)))
  return ids
}

describe('the same words over and over', () => {
  it('wait for a moderator from the third time on, however they are disguised; their writer sees them travel', async () => {
    const ana = await someone(core)
    const disguises = [spam('golden'), spam('GOLDEN'), spam('g o l d e n').replaceAll(' ', '  ')]
    const [first, second, third] = await postAll([ana, ana, ana], (at) => disguises[at] ?? '')
    if (!first || !second || !third) throw new Error('not posted')
    expect([await stateOf(first), await stateOf(second), await stateOf(third)]).not.toContain('removed')
    expect(await stateOf(second)).not.toBe('held')
    expect(await stateOf(third)).toBe('held')
    expect((await readSent(core, { writerId: ana.accountId, letterId: third })).state).toBe('travelling')
    const [open] = await waiting()
    const file = await readCase(core, { by: 'mina', number: open?.number ?? 0 })
    expect(file).toMatchObject({ kind: 'held', quiet: true, alike: 3 })
    await decideHeld(core, { by: 'mina', number: file.number, decision: { kind: 'release' }, why: 'she loves honey' })
    expect(await stateOf(third)).not.toBe('held')
    expect(await core.db.prisma.outbox.count({ where: { onceKey: `freed:${third}` } })).toBe(0)
  })

  it('are found, too, when many say them; and after a week nothing can be compared any more', async () => {
    const many: Someone[] = []
    while (many.length < 5) many.push(await someone(core))
    const ids = await postAll(many, () => spam('silver'))
    expect(await Promise.all(ids.map(stateOf))).toEqual(expect.arrayContaining(['held']))
    expect((await Promise.all(ids.map(stateOf))).filter((state) => state === 'held')).toHaveLength(1)
    core.clock.move(8 * 86_400_000)
    await forgetOld(core)
    expect(await core.db.prisma.letter.count({ where: { gist: { not: null } } })).toBe(0)
  })

  it('are left alone where they are short, or to oneself', async () => {
    const ana = await someone(core)
    const short = await postAll([ana, ana, ana, ana], () => 'You can do it. I believe in you.')
    expect(await Promise.all(short.map(stateOf))).not.toContain('held')
    const self = { to: 'self' } as const
    for (let at = 0; at < 4; at++) expect(await stateOf(await post(core, ana, self, spam('quiet')))).not.toBe('held')
  })
})

it('can be taken back like any letter that travels, and is nobody’s case then', async () => {
  const ana = await someone(core)
  const ids = await postAll([ana, ana, ana], () => spam('copper'))
  const last = ids.at(-1)
  if (!last) throw new Error('not posted')
  expect(await stateOf(last)).toBe('held')
  const before = (await waiting()).length
  await recallLetter(core, { writerId: ana.accountId, letterId: last })
  expect(await stateOf(last)).toBe('recalled')
  expect(await waiting()).toHaveLength(before - 1)
})

it('somebody whom several report for spam just now writes to a moderator first', async () => {
  const [ana, ...reporters] = [await someone(core), await someone(core), await someone(core)]
  for (const [at, { accountId }] of reporters.entries()) {
    expect(await stateOf(await post(core, ana, STRANGER))).not.toBe('held')
    const said = { category: 'spam', words: '', copy: 'Buy honey.' }
    const thingId = `00000000-0000-7000-8000-00000000000${at}`
    await inPrisma(core, (tx) =>
      fileReport(core, tx, { kind: 'comment', thingId, reporterId: accountId, writerId: ana.accountId, ...said }),
    )
  }
  expect(await stateOf(await post(core, ana, STRANGER))).toBe('held')
})
