import { expect, test } from 'vitest'
import { encodeAction } from '../../../bots/dialogue/turn.ts'
import type { Reply, View } from '../../../bots/dialogue/view.ts'
import { calls, startStandIn, startTestBot } from './wire.ts'

const open: View = { text: 'A letter waits.', rows: [[{ label: 'Open', act: encodeAction('open', 'd1') }]] }
const views = (...all: View[]): Reply => ({ kind: 'views', views: all, replace: false })
const replacing = (...all: View[]): Reply => ({ kind: 'views', views: all, replace: true })

/** A bot that offers one button to every command and answers its press as the test says. */
async function pressed(reply: Reply) {
  const standIn = await startStandIn()
  const bot = startTestBot(standIn, (turn) => (turn.act.kind === 'press' ? reply : views(open)))
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.command('inbox')
  return { standIn, mina, bot }
}

test('a press can replace the message it stood under, and is answered once', async () => {
  const { standIn, mina } = await pressed(replacing({ text: 'Dear stranger' }))
  const before = await mina.until('A letter waits.')
  await mina.press('Open')
  const after = await mina.until('Dear stranger')
  expect(after).toMatchObject({ id: before.id, controls: [] })
  expect(mina.chat().filter((message) => message.from === 'bot')).toHaveLength(1)
  await expect.poll(() => calls(standIn, 'answerCallbackQuery')).toBe(1)
})

test('the first view replaces, the others follow', async () => {
  const { mina } = await pressed(replacing({ text: 'one' }, { text: 'two' }))
  await mina.press('Open')
  await mina.until('two')
  expect(
    mina
      .chat()
      .filter((m) => m.from === 'bot')
      .map((m) => m.text),
  ).toEqual(['one', 'two'])
})

test('when the message is gone, a new one is sent', async () => {
  const { standIn, mina } = await pressed(replacing({ text: 'Dear stranger' }))
  const old = await mina.until('A letter waits.')
  await fetch(`${standIn.apiUrl}/bot${standIn.token}/deleteMessage?chat_id=${mina.id}&message_id=${old.id}`)
  await mina.press('Open', { message: old.id })
  expect((await mina.until('Dear stranger')).id).not.toBe(old.id)
})

test('a press that changes nothing is no failure', async () => {
  const { mina, bot, standIn } = await pressed(replacing(open))
  await mina.press('Open')
  await mina.press('Open')
  await expect.poll(() => calls(standIn, 'editMessageText')).toBe(2)
  expect(mina.chat().filter((message) => message.from === 'bot')).toHaveLength(1)
  expect(bot.failures).toEqual([])
})

test('a note flashes up and leaves nothing behind', async () => {
  const { standIn, mina } = await pressed({ kind: 'note', text: 'Already opened.' })
  const before = mina.chat().length
  await mina.press('Open')
  expect(mina.toasts()).toEqual(['Already opened.'])
  expect(mina.chat()).toHaveLength(before)
  expect(calls(standIn, 'answerCallbackQuery')).toBe(1)
})

test('a note too long to flash up becomes a message', async () => {
  const text = 'word '.repeat(50).trim()
  const { standIn, mina } = await pressed({ kind: 'note', text })
  await mina.press('Open')
  await mina.until(text)
  expect(mina.toasts()).toEqual([])
  expect(calls(standIn, 'answerCallbackQuery')).toBe(1)
})

test('a note for a press that is too old becomes a message', async () => {
  let ahead = 0
  const standIn = await startStandIn({ now: () => Date.now() + ahead })
  startTestBot(standIn, (turn) => {
    if (turn.act.kind !== 'press') return views(open)
    ahead = 151_000
    return { kind: 'note', text: 'Already opened.' }
  })
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.command('inbox')
  await mina.press('Open')
  expect((await mina.until('Already opened.')).from).toBe('bot')
  expect(mina.toasts()).toEqual([])
})

test('a note for words is a message', async () => {
  const standIn = await startStandIn()
  startTestBot(standIn, () => ({ kind: 'note', text: 'Saved.' }))
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.say('hello')
  expect((await mina.until('Saved.')).from).toBe('bot')
})

test('a press that asks for nothing is still answered', async () => {
  const { standIn, mina } = await pressed({ kind: 'nothing' })
  await mina.press('Open')
  expect(calls(standIn, 'answerCallbackQuery')).toBe(1)
  expect(mina.toasts()).toEqual([])
})

test('a 429, a lost connection and a bad gateway are lived through', async () => {
  const { standIn, mina, bot } = await pressed(views({ text: 'Dear stranger' }))
  for (const kind of ['429', 'drop', '502html'] as const) {
    standIn.faults.inject({ match: { path: /sendMessage/ }, kind, times: 1 })
  }
  await mina.press('Open')
  await mina.until('Dear stranger')
  expect(mina.chat().filter((message) => message.text === 'Dear stranger')).toHaveLength(1)
  expect(bot.failures).toEqual([])
})

test('somebody who left meanwhile is no failure; an answer that Telegram refuses is', async () => {
  const standIn = await startStandIn()
  const bot = startTestBot(standIn, (turn) => {
    if (turn.act.kind === 'left') return views({ text: 'goodbye' })
    return views({ text: 'hello', rows: [[{ label: ' ', act: 'a' }]] })
  })
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.block()
  await expect.poll(() => calls(standIn, 'sendMessage')).toBe(1)
  const sora = standIn.join({ name: '소라', locale: 'ko' })
  await sora.say('hello')
  await expect.poll(() => bot.failures.length).toBe(1)
  expect(bot.failures).toMatchObject([{ name: 'Unanswered', code: 'buttons' }])
})

test('nothing is parsed, nobody is pinged, no preview is drawn', async () => {
  const standIn = await startStandIn()
  const text = '*bold* _it_ <b>x</b> [a](http://example.org) @someone & `code` \\-.!'
  startTestBot(standIn, () => views({ text, letter: { text, signature: '' } }))
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.command('inbox')
  expect((await mina.until('bold')).text).toBe(`${text}\n\n${text}`)
  const sent = standIn.requests.find((request) => request.path.endsWith('/sendMessage'))
  const body = JSON.parse(String(sent?.body))
  expect(body).not.toHaveProperty('parse_mode')
  expect(body.link_preview_options).toEqual({ is_disabled: true })
})
