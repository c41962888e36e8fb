import { randomUUID } from 'node:crypto'
import type { AccountId } from '../../core/ids.ts'
import type { Person, SeenMessage } from '../../sandbox/person.ts'
import { tap, welcomed } from '../support/people.ts'
import type { Service } from '../support/service.ts'

type Platform = 'discord' | 'telegram'

/** The account behind somebody in the stand-ins. */
export async function accountOf(service: Service, person: Person): Promise<AccountId> {
  const { vault, db } = service.core
  const lookup = Buffer.from(vault.lookup(`identity:${person.platform}`, person.id))
  const { rows } = await db.pg.query('select account_id from identity where platform = $1 and lookup = $2', [
    person.platform,
    lookup,
  ])
  return rows[0].account_id
}

/** Somebody who is welcomed and has had an answer to a letter: what live chats ask for. */
export async function chatter(service: Service, platform: Platform, name: string, locale: 'ko' | 'en' = 'en') {
  const person = await welcomed(service, { platform, name, locale, willing: false })
  await earnChats(service, person)
  return person
}

/** They have had an answer to a letter. */
export async function earnChats(service: Service, person: Person): Promise<void> {
  const account = await accountOf(service, person)
  await service.core.db.pg.query(
    `insert into letter (id, writer_id, kind, to_id, language, state, created_at, changed_at)
      values ($1, $2, 'answer', $2, 'en', 'opened', now(), now())`,
    [randomUUID(), account],
  )
}

const says = (person: Person, ko: string, en: string) => (person.locale.startsWith('ko') ? ko : en)

/** Asks for a stranger to talk with, whatever comes. */
export async function askForChat(person: Person): Promise<void> {
  const before = person.chat().at(-1)?.id
  await person.command('chat')
  const agreed = says(person, '어떤 대화가 좋으세요', 'What would you like right now')
  const either = ({ text }: SeenMessage) =>
    text.includes(agreed) || text.includes(says(person, '이야기해 볼까요?', 'Would you like to?'))
  const asked = await person.until(either, before ? { after: before } : {})
  if (!asked.text.includes(agreed)) await tap(person, says(person, '네, 해 볼게요', 'Yes, I’d like that'))
  await tap(person, says(person, '무엇이든 좋아요', 'Whatever comes'))
}

/** Two people who are in a chat with each other. */
export async function together(one: Person, other: Person): Promise<void> {
  await askForChat(one)
  await one.until(says(one, '찾고 있어요', 'Looking for somebody'))
  await askForChat(other)
  for (const person of [one, other]) await person.until(says(person, '누군가 왔어요', 'Somebody is here'))
}

/** What stands in a chat as said by the other side, without what the bot itself says. */
export const heard = (person: Person, text: string) =>
  person.until((message) => message.from === 'bot' && message.text === text)
