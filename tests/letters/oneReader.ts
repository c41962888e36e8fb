import { expect } from 'vitest'
import type { AccountId, OpenLetterId } from '../../core/ids.ts'
import { writeComment } from '../../core/openLetters/writeComment.ts'
import type { Person } from '../../sandbox/person.ts'
import { post, someone } from '../accounts/world.ts'
import { accountOf } from '../chat/chatters.ts'
import { leftOpen } from '../openLetters/desk.ts'
import { insist } from '../support/database.ts'
import { welcomed } from '../support/people.ts'
import type { Service } from '../support/service.ts'

/** Readers of whom one alone is willing at a time, so that whatever is sent is theirs. */
export function oneReader(service: Service) {
  const pg = () => service.core.db.pg
  const accounts = new Map<Person, AccountId>()
  let number = 0

  /** No letter is left, nobody blocked anybody, and this reader alone is willing. */
  async function beginAnew(reader: Person): Promise<void> {
    number++
    await insist(pg(), 'delete from letter', 'delete from block', 'delete from report')
    await pg().query('update account set willing = (id = $1), read_count = 0', [accounts.get(reader)])
    await pg().query('update reader_slot set open = (account_id = $1), band = 2', [accounts.get(reader)])
  }

  /** Where it stands is noted a moment after it is seen. */
  async function untilNoted(reader: Person): Promise<void> {
    const noted = `select 1 from shown_letter s join delivery d on d.id = s.delivery_id where d.reader_id = $1`
    await expect.poll(async () => (await pg().query(noted, [accounts.get(reader)])).rowCount).toBe(1)
  }

  return {
    beginAnew,
    untilNoted,

    /** A letter to a stranger leaves; what its writer does for that is looked at elsewhere. */
    async sends(from: Person, text: string): Promise<void> {
      await post(service.core, { accountId: await accountOf(service, from) }, { to: 'stranger' }, text)
    },

    accountOf: (reader: Person): AccountId => accounts.get(reader) ?? expect.fail('somebody has no account'),
    /** Words that nothing else has. */
    letter: () => `Dear reader number ${number}, the first frost drew ferns on the window this morning.`,

    /** Somebody new, who was not willing before: nothing that an earlier test left behind finds them. */
    async newReader(platform: 'discord' | 'telegram', locale: 'en' | 'ko' = 'en'): Promise<Person> {
      const reader = await welcomed(service, { platform, name: `Reader ${++number}`, locale, willing: false })
      const { rows } = await pg().query('select account_id from identity order by created_at desc limit 1')
      accounts.set(reader, rows[0].account_id)
      await beginAnew(reader)
      return reader
    },

    /** Somebody left a letter open, which is sent to nobody, and somebody else answered under it. */
    async leavesOpen(): Promise<{ words: string; answer: string; openLetterId: OpenLetterId }> {
      const nobody = ['update account set willing = false', 'update reader_slot set open = false']
      await insist(pg(), 'delete from open_letter', ...nobody)
      const [author, other] = [await someone(service.core), await someone(service.core)]
      const text = `For whoever comes by, number ${++number}: the first frost drew ferns on the window.`
      const answer = `It was a cold way home, number ${number}.`
      const { openLetterId } = await leftOpen(service.core, author, { text })
      const { accountId: authorId } = other
      await writeComment(service.core, { authorId, openLetterId, text: answer, signed: false, source: answer })
      return { words: text, answer, openLetterId }
    },
  }
}
