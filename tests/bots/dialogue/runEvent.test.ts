import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type EventPort, runEvent } from '../../../bots/dialogue/runEvent.ts'
import type { Act, Turn } from '../../../bots/dialogue/turn.ts'
import type { Reply } from '../../../bots/dialogue/view.ts'
import { changeSettings } from '../../../core/accounts/changeSettings.ts'
import { meetPerson } from '../../../core/accounts/meetPerson.ts'
import { takePenName } from '../../../core/accounts/takePenName.ts'
import { declareAdult, finishWelcome } from '../../../core/accounts/welcome.ts'
import type { Core } from '../../../core/core.ts'
import { type AccountId, shortId } from '../../../core/ids.ts'
import { INBOUND_MAX_ATTEMPTS, receiveEvents, settleEvent } from '../../../core/inbound/inbound.ts'
import { draftLetter } from '../../../core/letters/draft.ts'
import { openWorld } from '../../accounts/world.ts'

/** One event from its being stored to its being settled, with a platform that fails when it is told to. */
let core: Core
let close: () => Promise<void>
let accountId: AccountId
const platformId = '700100200'

beforeAll(async () => {
  ;({ core, close } = await openWorld())
  ;({ accountId } = await meetPerson(core, { platform: 'telegram', platformId, chatId: platformId, locale: 'en' }))
  await takePenName(core, { accountId, wish: 'Patient Otter' })
  await declareAdult(core, { accountId })
  await finishWelcome(core, { accountId, willing: false })
})
beforeEach(() => changeSettings(core, { accountId, change: { language: 'en' } }))
afterAll(() => close())

let number = 0

/** Runs a stored event; the platform takes no answer the first `failures` times, when `meanwhile` happens. */
async function run(act: Act, failures: number, meanwhile?: (key: Uint8Array) => Promise<void>): Promise<string[]> {
  const id = `event ${++number}`
  const turn: Turn = {
    id,
    platform: 'telegram',
    platformId,
    chatId: platformId,
    locale: 'en',
    place: 'private',
    asks: 'messages',
    act,
  }
  const [event] = await receiveEvents(core, {
    events: [{ platform: 'telegram', eventId: id, person: platformId, payload: id }],
  })
  if (!event) throw new Error('nothing was stored')
  const shown: Reply[] = []
  let left = failures
  const port: EventPort = {
    read: () => turn,
    async answer(_turn, _payload, reply) {
      if (left-- > 0) {
        await meanwhile?.(event.key)
        throw new Error('the platform is away')
      }
      shown.push(reply)
      return []
    },
  }
  await runEvent(core, event, { platform: 'telegram', port, closing: new AbortController().signal })
  return shown.map((reply) => (reply.kind === 'views' ? reply.views.map(({ text }) => text).join('\n') : reply.kind))
}

const draft = () =>
  draftLetter(core, {
    writerId: accountId,
    recipient: { to: 'stranger' },
    text: `A letter, number ${++number}, of enough words to be one.`,
    source: `test:${number}`,
  })

describe('an answer that does not get through', () => {
  it('is given again, and what was done is not done again', async () => {
    const { id } = await draft()
    const [shown] = await run({ kind: 'press', action: 'post', args: [shortId(id)] }, 1)
    expect(shown).toContain('Your letter is on its way')
  })

  it('ends in an incident in the language the person chose, whatever their client speaks', async () => {
    await changeSettings(core, { accountId, change: { language: 'ko' } })
    const shown = await run({ kind: 'command', name: 'help', options: {} }, 3)
    expect(shown).toHaveLength(1)
    expect(shown[0]).toMatch(/^저희 쪽에서 문제가 생겼어요.*\([0-9a-f]{8}\)$/)
  })

  it('is let go when whoever has the lease now has handled the event meanwhile', async () => {
    const settle = (key: Uint8Array) => settleEvent(core, { platform: 'telegram', key })
    expect(await run({ kind: 'command', name: 'help', options: {} }, 3, settle)).toEqual([])
    const { rows } = await core.db.pg.query('select attempts from inbound where handled_at is null')
    expect(rows).toEqual([])
  })
})

it('waits for a database whose disk is full, however long, and does then what was asked', async () => {
  const { pg } = core.db
  const drafts = async () => (await pg.query(`select 1 from letter where state = 'draft'`)).rowCount ?? 0
  const before = await drafts()
  // What a full disk says where a table would have to grow. A sequence counts on when all else is rolled back.
  await pg.query('create sequence refused')
  await pg.query(`create function no_room() returns trigger language plpgsql as $$ begin
    perform nextval('refused'); raise exception 'could not extend file' using errcode = 'disk_full'; end $$`)
  await pg.query('create trigger no_room before insert or update on letter for each row execute function no_room()')
  const values = { text: 'Words that came while there was no room for them.' }
  const running = run({ kind: 'form', form: 'letter', args: ['stranger', ''], values }, 0)
  const refusals = async () => Number((await pg.query('select last_value from refused')).rows[0].last_value)
  await expect.poll(refusals).toBeGreaterThanOrEqual(INBOUND_MAX_ATTEMPTS)
  await pg.query('drop trigger no_room on letter')
  expect(await running).toHaveLength(1)
  expect(await drafts()).toBe(before + 1)
  const { rows } = await pg.query('select attempts, handled_at from inbound order by received_at desc limit 1')
  expect(rows).toEqual([{ attempts: 0, handled_at: expect.any(Date) }])
})

it('makes one draft of an event that two processes run at the same time', async () => {
  const writing = {
    writerId: accountId,
    recipient: { to: 'stranger' },
    text: 'Words for one letter, not for two.',
  } as const
  const drafts = await Promise.all([1, 2, 3].map(() => draftLetter(core, { ...writing, source: 'the same event' })))
  expect(new Set(drafts.map(({ id }) => id)).size).toBe(1)
})
