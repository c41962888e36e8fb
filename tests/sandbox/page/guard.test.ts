import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { openPage, type Page, pagePath } from '../../../sandbox/page/page.ts'
import { startTelegramStandIn, type TelegramStandIn } from '../../../sandbox/telegram/start.ts'
import { openWeb, type Web } from '../../../web/web.ts'

let discord: DiscordStandIn
let telegram: TelegramStandIn
let page: Page
let web: Web
const port = 34_719
const origin = `http://localhost:${port}`

beforeAll(async () => {
  ;[discord, telegram] = await Promise.all([startDiscordStandIn(), startTelegramStandIn()])
  page = openPage({
    discord,
    telegram,
    now: Date.now,
    moveClock: () => undefined,
    status: async () => undefined,
    acted: () => undefined,
  })
  web = await openWeb({ port, host: '127.0.0.1' })
  web.mount({
    path: pagePath,
    handle: (request, response, next) => void page.handle(request, response).catch(next),
    upgrade: page.upgrade,
  })
})
afterAll(async () => {
  await web.close()
  page.close()
  await Promise.all([discord.close(), telegram.close()])
})

type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; body: string }

function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { host: `localhost:${port}`, ...headers },
    })
    asking.on('error', reject)
    asking.on('response', async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
    })
    asking.end(method === 'POST' ? body : undefined)
  })
}
const newcomer = JSON.stringify({ platform: 'discord', name: 'Eve', locale: 'en' })

test('the page comes with a strict policy, by either name of this machine', async () => {
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
    const { status, headers } = await ask('GET', '/sandbox', { host })
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|data:/)
  }
})

test('a foreign name for this machine is refused, whatever it asks', async () => {
  for (const [method, path] of [
    ['GET', '/sandbox'],
    ['GET', '/sandbox/api/discord/people'],
    ['POST', '/sandbox/api/people'],
  ] as const) {
    expect((await ask(method, path, { host: `rebound.example:${port}` }, newcomer)).status).toBe(403)
  }
  expect(discord.people()).toEqual([])
})

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['another port of this machine', { origin: 'http://localhost:8080' }],
  ['a page without an origin', { origin: 'null' }],
  ['a browser that says so', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
])('acting from elsewhere is refused: %s', async (_who, headers) => {
  const { status } = await ask('POST', '/sandbox/api/people', headers, newcomer)
  expect(status).toBe(403)
  expect(discord.people()).toEqual([])
})

test('the stream of events is closed to other pages and open to this one', async () => {
  const opened = (from: string) =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(`ws://localhost:${port}/sandbox/live`, { origin: from })
      socket.on('message', () => {
        resolve(true)
        socket.terminate()
      })
      socket.on('error', () => resolve(false))
    })
  expect(await opened('https://evil.example')).toBe(false)
  expect(await opened('http://localhost:8080')).toBe(false)
  expect(await opened(origin)).toBe(true)
})

test('a malformed upgrade is turned away, and breaks nothing', async () => {
  for (const [to, target] of [
    [port, '//'],
    [port, 'http://['],
    [port, '/sandbox/%'],
    [Number(new URL(discord.apiUrl).port), '//'],
    [Number(new URL(telegram.apiUrl).port), '//'],
  ] as const) {
    const socket = connect(to, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(`GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`)
    await once(socket.resume(), 'close')
  }
  expect((await ask('GET', '/sandbox/')).status).toBe(200)
})

test('no path leads out of the page', async () => {
  for (const path of [
    '/sandbox/../package.json',
    '/sandbox/%2e%2e/page.ts',
    '/sandbox/fonts/korean/../../../package.json',
    '/sandbox/tsconfig.json',
  ]) {
    expect((await ask('GET', path)).status).toBe(404)
  }
})

test('what a person uploads is never a page of this origin', async () => {
  const person = telegram.join({ name: 'Mal', locale: 'en' })
  const data = Buffer.from('<script>alert(1)</script>')
  const id = await person.say('', { files: [{ name: 'x.html', type: 'text/html', data }] })
  const { status, headers } = await ask('GET', `/sandbox/files/telegram/${person.id}/${id}/0`)
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('application/octet-stream')
  expect(headers['content-disposition']).toBe('attachment')
})

test('the clock goes forward only, by a month at most', async () => {
  for (const milliseconds of [-1, 0, 40 * 86_400_000, 'x']) {
    expect((await ask('POST', '/sandbox/api/clock', {}, JSON.stringify({ milliseconds }))).status).toBe(422)
  }
})
