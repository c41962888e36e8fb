import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appealSanction } from '../../core/moderation/appeal.ts'
import { decideAppeal } from '../../core/moderation/decideAppeal.ts'
import { decideReport, type ReportDecision } from '../../core/moderation/decideReport.ts'
import { addExtraWord } from '../../core/moderation/extraWords.ts'
import { decideHeld } from '../../core/moderation/heldLetters.ts'
import { addOperator } from '../../core/moderation/operators.ts'
import { claimNext, listCases } from '../../core/moderation/queue.ts'
import type { Person } from '../../sandbox/person.ts'
import { insist, SLOTS_BY_WISH } from '../support/database.ts'
import { answerForm, openNewest, sendLetter, tap, untilSent, welcomed, writeLetter } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

let service: Service
let ana: Person
let ben: Person
let turn = 0

beforeAll(async () => {
  service = await openService()
  const { core } = service
  await addOperator(core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
  await addOperator(core, { by: 'mina', name: 'joon', role: 'moderator', why: 'helps' })
  ana = await welcomed(service, { platform: 'discord', name: 'Ana', locale: 'en', willing: false })
  ben = await welcomed(service, { platform: 'telegram', name: 'Ben', locale: 'en' })
})
afterAll(() => service.close())
/** The two have never met, nobody has a past, and Ben has room for a letter. */
beforeEach(async () => {
  turn++
  const { pg } = service.core.db
  await insist(pg, ...['letter', 'block', 'correspondence', 'sanction'].map((table) => `delete from ${table}`))
  await insist(pg, 'update account set read_count = 0', SLOTS_BY_WISH)
})

const text = () => `Dear stranger number ${turn}, the first snow fell today and I thought of you.`
const rows = async (sql: string) => (await service.core.db.pg.query(sql)).rows

/** Ana's letter reaches Ben, who reports it. Returns the case. */
async function reported(category = 'It is cruel or hateful'): Promise<number> {
  await sendLetter(ana, text())
  await openNewest(ben, text())
  await report(category)
  const [open] = await listCases(service.core, { open: true, limit: 10 })
  if (!open) throw new Error('no case was opened')
  return open.number
}

async function report(category: string): Promise<void> {
  const before = ben.chat().at(-1)?.id
  await tap(ben, '🚩 Report')
  await tap(ben, category)
  await ben.until('Is there anything a moderator should know?')
  await answerForm(ben, { words: 'It made me sad.' })
  await ben.until(/Thank you for (telling us|caring)/, before ? { after: before } : {})
}

const decide = (number: number, decision: ReportDecision, by = 'joon') =>
  decideReport(service.core, { by, number, decision, why: 'read it twice' })

/** What both have heard since: nobody hears an old thing again. */
const here = (person: Person) => ({ after: person.chat().at(-1)?.id ?? '' })

describe('a report', () => {
  it('upheld: the letter is gone, its writer hears the rule and the words, the reporter the outcome', async () => {
    const number = await reported()
    const [anaHere, benHere] = [here(ana), here(ben)]
    expect(await decide(number, { kind: 'uphold', rule: 'unkind', quote: 'I thought of you' })).toEqual({
      kind: 'word',
    })
    const told = await ana.until('About a letter of yours', anaHere)
    expect(told.text).toContain('Be kind. Nothing cruel')
    expect(told.text).toContain('I thought of you')
    expect(told.text).not.toContain('first snow')
    expect(told.text).not.toMatch(/report|Ben/i)
    await ben.until('it broke a house rule: it is removed', benHere)
    await untilSent(ana, /removed/)
  })

  it('dismissed: the letter seeks another reader, and the two may meet again', async () => {
    const number = await reported()
    const benHere = here(ben)
    await decide(number, { kind: 'dismiss' })
    await ben.until('It didn’t break a house rule', benHere)
    await untilSent(ana, /looking for a reader/)
    expect(await rows('select 1 from block')).toHaveLength(0)
    await tap(ben, 'Keep us apart')
    await ben.until('You won’t meet again. You can undo this in /settings.', benHere)
    expect(await rows('select via_report from block')).toEqual([{ via_report: false }])
  })

  it('decided with care: the writer is shown helplines, and the letter is marked as heavy', async () => {
    const number = await reported('I’m worried about the writer')
    const [anaHere, benHere] = [here(ana), here(ben)]
    await decide(number, { kind: 'care' })
    const told = await ana.until('Somebody thought of you', anaHere)
    expect(told.text).toMatch(/☎️.*\d{3}/s)
    await ben.until('showed its writer people who can help', benHere)
    expect(await rows('select heavy, state::text from letter')).toEqual([{ heavy: true, state: 'seeking' }])
  })

  it('with more words than a moderator reads is refused, and asked again; so is an appeal', async () => {
    await sendLetter(ana, text())
    await openNewest(ben, text())
    await tap(ben, '🚩 Report')
    await tap(ben, 'It is cruel or hateful')
    await ben.until('Is there anything a moderator should know?')
    const tooLong = 'It made me sad. '.repeat(63)
    await answerForm(ben, { words: tooLong })
    await ben.until(/1,?00\d characters.*1,?000/s)
    expect(await listCases(service.core, { open: true, limit: 10 })).toHaveLength(0)
    const benHere = here(ben)
    await answerForm(ben, { words: tooLong.slice(0, 990) })
    await ben.until(/Thank you for (telling us|caring)/, benHere)
    const [open] = await listCases(service.core, { open: true, limit: 10 })
    await decide(open?.number ?? 0, { kind: 'uphold', rule: 'unkind' })
    const [{ id, account_id: accountId }] = await rows('select id, account_id from sanction')
    const appeal = { accountId, sanctionId: id, words: 'x'.repeat(1_001) }
    await expect(appealSanction(service.core, appeal)).rejects.toThrow('refuse.words.tooLong')
    await appealSanction(service.core, { ...appeal, words: 'x'.repeat(1_000) })
  })

  it('taken back: the letter is in the inbox again, and can be reported anew', async () => {
    const number = await reported()
    await tap(ben, 'Take the report back')
    await ben.until('Taken back. The letter is in your /inbox again.')
    expect(await rows('select 1 from block')).toHaveLength(0)
    await expect(decide(number, { kind: 'dismiss' })).rejects.toThrow('refuse.op.decided')
    await ben.command('inbox')
    const inbox = await ben.until((message) => message.text.startsWith('Letters for you'))
    const open = inbox.controls.find((control) => JSON.stringify(control).includes('📖'))
    await tap(ben, open?.kind === 'select' ? (open.options?.[0]?.label ?? '') : (open?.label ?? ''))
    await ben.until(text())
    await report('It is advertising')
    expect(await listCases(service.core, { open: true, limit: 10 })).toHaveLength(1)
  })

  it('that was decided cannot be taken back', async () => {
    const number = await reported()
    const benHere = here(ben)
    await decide(number, { kind: 'dismiss' })
    await ben.until('It didn’t break a house rule', benHere)
    await tap(ben, 'Take the report back')
    await expect.poll(() => ben.toasts().at(-1)).toContain('A moderator has decided it already')
  })

  it('rehearsed: says what would follow and changes nothing', async () => {
    const number = await reported()
    const anaHere = ana.chat().length
    const decision = { kind: 'uphold', rule: 'threat' } as const
    const step = await decideReport(service.core, { by: 'joon', number, decision, why: 'a try', rehearse: true })
    expect(step).toEqual({ kind: 'pause', hours: 72 })
    expect(await rows('select state::text from letter')).toEqual([{ state: 'held' }])
    expect(await rows('select 1 from sanction')).toHaveLength(0)
    expect(ana.chat()).toHaveLength(anaHere)
  })

  it('refuses a quote that is not in the letter, a stranger to the house, and deciding twice', async () => {
    const number = await reported()
    await expect(decide(number, { kind: 'uphold', rule: 'unkind', quote: 'never written' })).rejects.toThrow('quote')
    await expect(decide(number, { kind: 'dismiss' }, 'eve')).rejects.toThrow('refuse.op.unknown')
    await decide(number, { kind: 'dismiss' })
    await expect(decide(number, { kind: 'dismiss' })).rejects.toThrow('refuse.op.decided')
  })

  it('handed on waits for an owner', async () => {
    const number = await reported()
    await decide(number, { kind: 'hand-on' })
    expect(await claimNext(service.core, { by: 'joon' })).toBeUndefined()
    await expect(decide(number, { kind: 'dismiss' })).rejects.toThrow('refuse.op.ownerOnly')
    expect(await claimNext(service.core, { by: 'mina' })).toBe(number)
    await decide(number, { kind: 'dismiss' }, 'mina')
  })
})

describe('the queue', () => {
  it('never gives one case to two, and gives it to another when the first let it lie', async () => {
    const number = await reported()
    const both = await Promise.all([claimNext(service.core, { by: 'mina' }), claimNext(service.core, { by: 'joon' })])
    expect(both.filter((one) => one === number)).toHaveLength(1)
    const slow = both[0] === number ? 'mina' : 'joon'
    const other = slow === 'mina' ? 'joon' : 'mina'
    await expect(decide(number, { kind: 'dismiss' }, other)).rejects.toThrow('refuse.op.claimed')
    service.clock.move(16 * 60_000)
    expect(await claimNext(service.core, { by: other })).toBe(number)
  })
})

describe('a sanction', () => {
  it('pauses: no letters to others, none from strangers, still one to oneself; and it ends', async () => {
    await service.core.db.pg.query('update account set willing = true')
    await decide(await reported(), { kind: 'uphold', rule: 'sexual' })
    await ana.until('you can’t write to others')
    await writeLetter(ana, `${text()} Another one.`)
    await tap(ana, 'Send it')
    await ana.until(/can’t write to others or talk live for another 12 hours/)
    await sendLetter(ben, `A letter of Ben’s, number ${turn}, for nobody who is paused.`)
    await untilSent(ben, /looking for a reader/)
    await service.core.db.pg.query('delete from block')
    service.clock.move(13 * 3_600_000)
    await untilSent(ben, /arrived/)
    await service.core.db.pg.query(`update account set willing = false where exists
      (select 1 from sanction s where s.account_id = account.id)`)
  })

  it('can be appealed once; granted, it is as if it had never been', async () => {
    const anaHere = here(ana)
    await decide(await reported(), { kind: 'uphold', rule: 'harm' })
    await ana.until('About a letter of yours', anaHere)
    await tap(ana, 'Please look again')
    await answerForm(ana, { words: 'I quoted a song that I love, nothing more.' })
    await ana.until('Somebody will look at it again', anaHere)
    expect(await claimNext(service.core, { by: 'joon' })).toBeUndefined()
    const number = await claimNext(service.core, { by: 'mina' })
    await decideAppeal(service.core, { by: 'mina', number: number ?? 0, grant: true, why: 'a song indeed' })
    await ana.until('you were right', anaHere)
    await untilSent(ana, /looking for a reader/)
    const again = await ana.until('About a letter of yours')
    await ana.press('Please look again', { message: again.id })
    await ana.until('There is nothing to look at again here', anaHere)
  })

  it('bans for good: nothing but help and the appeal is left', async () => {
    const started = here(ana)
    await decide(await reported(), { kind: 'uphold', rule: 'minor' })
    await ana.until('you can’t use Wiro any more', started)
    const anaHere = here(ana)
    await ana.command('letter')
    await ana.until('You can’t use Wiro any more', anaHere)
    await ana.command('helpline')
    await ana.until('You don’t have to carry this alone', anaHere)
    await tap(ana, 'Please look again')
    await answerForm(ana, { words: 'Please, I can explain what happened there.' })
    await ana.until('Somebody will look at it again', anaHere)
    await ana.command('sent')
    await ana.until('Your appeal has arrived', anaHere)
    const number = await claimNext(service.core, { by: 'mina' })
    await decideAppeal(service.core, { by: 'mina', number: number ?? 0, grant: false, why: 'it stands' })
    await ana.until('it stays as it was decided', anaHere)
  })

  it('of a ban holds also for whoever erased everything and came back', async () => {
    const started = here(ana)
    await decide(await reported(), { kind: 'uphold', rule: 'minor' })
    await ana.until('you can’t use Wiro any more', started)
    const [banned] = await rows('select account_id from sanction')
    await service.core.db.pg.query('delete from account where id = $1', [banned.account_id])
    const anaHere = here(ana)
    await ana.command('start')
    await ana.until('You can’t use Wiro any more', anaHere)
    await service.core.db.pg.query('delete from sanction')
    await ana.command('start')
    await ana.until('Welcome to Wiro', anaHere)
    ana = await welcomed(service, { platform: 'discord', name: 'Ana the second', locale: 'en', willing: false })
  })
})

describe('a letter held back by the safety check', () => {
  const held = 'Dear stranger, some days I am proud of the bread I bake, and some days a little ashamed.'

  it('waits for a moderator and then travels', async () => {
    const word = { word: 'ashamed', kind: 'abuse', action: 'hold' } as const
    await addExtraWord(service.core, { by: 'mina', ...word, why: 'to see what comes' })
    const anaHere = here(ana)
    await writeLetter(ana, held)
    await tap(ana, 'Send it')
    await ana.until('A moderator will have a look at this one first', anaHere)
    const number = await claimNext(service.core, { by: 'joon' })
    await decideHeld(service.core, { by: 'joon', number: number ?? 0, decision: { kind: 'release' }, why: 'harmless' })
    await ana.until('All is well, and it is on its way now', anaHere)
    await openNewest(ben, held)
  })
})
