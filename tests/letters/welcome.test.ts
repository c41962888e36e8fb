import { afterAll, beforeAll, expect, it } from 'vitest'
import { meetPerson } from '../../core/accounts/meetPerson.ts'
import { say } from '../../core/texts/texts.ts'
import { answerForm, makeWelcome, tap, untilControl, walkedIn, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

let service: Service
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

it('leads a newcomer through the welcome, and then where they wanted to go', async () => {
  const ida = service.telegram.join({ name: 'Ida', locale: 'en' })
  await ida.command('inbox')
  await ida.until('Welcome to Wiro')
  await tap(ida, '🌐 한국어로 보기')
  await ida.until('위로에 오신 걸 환영해요')
  await tap(ida, '🌐 View in English')
  await ida.until('Welcome to Wiro')
  await tap(ida, '18 or older')
  const first = (await ida.until('How about')).text
  await tap(ida, '🎲 Another one')
  await ida.until((message) => message.text.includes('How about') && message.text !== first)
  await tap(ida, '✍️ I’ll choose my own')
  await ida.until('Write the pen-name you would like')
  await ida.say('admin')
  await ida.until('somebody who works here')
  await ida.say('Snow Lantern')
  await ida.until('Where do your mornings begin')
  await tap(ida, 'Somewhere else')
  await tap(ida, say('en', 'word.back'))
  await ida.until('Where do your mornings begin')
  await tap(ida, 'Somewhere else')
  await tap(ida, '🔎 Somewhere else')
  await ida.until('Write a city near you')
  await ida.say('nowhere-at-all')
  await ida.until('couldn’t find that place')
  await ida.say('Lisbon')
  await ida.until('Would you like to receive letters')
  await tap(ida, 'Not yet')
  await ida.until('Nice to have you here, Snow Lantern')
  await ida.until('Nothing here yet')
  const { rows } = await service.core.db.pg.query(`select zone, willing from account where pen_name = 'Snow Lantern'`)
  expect(rows).toEqual([{ zone: 'Europe/Lisbon', willing: false }])
})

it.each([
  ['letter', 'Write your letter as your next message'],
  ['settings', 'Letters from strangers: welcome'],
])('leads a newcomer who said /%s there at the end, and knows what they just said', async (command, words) => {
  const uma = service.telegram.join({ name: `Uma, who said ${command}`, locale: 'en' })
  await uma.command(command)
  for (const button of ['18 or older', 'I like it', 'Yes, that’s right', 'Yes, I’d like letters'])
    await tap(uma, button)
  await uma.until(words)
})

it('leaves everybody as the people of other tests are', async () => {
  const left = (locale: 'en' | 'ko', willing: boolean) =>
    Promise.all(
      [walkedIn, welcomed].map(async (come) => {
        const { id } = await come(service, { platform: 'discord', name: 'Somebody', locale, willing })
        const { vault, db } = service.core
        const { rows } = await db.pg.query(
          `select to_jsonb(a) - '{id,pen_name,pen_name_key,created_at,adult_at,welcomed_at}'::text[] as account,
              (select jsonb_agg(to_jsonb(s) - '{account_id,key,changes_at}'::text[]) from reader_slot s where s.account_id = a.id) as slots,
              (select s.changes_at - a.welcomed_at from reader_slot s where s.account_id = a.id)::text as changes_after
            from identity i join account a on a.id = i.account_id where i.platform = 'discord' and i.lookup = $1`,
          [vault.lookup('identity:discord', id)],
        )
        return rows
      }),
    )
  for (const [walked, made] of [await left('ko', true), await left('en', false)]) {
    expect(made).toHaveLength(1)
    expect(made).toEqual(walked)
  }
})

it('two people cannot have the same pen-name, however it is written', async () => {
  const { core } = service
  const { accountId } = await meetPerson(core, { platform: 'telegram', platformId: '7', chatId: '7', locale: 'en' })
  await makeWelcome(core, { accountId, penName: 'Snow Kettle', willing: false })
  const eve = service.discord.join({ name: 'Eve', locale: 'en' })
  await eve.command('start')
  await tap(eve, '18 or older')
  await tap(eve, 'choose my own')
  await answerForm(eve, { penName: 'snow  KETTLE' })
  const taken = await eve.until('Somebody is called that already')
  expect(taken.text).toMatch(/“.+ \d+” is still free/)
  await tap(eve, '✏️ Fix it')
  expect(eve.form()?.fields[0]?.value).toBe('snow  KETTLE')
  await answerForm(eve, { penName: 'Snow Lamp' })
  await eve.until('Where do your mornings begin')
})

it('turns away the young, kindly, with somebody to talk to', async () => {
  const kid = service.telegram.join({ name: 'Kid', locale: 'ko' })
  await kid.command('start')
  await tap(kid, '아직 만 18세가 아니에요')
  expect((await kid.until('솔직하게 말해 줘서 고마워요')).text).toContain('1388')
})

it('tells a person on Discord how to allow messages when the first cannot arrive', async () => {
  const shy = service.discord.join({ name: 'Shy', locale: 'en' })
  await shy.block()
  await shy.command('start', {}, { in: 'guild' })
  for (const button of ['18 or older', 'I like it', 'Yes, that’s right', 'Yes, I’d like letters'])
    await tap(shy, button)
  await shy.until('I couldn’t send you a direct message')
  await shy.unblock()
  await tap(shy, '↻ Try again')
  await shy.until('I’ve sent you a direct message')
  await shy.until('Hello from Wiro')
})

it('answers only to the person in a server', async () => {
  const sam = service.discord.join({ name: 'Sam', locale: 'en' })
  await sam.command('help', {}, { in: 'guild' })
  expect((await sam.until('How Wiro works')).ephemeral).toBe(true)
})

it('welcomes a newcomer whose first command is as long as commands can be', async () => {
  const lou = service.telegram.join({ name: 'Lou', locale: 'en' })
  await lou.say(`/${'a'.repeat(32)}`)
  await lou.until('Welcome to Wiro')
})

it('always gives a helpline, even before the welcome', async () => {
  const new_ = service.telegram.join({ name: 'New', locale: 'ko' })
  await new_.command('helpline')
  expect((await new_.until('혼자 견디지')).text).toContain('109')
})

it('an old button of the welcome changes nothing once it is over', async () => {
  const ola = service.telegram.join({ name: 'Ola', locale: 'en' })
  await ola.command('start')
  const old = await untilControl(ola, '18 or older')
  await ola.command('start')
  await ola.until((message) => message.text.includes('Welcome to Wiro') && message.id !== old.id)
  for (const button of ['18 or older', 'I like it', 'Yes, that’s right', 'Yes, I’d like letters'])
    await tap(ola, button)
  const name = /here, (.+)/.exec((await ola.until('Nice to have you here')).text)?.[1]
  await ola.press('🌿 I’m 18 or older, and I agree', { message: old.id })
  await ola.until(`Welcome back, ${name}`)
})

it('lets everything be set, and shows it as it is', async () => {
  const mia = await welcomed(service, { platform: 'discord', name: 'Mia', locale: 'en', willing: true })
  await mia.command('settings')
  for (const [button, choice, shown] of [
    ['Letters a day', '5', /Letters a day, at most: 5/],
    ['Quiet hours', 'to 7:00', /Quiet hours: .*to 7:00/],
    ['Notifications', 'once a day', /Notify me: once a day/],
    ['Languages I read', 'Korean and English', /I read letters in: Korean and English/],
  ] as const) {
    await tap(mia, button)
    await tap(mia, choice)
    await mia.until(shown)
  }
  await tap(mia, 'Time zone')
  await tap(mia, 'Somewhere else')
  await answerForm(mia, { place: 'lisbon' })
  await mia.until(/Time zone: .*Lisbon/)
  await tap(mia, 'Pen-name')
  await answerForm(mia, { penName: 'Snow Heron' })
  await mia.until('You are Snow Heron from now on')
  await tap(mia, '‹ Back')
  await tap(mia, '🌐 한국어로')
  await tap(mia, '⏸ 편지 쉬어 가기')
  await mia.until('모르는 이의 편지: 쉬는 중')
  const { rows } = await service.core.db.pg.query(
    `select language, reads::text, zone, willing, daily_number, notify, quiet_until from account where pen_name = 'Snow Heron'`,
  )
  expect(rows).toEqual([
    {
      language: 'ko',
      reads: '{ko,en}',
      zone: 'Europe/Lisbon',
      willing: false,
      daily_number: 5,
      notify: 'daily',
      quiet_until: 420,
    },
  ])
})

it('/cancel leaves a question on Telegram, as people try it', async () => {
  const cal = await welcomed(service, { platform: 'telegram', name: 'Cal', locale: 'en', willing: false })
  await cal.command('letter')
  await cal.until('Write your letter as your next message')
  await cal.say('/cancel')
  await cal.until('All right, never mind')
  await cal.say('hm')
  await cal.until('I’m the postman here')
})
