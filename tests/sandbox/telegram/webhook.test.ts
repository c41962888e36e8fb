import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type ApiObject, call, oneButton, sendText, start } from './api.ts'

/** Webhooks: core.telegram.org/bots/api#setwebhook, tdlib/telegram-bot-api WebhookActor.cpp, Client.cpp do_set_webhook. */

type Delivery = { update: ApiObject; headers: IncomingHttpHeaders; at: number; response: ServerResponse }

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A bot's own server: keeps what arrives and answers as `answer` says. */
async function ownServer(answer: (delivery: Delivery, count: number) => void) {
  const deliveries: Delivery[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const delivery = {
      update: JSON.parse(body) as ApiObject,
      headers: request.headers,
      at: performance.now(),
      response,
    }
    deliveries.push(delivery)
    answer(delivery, deliveries.length)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, deliveries }
}

const ok = ({ response }: Delivery): void => void response.end()
const textOf = ({ update }: Delivery): string => String(update.message?.text)
const texts = (deliveries: Delivery[]) => deliveries.map(textOf)
const soon = { interval: 5 }

test('updates are posted as JSON with the secret token, and a 2xx confirms them', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  await mina.say('before the hook')
  const { url, deliveries } = await ownServer(({ response }) => void response.writeHead(204).end())
  await call(standIn, 'setWebhook', { url, secret_token: 'Se-cret_1' })
  await mina.say('after')
  await expect.poll(() => texts(deliveries), soon).toEqual(['before the hook', 'after'])
  expect(deliveries[0]?.headers).toMatchObject({
    'x-telegram-bot-api-secret-token': 'Se-cret_1',
    'content-type': 'application/json',
  })
  await expect.poll(async () => (await call(standIn, 'getWebhookInfo')).result.pending_update_count, soon).toBe(0)
})

test('in one chat the next update waits for the one before; other chats and presses do not', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const theo = standIn.join({ name: 'Theo', locale: 'en' })
  const { url, deliveries } = await ownServer((delivery) => {
    if (textOf(delivery) !== 'first') ok(delivery)
  })
  await sendText(standIn, mina.id, 'pick', { reply_markup: oneButton })
  await call(standIn, 'setWebhook', { url })
  await mina.say('first')
  await mina.say('second')
  const pressing = mina.press('A')
  await theo.say('elsewhere')
  await expect.poll(() => deliveries.length, soon).toBe(3)
  expect(deliveries.map(({ update }) => update.message?.text ?? update.callback_query?.data).sort()).toEqual([
    'a',
    'elsewhere',
    'first',
  ])
  deliveries.find((delivery) => textOf(delivery) === 'first')?.response.end()
  await expect.poll(() => texts(deliveries), soon).toContain('second')
  await sendText(standIn, mina.id, 'done')
  await pressing
})

test('a failed delivery is repeated, then after no less than 2, 4, 8 seconds, and told in getWebhookInfo', async () => {
  const standIn = await start({ secondMs: 20 })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const { url, deliveries } = await ownServer((delivery, count) => {
    if (count > 4) ok(delivery)
    else delivery.response.writeHead(500).end()
  })
  await call(standIn, 'setWebhook', { url })
  await mina.say('stubborn')
  await expect.poll(() => deliveries.length, soon).toBe(5)
  const gaps = deliveries.slice(1).map(({ at }, index) => (at - (deliveries[index]?.at ?? 0)) / 20)
  expect(new Set(deliveries.map(({ update }) => update.update_id)).size).toBe(1)
  expect(gaps[1]).toBeGreaterThanOrEqual(1.5)
  expect(gaps[2]).toBeGreaterThanOrEqual(3)
  expect(gaps[3]).toBeGreaterThanOrEqual(6)
  expect((await call(standIn, 'getWebhookInfo')).result.last_error_message).toBe(
    'Wrong response from the webhook: 500 Internal Server Error',
  )
})

test('Retry-After is honoured', async () => {
  const standIn = await start({ secondMs: 20 })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const { url, deliveries } = await ownServer((delivery, count) => {
    if (count > 1) ok(delivery)
    else delivery.response.writeHead(503, { 'retry-after': '5' }).end()
  })
  await call(standIn, 'setWebhook', { url })
  await mina.say('later')
  await expect.poll(() => deliveries.length, soon).toBe(2)
  expect((deliveries[1]?.at ?? 0) - (deliveries[0]?.at ?? 0)).toBeGreaterThanOrEqual(80)
})

test('a server that does not answer for 60 seconds gets the update again', async () => {
  const standIn = await start({ secondMs: 2 })
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const { url, deliveries } = await ownServer((delivery, count) => {
    if (count > 1) ok(delivery)
  })
  await call(standIn, 'setWebhook', { url })
  const startedAt = performance.now()
  await mina.say('hello?')
  await expect.poll(() => deliveries.length, soon).toBe(2)
  expect((deliveries[1]?.at ?? 0) - startedAt).toBeGreaterThanOrEqual(115)
})

test('the answer may carry one method to run, though none that reads or sets the webhook', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const { url } = await ownServer((delivery) => {
    const { response } = delivery
    const method = textOf(delivery) === 'remove' ? 'deleteWebhook' : 'sendMessage'
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method, chat_id: mina.id, text: 'by reply' }))
  })
  await call(standIn, 'setWebhook', { url })
  await mina.say('remove')
  await mina.say('write')
  await mina.until('by reply')
  expect((await call(standIn, 'getWebhookInfo')).result.url).toBe(url)
})

test('while a webhook is set getUpdates is 409, and setting it ends a waiting poll', async () => {
  const standIn = await start({ secondMs: 20 })
  const polling = call(standIn, 'getUpdates', { timeout: 50 })
  await expect.poll(() => standIn.requests.length, soon).toBe(1)
  const { url } = await ownServer(ok)
  await call(standIn, 'setWebhook', { url })
  expect(await polling).toMatchObject({ status: 409, description: 'Conflict: terminated by setWebhook request' })
  expect(await call(standIn, 'getUpdates')).toMatchObject({
    status: 409,
    description:
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  })
  expect((await call(standIn, 'deleteWebhook')).result).toBe(true)
  expect((await call(standIn, 'getUpdates')).ok).toBe(true)
})

test('deleteWebhook keeps the updates unless told to drop them', async () => {
  const standIn = await start()
  const mina = standIn.join({ name: 'Mina', locale: 'ko' })
  const { url } = await ownServer(({ response }) => void response.writeHead(500).end())
  await call(standIn, 'setWebhook', { url })
  await mina.say('kept')
  const pending = async () => (await call(standIn, 'getWebhookInfo')).result.pending_update_count
  await call(standIn, 'deleteWebhook')
  expect(await pending()).toBe(1)
  await call(standIn, 'deleteWebhook', { drop_pending_updates: true })
  expect(await pending()).toBe(0)
})

test.each([
  [{ url: 'http://example.org/hook' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
  [{ url: 'https://example.org:444/' }, 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
  [{ url: 'http://127.0.0.1/x', secret_token: 'no spaces' }, 'secret token contains unallowed characters'],
  [{ url: 'http://127.0.0.1/x', secret_token: 'a'.repeat(257) }, 'secret token is too long'],
  [{ url: 'https://exa mple' }, 'invalid webhook URL specified'],
])('setWebhook refuses %j', async (params, description) => {
  const standIn = await start()
  expect(await call(standIn, 'setWebhook', params)).toMatchObject({
    status: 400,
    description: `Bad Request: ${description}`,
  })
})

test('setting a webhook twice within a second is 429', async () => {
  const standIn = await start({ secondMs: 1000 })
  const { url } = await ownServer(ok)
  expect((await call(standIn, 'setWebhook', { url })).ok).toBe(true)
  expect(await call(standIn, 'setWebhook', { url })).toMatchObject({ status: 429, parameters: { retry_after: 1 } })
})
