import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../../core/core.ts'
import type { LetterId } from '../../core/ids.ts'
import {
  changeDraft,
  discardDraft,
  draftLetter,
  latestDraft,
  readDraft,
  rewriteDraft,
} from '../../core/letters/draft.ts'
import { DRAFT_DAYS } from '../../core/letters/forgetDrafts.ts'
import { forgetOld } from '../../core/letters/forgetOld.ts'
import { postLetter } from '../../core/letters/postLetter.ts'
import { readSent } from '../../core/letters/sent.ts'
import { openWorld, type Someone, someone } from '../accounts/world.ts'

const DAY = 86_400_000
let core: Core
let close: () => Promise<void>
let ana: Someone
let number = 0

beforeAll(async () => {
  ;({ core, close } = await openWorld())
})
afterAll(() => close())
beforeEach(async () => {
  ana = await someone(core)
})

const words = () => `Half a letter, number ${++number}, that wants to be a whole one.`
const draft = async (writer = ana, text = words()) =>
  (
    await draftLetter(core, {
      writerId: writer.accountId,
      recipient: { to: 'stranger' },
      text,
      source: `test:${++number}`,
    })
  ).id
const own = (letterId: LetterId, writer = ana) => ({ writerId: writer.accountId, letterId })

describe('a draft', () => {
  it('is kept for its days after the last change, as its writer is told, and then thrown away', async () => {
    const [old, touched] = [await draft(), await draft()]
    const { keptUntil } = await readDraft(core, own(old))
    expect(keptUntil.getTime() - core.clock.now().getTime()).toBeCloseTo(DRAFT_DAYS * DAY, -5)
    core.clock.move((DRAFT_DAYS - 1) * DAY)
    await changeDraft(core, { ...own(touched), change: { signed: false } })
    await forgetOld(core)
    expect((await latestDraft(core, { writerId: ana.accountId }))?.id).toBe(touched)
    await readDraft(core, own(old))
    core.clock.move(DAY + 1_000)
    await forgetOld(core)
    await expect(readDraft(core, own(old))).rejects.toThrow('refuse.letter.gone')
    await readDraft(core, own(touched))
  })

  it('is nobody’s but its writer’s', async () => {
    const letterId = await draft()
    const not = own(letterId, await someone(core))
    for (const act of [
      () => readDraft(core, not),
      () => changeDraft(core, { ...not, change: { signed: false } }),
      () => rewriteDraft(core, { ...not, text: words() }),
      () => postLetter(core, not),
      () => discardDraft(core, not),
    ])
      await expect(act()).rejects.toThrow('refuse.letter.gone')
    await readDraft(core, own(letterId))
  })

  it('leaves with the words that were checked, whatever is typed while it is posted', async () => {
    for (let round = 0; round < 6; round++) {
      const letterId = await draft()
      await Promise.allSettled([
        postLetter(core, own(letterId)),
        rewriteDraft(core, { ...own(letterId), text: `${words()} Write to me: rose.quartz@gmail.com` }),
      ])
      const sent = await readSent(core, own(letterId)).catch(() => undefined)
      expect(sent?.text ?? '').not.toContain('@')
    }
  })
})

it('many post at the same moment, and nobody waits for a connection in vain', async () => {
  const writers: Someone[] = []
  for (let n = 0; n < 24; n++) writers.push(await someone(core))
  const letters = await Promise.all(writers.map(async (writer) => own(await draft(writer), writer)))
  const posted = await Promise.all(letters.map((letter) => postLetter(core, letter)))
  expect(posted.every(({ held }) => !held)).toBe(true)
})
