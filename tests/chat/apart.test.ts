import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { typeOnPage } from '../../core/chat/page/typeOnPage.ts'
import type { Person, SentFile } from '../../sandbox/person.ts'
import { openService, type Service } from '../support/service.ts'
import { accountOf, chatter, heard, together } from './chatters.ts'
import { recordings } from './recordings.ts'

/** Each bot in a process of its own: what is sent through one is fetched from the other’s platform. */
let service: Service
beforeAll(async () => {
  service = await openService({ apart: true })
})
afterAll(() => service.close())

async function picture(): Promise<SentFile> {
  const data = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#246' } })
    .png()
    .toBuffer()
  return { name: 'a.png', type: 'image/png', data }
}

it('carries words, pictures and recordings both ways between bots that run apart', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  const signs = () => service.telegram.requests.filter(({ path }) => path.endsWith('sendChatAction'))
  await ana.type?.()
  await expect.poll(() => signs().map(({ body }) => JSON.parse(String(body)).chat_id)).toEqual([ben.id])
  service.clock.move(6 * 60_000)
  const shows = (person: Person, kind: string) =>
    person.until(({ from, files }) => from === 'bot' && files.some((file) => file.kind === kind))
  for (const [from, to] of [
    [ana, ben],
    [ben, ana],
  ] as const) {
    await from.say(`hello from ${from.platform}`)
    await heard(to, `hello from ${from.platform}`)
    await from.say('', { files: [await picture()] })
    await shows(to, 'photo')
    await from.say('', { files: [await recordings.voice()] })
    await shows(to, 'voice')
  }
})

it('loses a sign of typing while the database is away, and carries the next one', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  const accountId = await accountOf(service, ana)
  const listening = async () => {
    const { rows } = await service.core.db.pg.query(
      `select pid from pg_stat_activity where datname = current_database() and query like 'listen "wiro_typing"'`,
    )
    return rows.map(({ pid }) => pid)
  }
  const before = await listening()
  expect(before).toHaveLength(2)
  const open = await service.database.shut()
  await ana.type?.()
  await open()
  await ana.say('Are you still there?')
  await heard(ben, 'Are you still there?')
  await expect
    .poll(async () => (await listening().catch(() => [])).filter((pid) => !before.includes(pid)))
    .toHaveLength(2)
  const signs = () => service.telegram.requests.filter(({ path }) => path.endsWith('sendChatAction')).length
  const lost = signs()
  await typeOnPage(service.core, { accountId })
  await expect.poll(signs).toBe(lost + 1)
})
