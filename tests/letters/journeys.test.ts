import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { HOPS_MAX } from '../../core/letters/releaseLetter.ts'
import { letterWork } from '../../core/letters/sweepLetters.ts'
import { say } from '../../core/texts/texts.ts'
import type { Person } from '../../sandbox/person.ts'
import {
  answerForm,
  openNewest,
  send,
  sendLetter,
  tap,
  untilControl,
  untilSent,
  welcomed,
  writeLetter,
} from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let service: Service
let writer: Person
let turn = 0

beforeAll(async () => {
  service = await openService()
  writer = await welcomed(service, { platform: 'telegram', name: 'Writer', locale: 'en', willing: false })
})
afterAll(() => service.close())
/** Everybody of an earlier test stops reading, and no letter of it travels on: each test knows who can be chosen. */
beforeEach(async () => {
  turn++
  await service.core.db.pg.query('update account set willing = false')
  await service.core.db.pg.query('update reader_slot set open = false')
  await service.core.db.pg.query(
    `update letter set state = 'recalled' where state in ('draft', 'travelling', 'seeking')`,
  )
  await service.core.db.pg.query(
    `update delivery set state = 'expired' where state in ('waiting', 'arrived', 'opened')`,
  )
})

const letter = (what: string) => `Dear stranger, this is letter number ${turn}: ${what}. Be gentle with yourself.`
const reader = (platform: 'discord' | 'telegram' = 'telegram', name = `Reader ${turn}`) =>
  welcomed(service, { platform, name, locale: 'en' })
const forward = async (milliseconds: number) => {
  service.clock.move(milliseconds)
  await letterWork(service.core).sweep()
}

it('goes from Telegram to Telegram', async () => {
  const jun = await reader()
  const text = letter('hello')
  await sendLetter(writer, text)
  await openNewest(jun, text)
})

it('waits until its time has come, and says where it is', async () => {
  const jun = await reader('discord')
  const text = letter('patience')
  await writeLetter(writer, text)
  await tap(writer, 'Arrives')
  await tap(writer, 'In three days')
  await untilControl(writer, 'Arrives: In three days')
  await send(writer)
  await untilSent(writer, /travelling, arrives/)
  await forward(2 * DAY)
  expect(jun.chat().filter((message) => message.text.includes('A letter for you'))).toEqual([])
  await forward(DAY + HOUR)
  await openNewest(jun, text)
})

it('arrives on a date written as people write it', async () => {
  const jun = await reader()
  const text = letter('a date')
  await writeLetter(writer, text)
  await tap(writer, 'Arrives')
  await tap(writer, 'Another date')
  await answerForm(writer, { when: 'in 2 weeks' })
  await untilControl(writer, /Arrives: \w{3}, \w{3} \d+/)
  await send(writer)
  await forward(15 * DAY)
  await openNewest(jun, text)
})

it('can be taken back until somebody has it', async () => {
  const jun = await reader()
  await writeLetter(writer, letter('second thoughts'))
  await tap(writer, 'Arrives')
  await tap(writer, 'In an hour')
  await untilControl(writer, 'Arrives: In an hour')
  await send(writer)
  await writer.command('sent')
  await writer.until('Letters you sent')
  await tap(writer, `Dear stranger, this is letter number ${turn}`)
  await writer.until('Where it is')
  await tap(writer, 'Take it back')
  await writer.until('You took it back')
  await forward(2 * HOUR)
  expect(jun.chat().some((message) => message.text.includes('A letter for you'))).toBe(false)
})

it('looks for another reader when it is passed on, and never finds the same one', async () => {
  const first = await reader('telegram', 'First')
  const text = letter('pass it on')
  await sendLetter(writer, text)
  await openNewest(first, text)
  const second = await reader('discord', 'Second')
  await tap(first, 'Pass on')
  await first.until('looking for somebody else')
  await openNewest(second, text)
  await tap(second, 'Pass on')
  await second.until('looking for somebody else')
  await untilSent(writer, /looking for a reader/)
  const told = writer
    .chat()
    .filter((message) => message.text.includes(`number ${turn}`) && message.text.includes('has found somebody'))
  expect(told).toHaveLength(1)
})

it('comes home after so many readers passed it on', async () => {
  const text = letter('many hands')
  await sendLetter(writer, text)
  await untilSent(writer, /looking for a reader/)
  await service.core.db.pg.query(`update letter set hops = ${HOPS_MAX - 1} where state = 'seeking'`)
  const last = await reader('telegram', 'The last one')
  await openNewest(last, text)
  await tap(last, 'Pass on')
  await writer.until(
    (message) => message.text.includes('Your letter came home') && message.text.includes(`number ${turn}`),
  )
})

it('is told of once a day, in the morning, to whoever wants that; and not at all to whoever does not', async () => {
  const daily = await reader('telegram', 'Morning person')
  await daily.command('settings')
  await tap(daily, 'Notifications')
  await tap(daily, 'once a day')
  await daily.until('Notify me: once a day')
  await sendLetter(writer, letter('one for the morning'))
  const second = await welcomed(service, { platform: 'discord', name: 'Second writer', locale: 'en', willing: false })
  await sendLetter(second, letter('another for the morning'))
  await expect
    .poll(
      async () =>
        (await service.core.db.pg.query(`select 1 from delivery where state = 'arrived' and arrived_at is not null`))
          .rowCount,
    )
    .toBeGreaterThan(1)
  expect(daily.chat().some((message) => message.text.includes('A letter for you'))).toBe(false)
  await forward(DAY + 12 * HOUR)
  await daily.until('Good morning! There are letters waiting for you.')
  expect(daily.chat().filter((message) => message.text.includes('Good morning!'))).toHaveLength(1)
  await tap(daily, 'Open the inbox')
  await daily.until('2 letters are waiting to be opened')
})

it('looks for another reader when the first blocked the bot', async () => {
  const gone = await reader('telegram', 'Gone')
  await service.telegram
    .people()
    .find((person) => person.name === 'Gone')
    ?.block()
  await expect
    .poll(async () => (await service.core.db.pg.query(`select 1 from identity where gone_at is not null`)).rowCount)
    .toBeGreaterThan(0)
  const here = await reader('discord', 'Here')
  const text = letter('somebody who is here')
  await sendLetter(writer, text)
  await openNewest(here, text)
  expect(gone.chat().some((message) => message.text.includes('A letter for you'))).toBe(false)
})

it('looks for another reader when a direct message cannot be sent', async () => {
  const closed = await reader('discord', 'Closed')
  await closed.block()
  const text = letter('closed doors')
  await sendLetter(writer, text)
  await expect
    .poll(async () => (await service.core.db.pg.query(`select 1 from delivery where state = 'unreachable'`)).rowCount)
    .toBeGreaterThan(0)
  const here = await reader('telegram', 'Open')
  await openNewest(here, text)
})

it('looks for another reader when it was not read for a week', async () => {
  const busy = await reader('telegram', 'Busy')
  const text = letter('a busy reader')
  await sendLetter(writer, text)
  await busy.until('A letter for you')
  const free = await reader('discord', 'Free')
  await forward(8 * DAY)
  await openNewest(free, text)
  await busy.until(say('en', 'arrived.movedOn'))
})

it('waits for a reader, and finds the first who becomes willing', async () => {
  const text = letter('is anybody there')
  await sendLetter(writer, text)
  await untilSent(writer, /looking for a reader/)
  const late = await welcomed(service, { platform: 'telegram', name: 'Late', locale: 'en', willing: false })
  await late.command('settings')
  await tap(late, 'Let letters come')
  await openNewest(late, text)
})

it('comes home with kind words when nobody could take it', async () => {
  await sendLetter(writer, letter('nobody'))
  await forward(31 * DAY)
  await writer.until('Your letter came home')
  await tap(writer, 'Send it again')
  await writer.until('Ready to go?')
})

it('does not disturb quiet hours, nor more often than a person wants', async () => {
  const jun = await reader('telegram', 'Sleeper')
  const { core } = service
  const { rows } = await core.db.pg.query(`select id from account where willing`)
  const minute = Math.floor((core.clock.now().getTime() % DAY) / 60_000)
  await core.db.pg.query(`update account set zone = 'UTC', quiet_from = $2, quiet_until = $3 where id = $1`, [
    rows[0].id,
    (minute + 1430) % 1440,
    (minute + 60) % 1440,
  ])
  await core.db.pg.query(`update reader_slot set changes_at = $1`, [core.clock.now()])
  await letterWork(core).sweep()
  const text = letter('good night')
  await sendLetter(writer, text)
  await untilSent(writer, /looking for a reader/)
  expect(jun.chat().some((message) => message.text.includes('A letter for you'))).toBe(false)
  await forward(2 * HOUR)
  await openNewest(jun, text)
})
