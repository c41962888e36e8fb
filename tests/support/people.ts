import { meetPerson } from '../../core/accounts/meetPerson.ts'
import { penNameKey } from '../../core/accounts/penNames.ts'
import { type ReaderFacts, slotOf } from '../../core/accounts/readerSlots.ts'
import { suggestFreePenName } from '../../core/accounts/takePenName.ts'
import type { Core } from '../../core/core.ts'
import type { AccountId } from '../../core/ids.ts'
import type { Person, SeenControl } from '../../sandbox/person.ts'
import type { Service } from './service.ts'

type Newcomer = { platform: 'discord' | 'telegram'; name: string; locale: 'ko' | 'en'; willing?: boolean }

/** Somebody who has been welcomed and (by default) receives letters; how they came by that is not looked at. */
export async function welcomed(
  service: Service,
  { platform, name, locale, willing = true }: Newcomer,
): Promise<Person> {
  const { core } = service
  const person = service[platform].join({ name, locale })
  const chatId = platform === 'telegram' ? person.id : undefined
  const { accountId, account } = await meetPerson(core, { platform, platformId: person.id, chatId, locale })
  await makeWelcome(core, { accountId, penName: await suggestFreePenName(core, account), willing })
  return person
}

/**
 * What `declareAdult`, `takePenName` and `finishWelcome` leave behind somebody who has just come, at once: most people in
 * tests have only to be there.
 */
export async function makeWelcome(
  core: Core,
  { accountId, penName, willing }: { accountId: AccountId; penName: string; willing: boolean },
): Promise<void> {
  const now = core.clock.now()
  const { open, band, changesAt } = slotOf({ ...NEWCOMER, willing, waitingSince: now }, now)
  const values = [accountId, now, penName, penNameKey(penName), willing, open, band, core.random(), changesAt]
  const { rows } = await core.db.pg.query({ name: 'test_welcome', text: WELCOME, values })
  if (open) core.queues.seekReaders(rows[0].language)
}

/** Whoever has just come: awake, and without any letter yet. */
const NEWCOMER: Omit<ReaderFacts, 'willing' | 'waitingSince'> = {
  welcomed: true,
  reachable: true,
  pausedUntil: null,
  reads: [],
  zone: 'UTC',
  quietFrom: null,
  quietUntil: null,
  dailyNumber: 3,
  readCount: 0,
  readDay: null,
  lastWroteAt: null,
}

const WELCOME = `with welcomed as (
    update account set adult_at = $2, welcomed_at = $2, pen_name = $3, pen_name_key = $4, willing = $5 where id = $1
    returning id, language
  )
  insert into reader_slot (account_id, language, open, band, key, changes_at)
  select id, language, $6, $7, $8, $9 from welcomed returning language::text`

/** Somebody who is {@link welcomed} and went through all of the welcome on their screen. */
export async function walkedIn(
  service: Service,
  { platform, name, locale, willing = true }: Newcomer,
): Promise<Person> {
  const person = service[platform].join({ name, locale })
  const ko = locale === 'ko'
  await person.command('start')
  await person.until(ko ? '위로에 오신 걸 환영해요' : 'Welcome to Wiro')
  await tap(person, ko ? '만 18세 이상' : 'I’m 18 or older')
  await person.until(ko ? '필명을 정해요' : 'Your pen-name')
  await tap(person, ko ? '마음에 들어요' : 'I like it')
  await person.until(ko ? '어디에서 아침을' : 'Where do your mornings begin')
  await tap(person, ko ? '네, 맞아요' : 'Yes, that’s right')
  await person.until(ko ? '편지를 받아 볼까요' : 'Would you like to receive letters')
  await tap(person, willing ? (ko ? '네, 받아 볼게요' : 'Yes, I’d like letters') : ko ? '다음에요' : 'Not yet')
  await person.until(ko ? '반가워요' : 'Nice to have you here')
  return person
}

const says = (person: Person, ko: string, en: string) => (person.locale.startsWith('ko') ? ko : en)

/** Writes a letter to a stranger by the platform's own way, up to its preview. */
export async function writeLetter(person: Person, text: string): Promise<void> {
  await person.command('letter')
  await fillIn(person, text)
}

/** Fills what was asked for (the open form, or the next message), up to the preview. */
export async function fillIn(person: Person, text: string): Promise<void> {
  const before = person.chat().at(-1)?.id
  await answerForm(person, { text })
  await person.until(says(person, '이대로 보낼까요?', 'Ready to go?'), before ? { after: before } : {})
}

/** Gives what a form asks, field by field where there are no forms. A value may be a label to press. */
export async function answerForm(person: Person, values: Record<string, string>): Promise<void> {
  if (person.platform === 'discord') return person.submit(values)
  for (const value of Object.values(values)) await person.say(value)
}

/** Sends the letter whose preview is open. */
export async function send(person: Person): Promise<void> {
  await tap(person, says(person, '보낼게요', 'Send it'))
  await person.until(/길을 나섰어요|on its way|is travelling|goes by slow post/)
}

/** Writes a letter to a stranger and sends it at once. */
export async function sendLetter(person: Person, text: string): Promise<void> {
  await writeLetter(person, text)
  await send(person)
}

/** Opens the newest letter that arrived and waits for its words. */
export async function openNewest(person: Person, text: string): Promise<void> {
  await person.until(says(person, '편지가 도착했어요', 'A letter for you'))
  await tap(person, says(person, '열어 볼래요', 'Open'))
  await person.until(text)
}

/** Presses a button (or a choice) as soon as it is there, on the newest message that has it. */
export async function tap(person: Person, words: string): Promise<void> {
  const message = await person.until((seen) =>
    seen.controls.some((control) => labels(control).some((label) => label.includes(words))),
  )
  const control = message.controls.find((one) => labels(one).some((label) => label.includes(words)))
  const label = control && labels(control).find((one) => one.includes(words))
  if (control?.kind === 'select') await person.choose(label ?? words, { message: message.id })
  else await person.press(label ?? words, { message: message.id })
}

const labels = (control: SeenControl) =>
  control.kind === 'select' ? (control.options ?? []).map((option) => option.label) : [control.label]

/** Waits for a message with a control whose label has these words. */
export function untilControl(person: Person, words: string | RegExp) {
  const fits = (label: string) => (typeof words === 'string' ? label.includes(words) : words.test(label))
  return person.until((message) => message.controls.some((control) => fits(control.label)))
}

/** Looks into /sent until it says so. */
export async function untilSent(person: Person, words: RegExp): Promise<void> {
  const before = person.chat().at(-1)?.id
  await person.command('sent')
  const list = await person.until(
    (message) => message.text.startsWith(says(person, '보낸 편지', 'Letters you sent')),
    before ? { after: before } : {},
  )
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const now = person.chat().find((message) => message.id === list.id)
    if (now && words.test(now.text)) return
    await person.press(says(person, '↻ 다시 보기', '↻ Look again'), { message: list.id })
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  await person.until(words, { timeoutMs: 1 })
}
