import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handleTurn } from '../../bots/dialogue/handleTurn.ts'
import type { Turn } from '../../bots/dialogue/turn.ts'
import type { Person } from '../../sandbox/person.ts'
import { insist, SLOTS_BY_WISH } from '../support/database.ts'
import {
  answerForm,
  fillIn,
  openNewest,
  send,
  tap,
  untilControl,
  untilSent,
  welcomed,
  writeLetter,
} from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

let service: Service
let dia: Person
let tom: Person

beforeAll(async () => {
  service = await openService()
  dia = await welcomed(service, { platform: 'discord', name: 'Dia', locale: 'en', willing: false })
  tom = await welcomed(service, { platform: 'telegram', name: 'Tom', locale: 'en', willing: false })
})
afterAll(() => service.close())

const drafts = async () =>
  Number((await service.core.db.pg.query(`select count(*) as n from letter where state = 'draft'`)).rows[0].n)
const clear = () => service.core.db.pg.query(`delete from letter where state = 'draft'`)

describe('what cannot travel comes back with a kind sentence, and nothing is lost', () => {
  it.each([
    ['too short', 'Hello there', /at least 20 characters, and this one has 11/],
    ['only emoji', '🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷🌷', /needs a few words/],
    ['no words', '.......................................', /couldn’t find words/],
    ['nothing that can be seen', '\u3164\u200b\u3164\u200b\u2060', /There is nothing in it yet/],
    ['too long', 'A long, long day. '.repeat(225), /It has 4,?0\d\d characters, and I can carry 4,?000/],
  ])('%s', async (_what, text, kind) => {
    await tom.command('letter')
    await untilControl(tom, 'Never mind')
    await tom.say(text)
    const refused = await tom.until(kind)
    const better = `${text.slice(0, 50)} and here are a few more words for you, stranger.`
    await fillIn(tom, better)
    expect(Number(tom.chat().at(-1)?.id)).toBeGreaterThan(Number(refused.id))
    await tap(tom, '🗑 Throw away')
    await tom.until('Thrown away')
    expect(await drafts()).toBe(0)
  })

  it.each([
    ['no words', '. . . . . . . . . . . . . . .', /couldn’t find words/],
    ['only emoji', '🌷'.repeat(21), /needs a few words/],
    ['nothing that can be seen', '\u3164'.repeat(24), /There is nothing in it yet/],
    [
      'too short once the unseen is gone',
      `Hello${'\u200b'.repeat(20)}you`,
      /at least 20 characters, and this one has 8/,
    ],
  ])('a refused form on Discord opens again with the words that were in it (%s)', async (_what, words, kind) => {
    await dia.command('letter')
    await dia.submit({ text: words })
    await dia.until(kind)
    await tap(dia, '✏️ Fix it')
    expect(dia.form()?.fields[0]?.value).toBe(words)
    await fillIn(dia, 'Now here are real words, for a real stranger.')
    await tap(dia, '🗑 Throw away')
  })

  it('contact details must come out before a letter may go', async () => {
    await writeLetter(tom, 'You sound lovely! Write me at rose.quartz@gmail.com any time you like.')
    const seen = await tom.until('please take this out: “rose.quartz@gmail.com”')
    expect(seen.controls.map((control) => control.label)).not.toContain('📮 Send it')
    await tap(tom, '✏️ Edit')
    await fillIn(tom, 'You sound lovely! I wish you the gentlest of evenings.')
    await tap(tom, '🗑 Throw away')
  })

  it('a letter too long even for one message is not taken for its second half', async () => {
    await tom.command('letter')
    await untilControl(tom, 'Never mind')
    await tom.say('A long day needs many words, they say. '.repeat(180))
    await tom.until(/It has 7,?\d\d\d characters, and I can carry 4,?000/)
    await tap(tom, 'Never mind')
    expect(await drafts()).toBe(0)
  })

  it.each([
    ['the rest of what Telegram cut in two', 4_080, /It has 4,?[45]\d\d characters, and I can carry 4,?000/],
    ['another try', 4_070, 'Ready to go?'],
  ])('what follows a message that was too long is %s (%#)', async (_what, length, then) => {
    await tom.command('letter')
    await untilControl(tom, 'Never mind')
    const rest = 'and here are some more words of that day. '.repeat(10)
    await tom.say(
      'a long day needs many words, they say so. '
        .repeat(100)
        .slice(0, length - 1)
        .concat('!'),
    )
    const refused = await tom.until(/It has 4,?0\d\d characters/)
    await tom.say(rest)
    await tom.until(then, { after: refused.id })
    await tap(tom, then instanceof RegExp ? 'Never mind' : '🗑 Throw away')
    await clear()
  })

  it('a form whose last answer was taken, and whose reply was lost, is not taken for something else the second time', async () => {
    const before = tom.chat().at(-1)?.id ?? ''
    await tom.command('letter')
    await tom.until('Write your letter as your next message', { after: before })
    const text = 'Dear stranger, these words were asked for, and asked for once.'
    const turn: Turn = {
      id: 'lost',
      platform: 'telegram',
      platformId: tom.id,
      chatId: tom.id,
      locale: 'en',
      place: 'private',
      asks: 'messages',
      act: { kind: 'text', text },
    }
    const reply = await handleTurn(service.core, turn)
    expect(JSON.stringify(reply)).toContain('Ready to go?')
    expect(await handleTurn(service.core, turn)).toEqual(reply)
    expect(await drafts()).toBe(1)
    const later = await handleTurn(service.core, {
      ...turn,
      id: 'later',
      act: { kind: 'text', text: `${text} Again.` },
    })
    expect(JSON.stringify(later)).not.toContain('Ready to go?')
    expect(await drafts()).toBe(2)
    await clear()
  })

  it('words of crisis show helplines at once, and the letter may travel', async () => {
    await writeLetter(tom, 'I do not want to live any more. I just wanted to tell somebody that.')
    const seen = await tom.until('these people listen')
    expect(seen.text).toContain('988')
    expect(seen.controls.map((control) => control.label)).toContain('📮 Send it')
    await tap(tom, '🗑 Throw away')
  })
})

describe('words of crisis are heard wherever they are written', () => {
  const heard = async (person: Person, after: string | undefined) => {
    const help = await person.until('You don’t have to carry this alone', after ? { after } : {})
    expect(help.text).toContain('988')
  }
  const last = (person: Person) => person.chat().at(-1)?.id

  it.each(['dia', 'tom'] as const)('as a line to the bot (%s)', async (who) => {
    const person = who === 'dia' ? dia : tom
    const before = last(person)
    await person.say('I want to die')
    await heard(person, before)
    await person.until('I read you', before ? { after: before } : {})
  })

  it('in words that become a letter', async () => {
    const before = last(tom)
    await tom.say('Nobody would notice if I was gone. I want to kill myself tonight.')
    await heard(tom, before)
    await tap(tom, '🗑 Throw away')
  })

  it('in too short a letter', async () => {
    await tom.command('letter')
    await untilControl(tom, 'Never mind')
    const before = last(tom)
    await tom.say('I want to die')
    await tom.until(/at least 20 characters/, before ? { after: before } : {})
    await heard(tom, before)
    await tap(tom, 'Never mind')
  })

  it('before the welcome is over', async () => {
    const newcomer = service.telegram.join({ name: 'New', locale: 'ko' })
    await newcomer.say('죽고 싶어요')
    expect((await newcomer.until('많이 무거운 마음')).text).toContain('109')
  })

  it('and is not said twice where a preview says it already', async () => {
    const before = last(tom)
    await writeLetter(tom, 'I do not want to live any more. Thank you for reading this far.')
    expect(tom.chat().filter(({ id, text }) => Number(id) > Number(before) && text.includes('988'))).toHaveLength(1)
    await tap(tom, '🗑 Throw away')
  })
})

describe('dates', () => {
  it.each([
    ['yesterday', /has passed already/],
    ['2019-01-01', /has passed already/],
    ['when the cows come home', /couldn’t make out/],
    ['2099-01-01', /further away than I can promise/],
  ])('“%s” is answered kindly', async (when, kind) => {
    await writeLetter(tom, 'A letter that waits for its date, patiently and kindly.')
    await tap(tom, '🕊 Arrives')
    await tap(tom, 'Another date')
    await tom.until('Write it as you would say it')
    const before = tom.chat().at(-1)?.id
    await tom.say(when)
    await tom.until(kind, before ? { after: before } : {})
    await tom.say('in 2 weeks')
    await untilControl(tom, /Arrives: \w{3}, \w{3} \d+/)
    await tap(tom, '🗑 Throw away')
    await clear()
  })
})

describe('shown as typed, pinging nobody', () => {
  const wild =
    '**bold** _it_ `code` ~~no~~ ||spoiler|| [a](b) <@123456789012345678> @everyone <b>html</b> &amp; \\ # title\n> quote'
  it.each(['discord', 'telegram'] as const)('on %s', async (platform) => {
    const person = platform === 'discord' ? dia : tom
    await person.command('letter')
    await fillIn(person, wild)
    const preview = await person.until('**bold**')
    await tap(person, '💌 To: a stranger')
    await untilControl(person, '💌 To: my future self')
    await untilControl(person, '🕊 Arrives: In a week')
    await tap(person, '🕊 Arrives')
    await tap(person, 'Right away')
    await untilControl(person, '🕊 Arrives: Right away')
    await tap(person, '📮 Send it')
    await openNewest(person, wild)
    expect(preview.text).toContain(
      '**bold** _it_ `code` ~~no~~ ||spoiler|| [a](b) <@123456789012345678> @everyone <b>html</b> &amp; \\ # title\n> quote',
    )
    const sent = service[platform].requests.map((request) => request.body.toString()).join('\n')
    expect(sent).not.toMatch(/"parse":\["|parse_mode/)
  })

  it('right-to-left and zero-width tricks are taken out, real scripts stay', async () => {
    await writeLetter(tom, 'I wish you \u202Eevil\u202C a calm\u200B\u200B\u200B night. שלום لك 안녕 👩‍👩‍👧 stay warm.')
    const seen = await tom.until('a calm night. שלום لك 안녕 👩‍👩‍👧 stay warm.')
    expect(seen.text).not.toMatch(/[\u202E\u200B]/)
    await tap(tom, '🗑 Throw away')
  })

  it('a letter of 4,000 characters arrives whole', async () => {
    // They alone are willing, and no earlier letter finds them.
    await insist(service.core.db.pg, 'delete from letter', 'update account set willing = false', SLOTS_BY_WISH)
    await welcomed(service, { platform: 'discord', name: 'Rea', locale: 'en' })
    await welcomed(service, { platform: 'telegram', name: 'Ria', locale: 'en' })
    const line = (n: number) => `${n}. Every small kindness counts, *even* this_one, and so do you. `
    const text = Array.from({ length: 80 }, (_, n) => line(n))
      .join('')
      .slice(0, 3_999)
      .trimEnd()
    await writeLetter(dia, text)
    await send(dia)
    const readers = ['Rea', 'Ria'].map((name) =>
      [...service.discord.people(), ...service.telegram.people()].find((person) => person.name === name),
    )
    const holder = await Promise.race(
      readers.map(async (person) => person && untilControl(person, '💌 Open').then(() => person)),
    )
    for (const reader of [holder, ...readers.filter((person) => person !== holder)]) {
      if (!reader) throw new Error('nobody to read')
      await tap(reader, '💌 Open')
      const front = (await reader.until('page 1 of 2')).text
      await tap(reader, 'Read on ›')
      const seen = front + (await reader.until('page 2 of 2')).text
      const inLines = text.split('. ').map((sentence) => sentence.replace(/\s+/g, ''))
      for (const sentence of inLines) expect(seen.replace(/\s+/g, '')).toContain(sentence)
      expect(reader.chat().filter((message) => message.text.includes('Every small kindness'))).toHaveLength(1)
      if (reader !== holder) continue
      await tap(reader, '🍃 Pass on')
      await reader.until('Passed on')
      expect(reader.chat().some((message) => message.text.includes('Every small kindness'))).toBe(false)
    }
  })
})

describe('unhurried and in a hurry', () => {
  it('a button pressed twice sends one letter; pressed a week later it says so kindly', async () => {
    await clear()
    const posted = async () =>
      Number((await service.core.db.pg.query(`select count(*) as n from letter where posted_at is not null`)).rows[0].n)
    const before = await posted()
    await writeLetter(tom, 'Pressed twice, but there is only one of me, stranger.')
    const preview = await untilControl(tom, '📮 Send it')
    await Promise.allSettled([
      tom.press('📮 Send it', { message: preview.id }),
      tom.press('📮 Send it', { message: preview.id }),
    ])
    await tom.until((seen) => seen.id === preview.id && /on its way/.test(seen.text))
    expect(await posted()).toBe(before + 1)
  })

  it('a button of last week answers kindly', async () => {
    await writeLetter(dia, 'I will think about this for a week before I decide.')
    const preview = await untilControl(dia, '🗑 Throw away')
    await service.core.db.pg.query(`delete from letter where state = 'draft'`)
    service.clock.move(8 * 86_400_000)
    await dia.press('📮 Send it', { message: preview.id })
    await dia.until('That letter isn’t here any more')
  })

  it('a button of last week answers kindly on Telegram, too, where it cannot be answered any more', async () => {
    await writeLetter(tom, 'Whoever waits for a week finds this letter gone, kindly.')
    const preview = await untilControl(tom, '🗑 Throw away')
    await clear()
    service.clock.move(8 * 86_400_000)
    await tom.press('📮 Send it', { message: preview.id })
    await tom.until('That letter isn’t here any more')
  })

  it('a date that passed while the letter lay there is not sent into the past', async () => {
    await writeLetter(dia, 'A letter that dreams for too long before it leaves.')
    await tap(dia, '🕊 Arrives')
    await tap(dia, 'Another date')
    await answerForm(dia, { when: 'tomorrow at 9' })
    await untilControl(dia, /Arrives: .*9:00/)
    service.clock.move(3 * 86_400_000)
    await tap(dia, '📮 Send it')
    await dia.until('That moment has passed already')
    await tap(dia, '🗑 Throw away')
    await dia.until('Thrown away')
  })

  it('slow post arrives within a day, and nobody is told when', async () => {
    await dia.command('letter', { to: 'self', when: 'slow' })
    await fillIn(dia, 'Slowly, slowly, dear me: there is no hurry at all today.')
    await send(dia)
    await untilSent(dia, /travelling by slow post/)
    service.clock.move(86_400_000)
    await openNewest(dia, 'Slowly, slowly, dear me')
  })

  it('a half-written letter survives a restart and can be taken up', async () => {
    await clear()
    await tom.command('letter')
    await tom.until('Write your letter as your next message')
    await service.restart()
    await fillIn(tom, 'Half of this was written before the lights went out.')
    await service.restart()
    await tom.command('letter')
    await tom.until('You have a half-written letter')
    await tap(tom, '✍️ Go on writing')
    await tom.until('Ready to go?')
    await tap(tom, '📮 Send it')
    await tom.until(/on its way/)
  })

  it('an abandoned form waits no longer than a week; what comes then is not taken for its answer', async () => {
    await clear()
    await tom.command('settings')
    await tap(tom, '✒️ Pen-name')
    await tom.until('Write the pen-name you would like')
    service.clock.move(8 * 86_400_000)
    await tom.say('Golden Pond')
    await tom.until('I’m the postman here')
    const { rowCount } = await service.core.db.pg.query(`select 1 from account where pen_name = 'Golden Pond'`)
    expect(rowCount).toBe(0)
  })

  it('pressing something else leaves a question; what is written later is not its answer', async () => {
    await clear()
    await tom.command('settings')
    await tap(tom, '✒️ Pen-name')
    await tom.until('Write the pen-name you would like')
    const before = tom.chat().at(-1)?.id ?? ''
    await tom.press('⏸ Pause letters').catch(() => tom.press('💌 Let letters come'))
    await tom.say('Silver Pond')
    await tom.until('I’m the postman here', { after: before })
    const { rowCount } = await service.core.db.pg.query(`select 1 from account where pen_name = 'Silver Pond'`)
    expect(rowCount).toBe(0)
  })

  it('words that nobody asked for become a letter, if the writer wants', async () => {
    await clear()
    await tom.say('hi')
    await tom.until('I’m the postman here')
    await tom.say('I just wanted to say this to somebody: today was a good day.')
    await tom.until('Shall this become a letter?')
    await tap(tom, '✍️ Write a letter')
    await tom.until('Ready to go?')
    await tap(tom, '🗑 Throw away')
  })
})
