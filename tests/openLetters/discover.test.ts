import { afterAll, beforeAll, expect, it } from 'vitest'
import { letterWork } from '../../core/letters/sweepLetters.ts'
import type { Person, SeenMessage } from '../../sandbox/person.ts'
import { answerForm, openNewest, send, tap, untilControl, welcomed, writeLetter } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

const DAY = 86_400_000
let service: Service
let ana: Person
let ben: Person
let eve: Person
const LANTERN = 'I hung a lantern in the window tonight, for whoever walks home late and tired.'

beforeAll(async () => {
  service = await openService()
  ana = await welcomed(service, { platform: 'discord', name: 'Ana', locale: 'en', willing: false })
  ben = await welcomed(service, { platform: 'telegram', name: 'Ben', locale: 'en', willing: false })
  eve = await welcomed(service, { platform: 'discord', name: 'Eve', locale: 'en', willing: false })
  await leaveOpen(ana, LANTERN, { mood: 'hopeful', topic: 'everyday life' })
})
afterAll(() => service.close())

/** Writes a letter to a stranger, leaves it open, and sends it. */
async function leaveOpen(person: Person, text: string, looks: { mood?: string; topic?: string } = {}): Promise<void> {
  await writeLetter(person, text)
  await tap(person, 'Leave it open…')
  await person.until('Leave this letter open for everyone?')
  if (looks.mood) {
    await tap(person, 'Mood: ')
    await tap(person, looks.mood)
    await untilControl(person, `Mood: `)
  }
  if (looks.topic) {
    await tap(person, 'About: ')
    await tap(person, looks.topic)
    await untilControl(person, 'About: ')
  }
  await tap(person, 'Yes, leave it open')
  await person.until('🌏 Open for everyone')
  await send(person)
}

const last = (person: Person): string | undefined => person.chat().at(-1)?.id
async function discover(person: Person): Promise<SeenMessage> {
  const before = last(person)
  await person.command('discover')
  return person.until(/An open letter|Open letters/, before ? { after: before } : {})
}
/** Looks on until a letter with these words comes: chance may give another one its first look before it. */
async function discoverUntil(person: Person, words: string): Promise<SeenMessage> {
  let card = await discover(person)
  while (!card.text.includes(words)) card = await next(person, card)
  return card
}
async function next(person: Person, card: SeenMessage): Promise<SeenMessage> {
  const before = last(person)
  await person.press('Next ›', { message: card.id })
  return person.until(/An open letter|Open letters/, before ? { after: before } : {})
}
const penNameOf = async (language: string, nth = 0) =>
  (await service.core.db.pg.query('select pen_name from account where language = $1 order by created_at', [language]))
    .rows[nth].pen_name as string

it('shows what somebody left open on the other platform: words, signature, mood, and who wrote it to nobody', async () => {
  const card = await discover(ben)
  expect(card.text).toContain(LANTERN)
  expect(card.text).toContain(await penNameOf('en'))
  expect(card.text).toContain('🌱 hopeful · 🍚 everyday life')
  expect(card.text).not.toContain('Ana')
  expect(card.text).not.toContain(ana.id)
})

it('takes a stamp of thanks, another one, and takes it back; the author hears how many, not from whom', async () => {
  await discover(ben)
  await tap(ben, '💛 Thank (0)')
  await tap(ben, 'A hug')
  await untilControl(ben, '🤗 Thanked (1)')
  await ana.until('Somebody put a thank-you stamp on your open letter')
  await tap(ben, '🤗 Thanked (1)')
  await tap(ben, 'rooting for you')
  await untilControl(ben, '💪 Thanked (1)')
  await tap(ben, '💪 Thanked (1)')
  await tap(ben, 'Take it off')
  await untilControl(ben, '💛 Thank (0)')
})

it('carries kind answers, nested one level, to be changed, taken away and reported', async () => {
  await discover(ben)
  await tap(ben, '💬 Answers (0)')
  await ben.until('No answers yet')
  await tap(ben, 'Answer kindly')
  await answerForm(ben, { text: 'I walked home late, and I saw it.' })
  await ben.until('Would you like to sign it')
  await tap(ben, 'Unsigned')
  await ben.until('is under the letter now')

  await ana.until('There is a kind answer under your open letter')
  await tap(ana, '💬 Read it')
  await ana.until('I walked home late')
  await tap(ana, '1. I walked home late')
  await tap(ana, 'Answer this')
  await answerForm(ana, { text: 'Then it was worth the oil.', signed: 'yes' })
  await ana.until('is under the letter now')
  await ben.until('Somebody answered what you wrote')
  await tap(ben, '💬 Read it')
  const talk = await ben.until('Then it was worth the oil.')
  expect(talk.text).toMatch(/1\. unsigned · .*\nI walked home late, and I saw it\.\n↳ .*\(the letter’s writer\)/)

  await tap(ben, '1. I walked home late')
  await ben.until(/An answer\n+unsigned · .*\nI walked home late, and I saw it\.\n+↳ .*\n*Then it was worth the oil\./)
  await tap(ben, '✏️ Change')
  await answerForm(ben, { text: 'Write to me: ben@example.com' })
  await ben.until('Contact details never travel here')
  await answerForm(ben, { text: 'I walked home late, and it was still burning.' })
  await ben.until('Changed.')

  await discover(eve)
  await tap(eve, '💬 Answers (2)')
  await eve.until('it was still burning')
  await tap(eve, 'Then it was worth')
  await tap(eve, '🚩 Report')
  await answerForm(eve, { category: 'spam', words: 'Is this an advertisement for oil?' })
  await eve.until('Meanwhile the answer is out of your sight')
  await tap(eve, 'Take the report back')
  await eve.until('The answer is under its letter again.')
  await discover(eve)
  await tap(eve, '💬 Answers (2)')
  await eve.until('Then it was worth the oil.')

  await tap(ben, 'Answers to this letter')
  await ben.until('it was still burning')
  await tap(ben, '1. I walked home late')
  await tap(ben, '🗑 Delete')
  await ben.until('Deleted.')
  const { rows } = await service.core.db.pg.query('select comments from open_letter')
  expect(rows).toEqual([{ comments: 1 }])
})

it('shows a letter on its paper: an attachment with its words read out on Discord, a photo on Telegram', async () => {
  for (const person of [ben, eve]) {
    await discover(person)
    await tap(person, '🖼 On paper')
    const shown = await person.until(({ files }) => files.length > 0, { timeoutMs: 20_000 })
    expect(shown.text).toContain('The letter on paper')
    expect(shown.files).toMatchObject([{ type: person === ben ? 'image/jpeg' : 'image/png', kind: 'photo' }])
    expect(JSON.stringify(shown.raw)).not.toContain(ana.id)
    // The words themselves stand beside it: a message of their own just before, for whoever has pictures read out.
    const words = person.chat().filter(({ text, files }) => text.includes(LANTERN) && files.length === 0)
    expect(words.at(-1)?.controls.map(({ label }) => label)).toContain('🖼 On paper')
  }
  const card = await eve.until(({ files }) => files.length > 0)
  const { attachments } = card.raw as { attachments: { description: string; filename: string }[] }
  expect(attachments).toMatchObject([{ description: LANTERN, filename: 'letter.png' }])
})

it('lets one follow a pen-name where it signed, hear of it as one likes, be counted, and stop', async () => {
  const author = await penNameOf('en')
  await discover(ben)
  await tap(ben, `Follow ${author}`)
  await ben.until(`You follow ${author} now`)
  await ben.command('following')
  await ben.until('You follow: one pen-name')
  await tap(ben, 'Let them see my pen-name')
  await untilControl(ben, 'Don’t let them see my pen-name')
  await tap(ben, author)
  await ben.until('Tell me of new letters: once a day')
  await tap(ben, '🔔 At once')
  await ben.until('Tell me of new letters: at once')
  await ana.command('following')
  await ana.until(`current pen-name: one person`)
  await ana.until(`Those who show you their pen-name: ${await penNameOf('en', 1)}`)

  const second = 'The lantern needs a new glass, because a moth loved it far too much last night.'
  await leaveOpen(ana, second)
  await letterWork(service.core).sweep()
  await ben.until(`${author} left a letter open.`)
  await tap(ben, '💌 Read it')
  await ben.until(second)
  await ben.command('following')
  await tap(ben, 'What they left open')
  await ben.until('What those you follow left open')
  await untilControl(ben, `${author}: The lantern needs`)

  await ben.command('following')
  await ben.until('You follow: one pen-name')
  await tap(ben, author)
  await tap(ben, 'Stop following')
  await ben.until(`You don’t follow ${author} any more`)
})

it('pages without showing the same twice, puts aside what is not for me, and comes to a kind end', async () => {
  await leaveOpen(ben, 'A letter of Ben about the river, which was the colour of tea this morning.')
  const before = last(eve)
  const seen: string[] = []
  await eve.command('discover')
  for (let n = 0; n < 3; n++) {
    const card = await eve.until(
      (message) => message.text.includes('An open letter') && !seen.some((text) => message.text === text),
      before ? { after: before } : {},
    )
    seen.push(card.text)
    await eve.press(n === 1 ? '🍂 Not for me' : 'Next ›', { message: card.id })
  }
  await eve.until('You have read all there is for now', before ? { after: before } : {})
  expect(new Set(seen.map((text) => /lantern in the window|new glass|river/.exec(text)?.[0])).size).toBe(3)
})

it('closes, opens again and changes an open letter from where it is in /sent', async () => {
  await ben.command('sent')
  await ben.until('Letters you sent')
  await tap(ben, 'A letter of Ben about the river')
  await ben.until('You can change its words until')
  await tap(ben, 'Change its words')
  await answerForm(ben, { text: 'A letter about the river, which was the colour of honey this morning.' })
  await ben.until('The letter that travelled keeps its own words')
  await discover(ana)
  await ana.until('the colour of honey')
  await ben.command('sent')
  await tap(ben, 'A letter of Ben about the river')
  await tap(ben, '🔒 Close it')
  await ben.until('Nobody but you can read it any more')
  const card = await ana.until('the colour of honey')
  await ana.press('💛 Thank (0)', { message: card.id })
  await ana.until('isn’t open any more')
})

it('leaves a letter open later, once it was received well', async () => {
  await service.core.db.pg.query(`update account set willing = false`)
  await service.core.db.pg.query(`update letter set state = 'recalled' where state in ('travelling', 'seeking')`)
  const jun = await welcomed(service, { platform: 'telegram', name: 'Jun', locale: 'en' })
  const words = 'The bakery on my corner gives away the last bread at night, and today I was there.'
  await writeLetter(eve, words)
  await send(eve)
  await openNewest(jun, words)
  await tap(jun, '💛 Say thanks')
  await tap(jun, 'You made me smile')
  await eve.until('Somebody put a thank-you stamp on your letter')
  await eve.command('sent')
  await tap(eve, 'The bakery on my corner')
  await tap(eve, 'Leave it open…')
  await eve.until('The answer you got stays between the two of you')
  await tap(eve, 'Yes, leave it open')
  await eve.until('Your letter is open for everyone now')
  const card = await discover(ana)
  expect(card.text).toContain(words)
})

it('asks before a heavy letter, and shows the beginning of a long one', async () => {
  service.clock.move(DAY)
  const long = `${'The rain went on and on, and so did I. '.repeat(40)}The end of the rain.`
  await leaveOpen(ana, long)
  const card = await discoverUntil(ben, 'The rain went on')
  expect(card.text).not.toContain('The end of the rain')
  await tap(ben, '📖 Read on')
  await ben.until('The end of the rain')
  await service.core.db.pg.query('update open_letter set heavy = true where thanks = 0')
  const asked = await discover(eve)
  expect(asked.text).toContain('speaks of something very heavy')
  await tap(eve, '💌 Yes, read it')
  await eve.until('/helpline is there for both of you')
  await service.core.db.pg.query('update open_letter set heavy = false')
})

it('keeps two people apart after a block under an open letter', async () => {
  const all = async () => {
    const shown: SeenMessage[] = [await discover(ben)]
    for (let card = shown[0]; card?.controls.some(({ label }) => label === 'Next ›'); card = shown.at(-1))
      shown.push(await next(ben, card))
    return shown
  }
  const hers = (await all()).find(({ text }) => /The rain went on|lantern/.test(text))
  await ben.press('🚫 Block', { message: hers?.id ?? '' })
  await tap(ben, 'Yes, block')
  await ben.until('You won’t meet again')
  const words = (await all()).map(({ text }) => text).join('\n')
  expect(words).toContain('The bakery on my corner')
  expect(words).not.toMatch(/The rain went on|lantern/)
  await ben.command('settings')
  await tap(ben, '🚫 Blocked')
  await ben.until('People you blocked')
})

it('asks whoever wants it a question in their morning, and the answer begins a letter', async () => {
  await ben.command('settings')
  await tap(ben, 'A question each morning')
  await ben.until('From tomorrow on')
  const sweep = () => letterWork(service.core).sweep()
  await sweep()
  expect(ben.chat().some(({ text }) => text.includes('A small question for today'))).toBe(false)
  const { rows } = await service.core.db.pg.query('select prompt_at from account where prompt_at is not null')
  service.clock.move(rows[0].prompt_at.getTime() - service.clock.now().getTime() + 1000)
  await sweep()
  await sweep()
  const asked = await ben.until('A small question for today')
  await tap(ben, 'Answer with a letter')
  const question = asked.text.split('\n').find((line) => line.endsWith('?')) ?? 'no question'
  await ben.until((message) => message.text.includes(question) && message.text.includes('as your next message'))
  await ben.say('A stranger held the door for me, and it stayed with me all day.')
  await ben.until('Ready to go?')
  expect(ben.chat().filter(({ text }) => text.includes('A small question for today'))).toHaveLength(1)
  service.clock.move(DAY)
  await sweep()
  await expect.poll(() => ben.chat().filter(({ text }) => text.includes('A small question for today')).length).toBe(2)
  await tap(ben, 'No more questions')
  await ben.until('I won’t ask any more')
})
