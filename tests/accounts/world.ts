import { meetPerson } from '../../core/accounts/meetPerson.ts'
import { openClock } from '../../core/clock.ts'
import { readConfig } from '../../core/config.ts'
import { type Core, openCore } from '../../core/core.ts'
import type { Dispatcher } from '../../core/delivery/dispatcher.ts'
import type { AccountId, DeliveryId, IdentityId, LetterId } from '../../core/ids.ts'
import { draftLetter, type Recipient } from '../../core/letters/draft.ts'
import { openLetter } from '../../core/letters/inbox.ts'
import { postLetter } from '../../core/letters/postLetter.ts'
import { releaseLetter } from '../../core/letters/releaseLetter.ts'
import { openLog } from '../../core/log.ts'
import { chatPlatforms } from '../../core/platform.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { freshDatabase } from '../support/database.ts'
import { makeWelcome } from '../support/people.ts'

/** The core on a database of its own, without bots. */
export async function openWorld(keys = newKeys()): Promise<{ core: Core; close(): Promise<void> }> {
  const database = await freshDatabase()
  const config = readConfig({ DATABASE_URL: database.url, WIRO_KEYS: keys })
  const core = await openCore(config, { clock: openClock(), log: openLog({ level: 'silent' }), queuesLater: true })
  for (const platform of chatPlatforms) core.dispatchers.set(platform, sendsNothing)
  return {
    core,
    async close() {
      await core.close()
      await database.drop()
    },
  }
}

/** Mail stays in the outbox, and nobody in another process is woken for it. */
const sendsNothing: Dispatcher = { wake: () => true, expect: () => undefined, stop: async () => undefined }

export type Someone = { accountId: AccountId; identityId: IdentityId; penName: string }

let number = 0

/** Somebody who is welcome here. Only a `reader` gets letters of strangers. */
export async function someone(
  core: Core,
  { platform = 'discord', reader = false }: { platform?: 'discord' | 'telegram'; reader?: boolean } = {},
): Promise<Someone> {
  const platformId = `1000${++number}`
  const { accountId, identityId } = await meetPerson(core, { platform, platformId, chatId: platformId, locale: 'en' })
  const penName = `Somebody ${words[number % words.length]} ${Math.floor(number / words.length)}`
  await makeWelcome(core, { accountId, penName, willing: reader })
  return { accountId, identityId, penName }
}
const words = [
  'Amber',
  'Birch',
  'Cedar',
  'Dune',
  'Ember',
  'Fern',
  'Grove',
  'Heath',
  'Isle',
  'Jade',
  'Kelp',
  'Loam',
  'Moss',
  'Noon',
  'Opal',
  'Pine',
]

/** Writes and posts a letter; it is on its way. */
export async function post(
  core: Core,
  writer: Pick<Someone, 'accountId'>,
  recipient: Recipient,
  text = `A letter, number ${++number}, of enough words to be one.`,
): Promise<LetterId> {
  const { id } = await draftLetter(core, { writerId: writer.accountId, recipient, text, source: `test:${++number}` })
  await postLetter(core, { writerId: writer.accountId, letterId: id })
  return id
}

/** A stranger's letter in the hands of this reader, who alone is willing at that moment. Unopened. */
export async function deliver(core: Core, writer: Someone, reader: Someone): Promise<DeliveryId> {
  const letterId = await post(core, writer, { to: 'stranger' })
  await core.db.pg.query('update reader_slot set open = false')
  await core.db.pg.query('update account set willing = (id = $1), read_count = 0', [reader.accountId])
  await core.db.pg.query('update reader_slot set open = true, band = 2 where account_id = $1', [reader.accountId])
  await releaseLetter(core, letterId)
  const { rows } = await core.db.pg.query('select id from delivery where letter_id = $1 and reader_id = $2', [
    letterId,
    reader.accountId,
  ])
  if (!rows[0]) throw new Error('the letter did not reach its reader')
  return rows[0].id
}

/** A letter, opened, answered; the answer opened, too. */
export async function exchange(
  core: Core,
  writer: Someone,
  reader: Someone,
): Promise<{ opening: DeliveryId; answer: DeliveryId }> {
  const opening = await deliver(core, writer, reader)
  await openLetter(core, { readerId: reader.accountId, deliveryId: opening })
  const answerId = await post(core, reader, { to: 'answer', deliveryId: opening })
  await releaseLetter(core, answerId)
  const { rows } = await core.db.pg.query('select id from delivery where letter_id = $1', [answerId])
  await openLetter(core, { readerId: writer.accountId, deliveryId: rows[0].id })
  return { opening, answer: rows[0].id }
}

/** Every place of the database, outside of keys' own rows, in which this id still stands. */
export async function whereIs(core: Core, id: string): Promise<string[]> {
  const known = looks.get(core) ?? (await lookEverywhere(core))
  looks.set(core, known)
  const { rows } = await core.db.pg.query({ name: 'where_is', text: known, values: [id] })
  return rows.map(({ place }) => place)
}

const looks = new WeakMap<Core, string>()

/** The statement that looks into every column of ids. */
async function lookEverywhere(core: Core): Promise<string> {
  const { rows } = await core.db.pg.query(
    `select table_name, column_name from information_schema.columns where table_schema = 'public' and data_type = 'uuid'`,
  )
  return rows
    .map(
      ({ table_name: table, column_name: column }) =>
        `select '${table}.${column}' as place where exists (select 1 from "${table}" where "${column}" = $1)`,
    )
    .join(' union all ')
}
