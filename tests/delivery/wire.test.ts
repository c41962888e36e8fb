import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { postMail } from '../../core/delivery/outbox.ts'
import type { AccountId } from '../../core/ids.ts'
import { addOperator } from '../../core/moderation/operators.ts'
import { listMail, retryMail } from '../../core/operations/mail.ts'
import type { FaultKind } from '../../sandbox/faults.ts'
import type { Person } from '../../sandbox/person.ts'
import { welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { inOne } from './postOffice.ts'

type Platform = 'discord' | 'telegram'

let service: Service
const people = {} as Record<Platform, { person: Person; account: AccountId }>

beforeAll(async () => {
  service = await openService({ timeoutMs: 4_000 })
  for (const platform of ['discord', 'telegram'] as const) {
    const person = await welcomed(service, { platform, name: platform === 'discord' ? 'Dana' : 'Tess', locale: 'en' })
    const { rows } = await service.core.db.pg.query(`select account_id from identity where platform = $1::"Platform"`, [
      platform,
    ])
    people[platform] = { person, account: rows[0].account_id }
  }
})
beforeEach(() => {
  service.discord.faults.clear()
  service.telegram.faults.clear()
})
afterAll(() => service?.close())

/** That a pause is over is needed and says the same each time; "ended" is a courtesy. */
const NEEDED = 'sanction-lifted'
const COURTESY = 'correspondence-ended'
const WORDS = { [NEEDED]: /took back what was decided/, [COURTESY]: /have ended/ } as const

let rows = 0

async function post(platform: Platform, kind: typeof NEEDED | typeof COURTESY): Promise<string> {
  const onceKey = `test:${rows++}`
  const id = '00000000-0000-7000-8000-000000000000' as never
  const parcel = kind === NEEDED ? { kind, sanctionId: id } : { kind, correspondenceId: id }
  await inOne(service.core, (tx) =>
    postMail(service.core, tx, { to: people[platform].account, parcel, priority: 'letter', onceKey }),
  )
  return onceKey
}

async function rowOf(
  onceKey: string,
): Promise<{ state: string; reason: string | null; attempts: number; ambiguous: number }> {
  const { rows } = await service.core.db.pg.query(
    'select state::text, reason, attempts, ambiguous from outbox where once_key = $1',
    [onceKey],
  )
  return rows[0]
}

/** Resolves when the row is as wanted; its pauses, which have tests of their own, are skipped. */
async function becomes(onceKey: string, wanted: Partial<Awaited<ReturnType<typeof rowOf>>>): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await service.core.db.pg.query(
        `update outbox set retry_at = null where once_key = $1 and settled_at is null and (retry_at > now() or state = 'sending')
           returning identity_id, platform::text`,
        [onceKey],
      )
      for (const row of rows) service.core.dispatchers.get(row.platform)?.wake(row.identity_id)
      return rowOf(onceKey)
    })
    .toMatchObject(wanted)
}

const seen = (platform: Platform, kind: keyof typeof WORDS) =>
  people[platform].person.chat().filter((message) => message.from === 'bot' && WORDS[kind].test(message.text)).length

const sends = { discord: { method: 'POST', path: /\/channels\/\d+\/messages$/ }, telegram: { path: /\/sendMessage$/ } }

/** `shown`: how often the person reads it in the end; `ambiguous`: how often nobody could say whether it had arrived. */
const table: [
  FaultKind,
  Record<
    Platform,
    Partial<Record<typeof NEEDED | typeof COURTESY, { shown: number; state: string; ambiguous: number }>>
  >,
][] = [
  [
    '500',
    {
      discord: both(1, 'sent', 1),
      telegram: {
        [NEEDED]: { shown: 1, state: 'sent', ambiguous: 1 },
        [COURTESY]: { shown: 0, state: 'unknown', ambiguous: 1 },
      },
    },
  ],
  [
    '502html',
    {
      discord: both(1, 'sent', 1),
      telegram: {
        [NEEDED]: { shown: 1, state: 'sent', ambiguous: 1 },
        [COURTESY]: { shown: 0, state: 'unknown', ambiguous: 1 },
      },
    },
  ],
  [
    '500AfterCommit',
    {
      discord: both(1, 'sent', 1),
      telegram: {
        [NEEDED]: { shown: 2, state: 'sent', ambiguous: 1 },
        [COURTESY]: { shown: 1, state: 'unknown', ambiguous: 1 },
      },
    },
  ],
  [
    'drop',
    {
      discord: both(1, 'sent', 1),
      telegram: {
        [NEEDED]: { shown: 1, state: 'sent', ambiguous: 1 },
        [COURTESY]: { shown: 0, state: 'unknown', ambiguous: 1 },
      },
    },
  ],
  [
    'dropAfterCommit',
    {
      discord: both(1, 'sent', 1),
      telegram: {
        [NEEDED]: { shown: 2, state: 'sent', ambiguous: 1 },
        [COURTESY]: { shown: 1, state: 'unknown', ambiguous: 1 },
      },
    },
  ],
  [
    'hangAfterCommit',
    {
      discord: { [NEEDED]: { shown: 1, state: 'sent', ambiguous: 1 } },
      telegram: { [NEEDED]: { shown: 2, state: 'sent', ambiguous: 1 } },
    },
  ],
  ['429', { discord: both(1, 'sent', 0), telegram: both(1, 'sent', 0) }],
]

function both(shown: number, state: string, ambiguous: number) {
  return { [NEEDED]: { shown, state, ambiguous }, [COURTESY]: { shown, state, ambiguous } }
}

for (const [kind, expected] of table) {
  test(`a send that meets ${kind}`, async () => {
    await Promise.all((['discord', 'telegram'] as const).map((platform) => meet(platform, kind, expected[platform])))
  })
}

async function meet(platform: Platform, kind: FaultKind, expected: (typeof table)[0][1][Platform]): Promise<void> {
  for (const parcel of [NEEDED, COURTESY] as const) {
    const wanted = expected[parcel]
    if (!wanted) continue
    const { shown, ...row } = wanted
    const before = seen(platform, parcel)
    service[platform].faults.inject({ match: sends[platform], kind, times: 1 })
    const key = await post(platform, parcel)
    await becomes(key, row)
    await expect.poll(() => seen(platform, parcel) - before).toBe(shown)
  }
}

test('who blocks us is gone at the first refusal; when they come back, mail finds them again', async () => {
  for (const platform of ['discord', 'telegram'] as const) {
    const { person, account } = people[platform]
    const asked = service[platform].requests.length
    await person.block()
    const key = await post(platform, NEEDED)
    await expect.poll(async () => (await rowOf(key))?.state ?? 'not posted').toMatch(/gone|not posted/)
    await expect
      .poll(
        async () => (await service.core.db.prisma.identity.findFirstOrThrow({ where: { accountId: account } })).goneAt,
      )
      .not.toBeNull()
    expect(service[platform].requests.length - asked).toBeLessThan(5)
    await person.unblock()
    await person.command('help')
    const again = await post(platform, NEEDED)
    await becomes(again, { state: 'sent' })
  }
})

test('what ended without arriving is shown to operators, who may send it again', async () => {
  const { core } = service
  const by = 'mina'
  await addOperator(core, { by, name: by, role: 'owner', why: 'the first' })
  const before = seen('telegram', COURTESY)
  service.telegram.faults.inject({ match: sends.telegram, kind: '500', times: 1 })
  const key = await post('telegram', COURTESY)
  await becomes(key, { state: 'unknown' })
  const line = (await listMail(core, { by, state: 'trouble', limit: 100 }))[0] ?? expect.fail('nothing is shown')
  expect(line).toMatchObject({ parcel: COURTESY, state: 'unknown', reason: 'server-error', doubtful: 1 })

  const again = { by, choice: { rows: [line.row] }, why: 'they asked' }
  await retryMail(core, { ...again, rehearse: true })
  expect(await rowOf(key)).toMatchObject({ state: 'unknown' })
  expect(await retryMail(core, again)).toEqual([line.row])
  await becomes(key, { state: 'sent' })
  expect(seen('telegram', COURTESY) - before).toBe(1)
  await expect(retryMail(core, again)).rejects.toMatchObject({ key: 'refuse.op.mailDone' })
  await expect(retryMail(core, { ...again, choice: { rows: [999_999] } })).rejects.toMatchObject({
    key: 'refuse.op.noMail',
  })
  await expect(listMail(core, { by: 'eve', state: 'trouble', limit: 1 })).rejects.toThrow()
})

test('a crash between the send and its record doubles nothing on Discord', async () => {
  const before = seen('discord', COURTESY)
  const key = await post('discord', COURTESY)
  await becomes(key, { state: 'sent' })
  await service.core.db.pg.query(`update outbox set state = 'sending', settled_at = null where once_key = $1`, [key])
  await becomes(key, { state: 'sent', ambiguous: 1 })
  expect(seen('discord', COURTESY) - before).toBe(1)
  const sent = service.discord.requests
    .filter(({ path, method }) => method === 'POST' && path.endsWith('/messages'))
    .slice(-2)
  const [first, second] = sent.map(({ body }) => JSON.parse(body.toString()))
  expect(first).toMatchObject({ enforce_nonce: true, nonce: second.nonce })
})

test('long after the nonce is forgotten, what arrived is found in the chat and not sent again', async () => {
  const before = seen('discord', COURTESY)
  const key = await post('discord', COURTESY)
  await becomes(key, { state: 'sent' })
  await service.core.db.pg.query(
    `update outbox set state = 'sending', settled_at = null, first_tried_at = now() - interval '3 minutes' where once_key = $1`,
    [key],
  )
  await becomes(key, { state: 'sent', ambiguous: 1 })
  expect(seen('discord', COURTESY) - before).toBe(1)
})
