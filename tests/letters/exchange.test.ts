import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { addOperator } from '../../core/moderation/operators.ts'
import { listLetters } from '../../core/operations/trace.ts'
import type { Person } from '../../sandbox/person.ts'
import { insist, SLOTS_BY_WISH } from '../support/database.ts'
import { answerForm, fillIn, openNewest, send, sendLetter, tap, untilSent, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

let service: Service
let ana: Person
let ben: Person
let turn = 0

beforeAll(async () => {
  service = await openService()
  ana = await welcomed(service, { platform: 'discord', name: 'Ana', locale: 'en', willing: false })
  ben = await welcomed(service, { platform: 'telegram', name: 'Ben', locale: 'en' })
})
afterAll(() => service.close())
/** The two have never met, and Ben has room for a letter. */
beforeEach(async () => {
  turn++
  const { pg } = service.core.db
  await insist(pg, 'delete from letter', 'delete from block', 'delete from correspondence')
  await insist(pg, 'update account set read_count = 0', SLOTS_BY_WISH)
})

const text = () => `Dear stranger number ${turn}, the first snow fell today and I thought of you.`
const answer = () => `Dear writer number ${turn}, thank you. I opened the window to look at it, too.`

async function lettersCross(): Promise<void> {
  await sendLetter(ana, text())
  await openNewest(ben, text())
  await tap(ben, '✍️ Answer')
  await fillIn(ben, answer())
  await send(ben)
  await openNewest(ana, answer())
}

it('lets a reader thank with a stamp, once; the writer hears of it', async () => {
  await sendLetter(ana, text())
  await openNewest(ben, text())
  await tap(ben, '💛 Say thanks')
  await tap(ben, 'A hug')
  await ben.until('stamp is on it: 🤗 A hug')
  await ana.until('Somebody put a thank-you stamp on your letter')
  await tap(ben, '💛 Say thanks')
  await tap(ben, 'rooting for you')
  await ben.until('stamp is on it: 💪')
  await untilSent(ana, /thank-you stamp 💪 I’m rooting for you/)
  const told = ana
    .chat()
    .filter((message) => message.text.includes('put a thank-you stamp') && message.text.includes(`number ${turn}`))
  expect(told).toHaveLength(1)
})

it('keeps a half-written answer, and offers it where it was begun', async () => {
  await sendLetter(ana, text())
  await openNewest(ben, text())
  const opened = await ben.until(text())
  await tap(ben, '✍️ Answer')
  await fillIn(ben, answer())
  await ben.press('✍️ Answer', { message: opened.id })
  await ben.until('You have a half-written letter')
  await tap(ben, '✍️ Go on writing')
  await send(ben)
  await openNewest(ana, answer())
})

it('lets a letter be answered once', async () => {
  await lettersCross()
  const opened = await ben.until((message) => message.controls.some((control) => control.label === '✍️ Answer'))
  await ben.press('✍️ Answer', { message: opened.id })
  await expect.poll(() => ben.toasts().at(-1)).toContain('You have answered this letter already')
})

it('becomes a correspondence only when both press keep writing; either may end it', async () => {
  await lettersCross()
  await tap(ana, '🤝 Keep writing')
  await ana.until('You’d like to keep writing')
  await ben.until('would like to keep writing. Would you?')
  await tap(ben, '🤝 Keep writing')
  await ben.until('you are pen-friends now')
  await ana.until('You both want to keep writing')

  await tap(ana, '✍️ Write to them')
  const second = `This is my second letter, number ${turn}, written by candle light.`
  await fillIn(ana, second)
  await send(ana)
  await ben.until('A new letter from your pen-friend')
  await openNewest(ben, second)
  await tap(ben, '✍️ Write back')
  const third = `And this is the third, number ${turn}. The candle has burned down.`
  await fillIn(ben, third)
  await send(ben)
  await openNewest(ana, third)
  await addOperator(service.core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
  const letters = await listLetters(service.core, { by: 'mina', limit: 10 })
  expect(letters.map(({ kind }) => kind).sort()).toEqual(['answer', 'pen-friend', 'pen-friend', 'stranger'])

  await ana.command('inbox')
  await tap(ana, 'Pen-friends')
  await tap(ana, ', since')
  await tap(ana, 'End it')
  await tap(ana, 'Yes, end it')
  await ana.until('It has ended')
  await ben.until('one of your pen-friends have ended')
  const opened = await ben.until((message) => message.controls.some((control) => control.label === '✍️ Write back'))
  await ben.press('✍️ Write back', { message: opened.id })
  await expect.poll(() => ben.toasts().at(-1)).toContain('The letters with this pen-friend have ended')
})

it('keeps two people apart after a block, either way, until it is undone', async () => {
  await service.core.db.pg.query(`update account set willing = true`)
  await sendLetter(ana, text())
  await openNewest(ben, text())
  await tap(ben, '🚫 Block')
  await tap(ben, 'Yes, block')
  await ben.until('You won’t meet again')
  await sendLetter(ben, `A letter of Ben’s own, number ${turn}, that must not reach Ana.`)
  await untilSent(ben, /looking for a reader/)
  await ben.command('settings')
  await tap(ben, '🚫 Blocked')
  await ben.until('People you blocked')
  const list = await ben.until((message) => message.text.includes('People you blocked'))
  const blocked = list.controls.find((control) => control.kind === 'select' || control.label.includes(','))
  await tap(ben, blocked?.kind === 'select' ? (blocked.options?.[0]?.label ?? '') : (blocked?.label ?? ''))
  await ben.until('You may meet again')
})

it('takes a reported letter out of sight, keeps it sealed for moderators, and pauses the two', async () => {
  await sendLetter(ana, text())
  await openNewest(ben, text())
  const opened = await ben.until(text())
  await tap(ben, '🚩 Report')
  await ben.until('What worries you about it?')
  const asked = ben.chat().at(-1)?.id ?? ''
  await ben.say('it made me sad')
  await ben.until('Please choose one of these', { after: asked })
  await ben.say('it is cruel')
  await ben.until('Is there anything a moderator should know?', { after: asked })
  await answerForm(ben, { words: 'It made me sad.' })
  await ben.until('Thank you for telling us')
  expect(ben.chat().filter((message) => message.text.includes(text()))).toEqual([])
  expect(ben.chat().find(({ id }) => id === opened.id)?.text).toContain('What worries you about it?')
  await untilSent(ana, /📖 .* opened/)
  const { rows } = await service.core.db.pg.query('select category, copy, words, state from report')
  expect(rows).toHaveLength(1)
  expect(rows[0].category).toBe('hurtful')
  expect(rows[0].copy.includes(text())).toBe(false)
  expect(service.core.vault.open(rows[0].copy, 'report:copy')).toBe(text())
  expect(service.core.vault.open(rows[0].words, 'report:words')).toBe('It made me sad.')
  await ben.command('inbox')
  await ben.until('Nothing here yet')
  await sendLetter(ana, `${text()} Again.`)
  await untilSent(ana, /looking for a reader/)
})

it('leads back to the letter when somebody thinks better of a report or a block', async () => {
  await sendLetter(ana, text())
  await openNewest(ben, text())
  for (const [begin, asked] of [
    ['🚩 Report', 'What worries you about it?'],
    ['🚫 Block', 'You two will never be brought together again'],
  ] as const) {
    await tap(ben, begin)
    await ben.until(asked)
    expect(ben.chat().some((message) => message.text.includes(text()))).toBe(false)
    await tap(ben, 'Never mind')
    await ben.until(text())
  }
})

it('lets a letter wait in the inbox', async () => {
  await sendLetter(ana, text())
  await ben.until('Somebody you don’t know wrote you a letter')
  await tap(ben, 'Not now')
  await ben.until('It waits for you in /inbox')
  await ben.command('inbox')
  await ben.until('One letter is waiting to be opened')
  await tap(ben, '💌 ')
  await ben.until(text())
})

it('brings a letter to my future self, to nobody else', async () => {
  await ana.command('letter', { to: 'self', when: 'week' })
  const words = `Dear me, number ${turn}: I hope you kept the plant alive.`
  await fillIn(ana, words)
  await tap(ana, 'Send it')
  await ana.until('arrives')
  service.clock.move(8 * 86_400_000)
  await ana.until('A letter from yourself has arrived')
  await openNewest(ana, words)
  expect(ben.chat().some((message) => message.text.includes(words))).toBe(false)
})
