import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Input, Markup, Telegraf, type TelegramError } from 'telegraf'
import { afterEach, expect, test } from 'vitest'
import type { TelegramStandIn } from '../../../sandbox/telegram/start.ts'
import { pixel, start } from './api.ts'

/** A real telegraf 4.16.3, told nothing but another apiRoot, and people who act on the other side. */

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function botOn(standIn: TelegramStandIn): Telegraf {
  return new Telegraf(standIn.token, { telegram: { apiRoot: standIn.apiUrl } })
}

/** Starts long polling; answers the promise that ends when polling ends. */
async function poll(bot: Telegraf): Promise<Promise<void>[]> {
  let running: Promise<void> = Promise.resolve()
  await new Promise<void>((ready) => {
    running = bot.launch({ allowedUpdates: ['message', 'edited_message', 'callback_query', 'message_reaction'] }, ready)
  })
  running.catch(() => {})
  closers.push(async () => {
    try {
      bot.stop()
    } catch {
      // It stopped by itself, as the test wanted.
    }
    await running.catch(() => {})
  })
  return [running]
}

test('a command, buttons, an edit and an answer travel by long polling', async () => {
  const standIn = await start()
  const bot = botOn(standIn)
  bot.command('letter', (ctx) =>
    ctx.reply(`Who is it for? (${ctx.from.language_code}, ${ctx.payload})`, {
      reply_markup: Markup.inlineKeyboard([Markup.button.callback('Anybody', 'to:any')]).reply_markup,
    }),
  )
  bot.action('to:any', async (ctx) => {
    await ctx.answerCbQuery('Good choice')
    await ctx.editMessageText('For anybody.')
  })
  await poll(bot)
  const mina = standIn.join({ name: '미나', locale: 'ko' })
  await mina.command('letter', { words: 'hello there' })
  const asked = await mina.until('Who is it for?')
  expect(asked.text).toBe('Who is it for? (ko, hello there)')
  expect(asked.controls).toEqual([{ kind: 'button', label: 'Anybody', id: 'to:any', disabled: false }])

  await mina.press('Any')
  expect(mina.toasts()).toEqual(['Good choice'])
  const edited = await mina.until('For anybody.')
  expect(edited).toMatchObject({ id: asked.id, controls: [] })
  expect(edited.editedAt).toBeGreaterThanOrEqual(edited.at)
})

test('edits, reactions and replies reach telegraf as its own filters know them', async () => {
  const standIn = await start()
  const bot = botOn(standIn)
  bot.on('edited_message', (ctx) => ctx.reply(`edited ${ctx.editedMessage.message_id}`))
  bot.reaction('👍', (ctx) => ctx.reply(`liked ${ctx.messageReaction.message_id}`))
  bot.on('message', (ctx) =>
    ctx.reply(`got ${ctx.message.message_id}`, { reply_parameters: { message_id: ctx.message.message_id } }),
  )
  await poll(bot)
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const id = await mina.say('hello')
  expect((await mina.until('got 1')).replyTo).toBe(id)
  await mina.edit(id, 'hello there')
  await mina.until('edited 1')
  await mina.react(id, '👍')
  await mina.until('liked 1')
})

test('telegraf uploads pictures, albums and documents as multipart, and finds them again by getFileLink', async () => {
  const standIn = await start()
  const bot = botOn(standIn)
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const { telegram } = bot
  const sent = await telegram.sendDocument(mina.id, Input.fromBuffer(Buffer.from('일기'), '일기.txt'), {
    caption: '읽어 봐',
    reply_markup: Markup.inlineKeyboard([Markup.button.callback('OK', 'ok')]).reply_markup,
  })
  await telegram.sendPhoto(mina.id, Input.fromBuffer(pixel, 'p.gif'), { protect_content: true })
  await telegram.sendMediaGroup(mina.id, [
    { type: 'photo', media: Input.fromBuffer(pixel), caption: 'one' },
    { type: 'photo', media: Input.fromBuffer(pixel) },
  ])
  expect(mina.chat().map((message) => [message.text, message.files[0]?.size])).toEqual([
    ['읽어 봐', 6],
    ['', pixel.length],
    ['one', pixel.length],
    ['', pixel.length],
  ])
  expect(mina.chat()[0]).toMatchObject({ files: [{ name: '일기.txt' }], controls: [{ label: 'OK' }] })
  const link = await telegram.getFileLink(sent.document)
  const file = await fetch(link)
  expect(await file.text()).toBe('일기')
})

test('refusals arrive as TelegramError with code, description and parameters', async () => {
  const standIn = await start({ rates: { chatBurst: 1, chatPerSecond: 0.1 } })
  const { telegram } = botOn(standIn)
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const refusal = (sending: Promise<unknown>): Promise<TelegramError> =>
    sending.then(
      () => Promise.reject(new Error('it was accepted')),
      (error: TelegramError) => error,
    )
  await telegram.sendMessage(mina.id, 'x')
  expect(await refusal(telegram.sendMessage(mina.id, 'y'))).toMatchObject({
    code: 429,
    parameters: { retry_after: 10 },
  })
  await mina.block()
  expect(await refusal(telegram.sendMessage(mina.id, 'z'))).toMatchObject({
    code: 403,
    description: 'Forbidden: bot was blocked by the user',
  })
})

test("a second poller makes the first one's launch reject with 409", async () => {
  const standIn = await start({ secondMs: 100 })
  const [first] = await poll(botOn(standIn))
  const polls = () => standIn.requests.filter(({ path }) => path.endsWith('/getUpdates')).length
  await expect.poll(polls, { interval: 5 }).toBe(1)
  await poll(botOn(standIn))
  await expect(first).rejects.toMatchObject({ response: { error_code: 409 } })
})

test('by webhook with a secret: telegraf reads updates and answers through the HTTP reply', async () => {
  const standIn = await start()
  const bot = botOn(standIn)
  bot.action('ok', (ctx) => ctx.answerCbQuery('through the reply'))
  bot.on('message', (ctx) => ctx.reply('pick', Markup.inlineKeyboard([Markup.button.callback('OK', 'ok')])))
  const server = createServer(bot.webhookCallback('/hook', { secretToken: 'sesame' }))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  await bot.telegram.setWebhook(url, { secret_token: 'sesame' })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await mina.say('hello')
  await mina.until('pick')
  await mina.press('OK')
  expect(mina.toasts()).toEqual(['through the reply'])
  expect(standIn.requests.map(({ path }) => path).filter((path) => path.includes('answerCallbackQuery'))).toEqual([])
})
