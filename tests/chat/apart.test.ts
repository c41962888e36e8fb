import sharp from 'sharp'
import { afterAll, beforeAll, it } from 'vitest'
import type { Person, SentFile } from '../../sandbox/person.ts'
import { openService, type Service } from '../support/service.ts'
import { chatter, heard, together } from './chatters.ts'
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
