import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aheadOf } from '../../../sandbox/memoryOf.ts'
import { openMemory } from '../../../sandbox/page/memory.ts'
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.ts'

let home: string
let ahead = 0
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'wiro-sandbox-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

function start(): Promise<Sandbox> {
  ahead = 0
  return startSandbox({
    home,
    now: () => Date.now() + ahead,
    moveClock: (milliseconds) => {
      ahead += milliseconds
    },
    callbackBase: 'http://localhost:3000',
  })
}
const day = 86_400_000
const dot = { name: 'dot.png', type: 'image/png', data: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]) }

test('four ready people in two languages at the first start', async () => {
  const { discord, telegram, close } = await start()
  expect(discord.people().map(({ name, locale }) => `${name} ${locale}`)).toEqual(['민아 ko', 'Alex en-US'])
  expect(telegram.people().map(({ name, locale }) => `${name} ${locale}`)).toEqual(['준호 ko', 'Sam en'])
  await close()
})

test('people, chats, pictures, blocks, the bots and the clock outlive a restart', async () => {
  const before = await start()
  const [mina] = before.discord.people()
  const [jun, sam] = before.telegram.people()
  const id = await mina?.say('안녕하세요', { files: [dot] })
  await mina?.react(id ?? '', '❤️')
  await jun?.say('사진이에요', { files: [dot] })
  await sam?.block()
  before.telegram.join({ name: '새봄', locale: 'ko' })
  await moveClock(before, 3 * day)
  const seen = { mina: mina?.chat(), jun: jun?.chat(), access: before.access }
  await before.close()

  const after = await start()
  expect(ahead).toBe(3 * day)
  // Whoever looks from beside it, as the command line does, has the same time.
  expect(aheadOf(home)).toBe(3 * day)
  expect(after.access.discord.token).toBe(seen.access.discord.token)
  expect(after.access.telegram.token).toBe(seen.access.telegram.token)
  expect(after.discord.applicationId).toBe(before.discord.applicationId)
  expect(after.telegram.people().map(({ name }) => name)).toEqual(['준호', 'Sam', '새봄'])
  const [minaAgain] = after.discord.people()
  const [junAgain, samAgain] = after.telegram.people()
  expect(minaAgain?.chat().map(withoutRaw)).toEqual(seen.mina?.map(withoutRaw))
  expect(junAgain?.chat()).toEqual(seen.jun)
  expect(Buffer.from(minaAgain?.file(id ?? '', 0)?.data ?? [])).toEqual(Buffer.from(dot.data))
  expect(Buffer.from(junAgain?.file('1', 0)?.data ?? [])).toEqual(Buffer.from(dot.data))
  expect([junAgain?.blocked(), samAgain?.blocked()]).toEqual([false, true])
  expect(after.telegram.people().at(-1)?.id).not.toBe(junAgain?.id)
  await after.close()
})

test('what the bot was not told before the restart, it is told after', async () => {
  const before = await start()
  await before.telegram.people()[0]?.say('아직 못 들은 말')
  await before.close()
  const after = await start()
  const updates = await fetch(`${after.access.telegram.apiUrl}/bot${after.access.telegram.token}/getUpdates`)
  expect(await updates.json()).toMatchObject({ ok: true, result: [{ message: { text: '아직 못 들은 말' } }] })
  await after.close()
})

test('a state that cannot be read is put aside, and the sandbox starts afresh', async () => {
  const first = await start()
  await first.close()
  await writeFile(path.join(home, 'stand-ins', 'state.json'), '{"formatVersion":1,"state":')
  expect(aheadOf(home)).toBe(0)
  const again = await start()
  expect(again.discord.people()).toHaveLength(2)
  expect(await readdir(path.join(home, 'stand-ins'))).toContain('state.json.unreadable')
  await again.close()
})

test('what cannot be written is told once, and written when it can be', async () => {
  const inTheWay = path.join(home, 'a file')
  await writeFile(inTheWay, '')
  const troubles: (string | undefined)[] = []
  const memory = openMemory<string>(path.join(inTheWay, 'stand-ins'), ({ code }) => troubles.push(code))
  memory.keep(() => 'what happened on the phones')
  memory.close()
  memory.close()
  expect(troubles).toEqual(['ENOTDIR'])
  await rm(inTheWay)
  memory.close()
  expect(memory.glance()).toBe('what happened on the phones')
})

/** Addresses of files are signed anew at every look. */
function withoutRaw<Message extends { raw: unknown }>({ raw: _raw, ...message }: Message) {
  return message
}

/** As the page does it. */
async function moveClock(sandbox: Sandbox, milliseconds: number): Promise<void> {
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => sandbox.handle(request, response, () => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const body = JSON.stringify({ milliseconds })
  const { status } = await fetch(`http://127.0.0.1:${port}/sandbox/api/clock`, { method: 'POST', body })
  expect(status).toBe(200)
  await new Promise((resolve) => server.close(resolve))
}
