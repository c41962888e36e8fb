import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXPORT_FETCHES } from '../../core/accounts/export/make.ts'
import { en } from '../../core/texts/en.ts'
import type { Person } from '../../sandbox/person.ts'
import { answerForm, fillIn, openNewest, send, sendLetter, tap, welcomed, writeLetter } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { openBrowser, openSite, type Site } from '../support/site.ts'
import { pathIn } from '../web/linking.ts'

let service: Service
let site: Site
beforeAll(async () => {
  service = await openService()
  site = await openSite(service)
})
afterAll(async () => {
  await site.close()
  await service.close()
})

const MINE = 'Dear stranger, <b>here</b> is a “letter” & all the words of it are mine alone.'
const THEIRS = 'Dear writer, and these words here are mine, thank you so much for yours.'
let number = 0

/** Two who exchanged a letter and an answer, and nobody else who might get a letter. */
async function pair(): Promise<[Person, Person]> {
  await service.core.db.pg.query('update account set willing = false')
  await service.core.db.pg.query('update reader_slot set open = false')
  number++
  const ana = await welcomed(service, { platform: 'discord', name: `Ana ${number}`, locale: 'en', willing: false })
  const ben = await welcomed(service, { platform: 'telegram', name: `Ben ${number}`, locale: 'en' })
  await sendLetter(ana, MINE)
  await openNewest(ben, MINE)
  await tap(ben, '✍️ Answer')
  await fillIn(ben, THEIRS)
  await send(ben)
  await openNewest(ana, THEIRS)
  return [ana, ben]
}

describe('taking it along', () => {
  it('gives one archive to read and for programs, by a link from the chat, without any login', async () => {
    const [ana, ben] = await pair()
    await ana.command('mydata')
    await tap(ana, 'Download my data')
    await ana.until('I’m putting it together')
    const path = pathIn(await ana.until('Here is everything of yours'))
    const browser = openBrowser(site.base)
    const page = await browser.open(path)
    const { bytes, headers } = await browser.press(page, 'Download it')
    expect(headers.get('content-disposition')).toContain('wiro.zip')
    const files = unzipSync(bytes)
    const html = strFromU8(files['wiro.html'] ?? new Uint8Array())
    const data = JSON.parse(strFromU8(files['wiro.json'] ?? new Uint8Array()))
    expect(data.written.map((letter: { text: string }) => letter.text)).toEqual([MINE])
    expect(data.received.map((letter: { text: string }) => letter.text)).toEqual([THEIRS])
    expect(data.selves).toMatchObject([{ platform: 'discord', id: ana.id }])
    expect(html).toContain('Dear stranger, &#60;b&#62;here&#60;/b&#62;')
    expect(html).not.toContain('<b>here')
    expect(html).toContain(THEIRS)
    for (const file of Object.values(files))
      for (const secret of [ben.id, ben.name]) expect(strFromU8(file)).not.toContain(secret)

    for (let fetched = 1; fetched < EXPORT_FETCHES; fetched++)
      expect((await browser.press(page, 'Download it')).status).toBe(200)
    expect((await browser.press(page, 'Download it')).status).toBe(410)
    const forged = `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`
    expect((await browser.open(forged)).status).toBe(410)
  })

  it('is not made twice in a row, and the link dies after a day', async () => {
    const [ana] = await pair()
    await ana.command('mydata')
    await tap(ana, 'Download my data')
    const path = pathIn(await ana.until('Here is everything of yours'))
    await ana.command('mydata')
    await tap(ana, 'Download my data')
    await ana.until('put it together just now')
    expect((await openBrowser(site.base).open(path)).status).toBe(200)
    service.clock.move(24 * 3_600_000 + 1_000)
    expect((await openBrowser(site.base).open(path)).status).toBe(410)
  })

  it('does not lie open in the database while it waits', async () => {
    const { rows } = await service.core.db.pg.query('select archive from export where archive is not null')
    for (const { archive } of rows) expect(archive.includes('PK\u0003\u0004')).toBe(false)
  })
})

describe('having it destroyed', () => {
  it('asks twice; then nothing opens the words any more, and nobody finds the person', async () => {
    const [ana, ben] = await pair()
    await writeLetter(ana, 'A draft that never left, about which nobody will ever know.')
    const { rows: keys } = await service.core.db.pg.query(
      `select l.id, l.body_key from letter l join identity i on i.account_id = l.writer_id where i.lookup = $1`,
      [Buffer.from(service.core.vault.lookup('identity:discord', ana.id))],
    )
    expect(keys).toHaveLength(2)
    await ana.command('mydata')
    await tap(ana, 'Delete everything')
    await ana.until('Nobody can undo this')
    await tap(ana, 'Delete everything…')
    await ana.until('Are you quite sure?')
    await tap(ana, 'delete it for good')
    await ana.until('It is done')

    await ben.command('inbox')
    await tap(ben, '✍️')
    await ben.until('This letter was taken back by the one who wrote it')
    const { pg } = service.core.db
    for (const { id } of keys) {
      const { rows } = await pg.query('select body, body_key, signature, source from letter where id = $1', [id])
      if (rows[0]) expect(rows[0]).toEqual({ body: null, body_key: null, signature: null, source: null })
    }
    const { rows } = await pg.query('select count(*)::int as n from identity where lookup = $1', [
      Buffer.from(service.core.vault.lookup('identity:discord', ana.id)),
    ])
    expect(rows[0].n).toBe(0)
    await ana.command('start')
    await ana.until('Welcome to Wiro')
  })

  it('ends correspondences', async () => {
    const [ana, ben] = await pair()
    await tap(ana, '🤝 Keep writing')
    await ben.until('would like to keep writing')
    await tap(ben, '🤝 Keep writing')
    await ana.until('both want to keep writing')
    await ana.command('mydata')
    await tap(ana, 'Delete everything')
    await tap(ana, 'Delete everything…')
    await tap(ana, 'delete it for good')
    await ben.until(en['keep.ended'])
  })

  it('keeps the sealed copy of a report that is not decided, and the ban of somebody banned', async () => {
    const [ana, ben] = await pair()
    await ben.command('inbox')
    await tap(ben, '✍️')
    await tap(ben, '🚩 Report')
    await tap(ben, 'It is cruel or hateful')
    await answerForm(ben, { words: 'A test of erasing.' })
    await ben.until('Thank you for telling us')
    const { pg, prisma } = service.core.db
    const lookup = Buffer.from(service.core.vault.lookup('identity:discord', ana.id))
    const { rows: who } = await pg.query('select account_id from identity where lookup = $1', [lookup])
    const sanction = {
      id: '01900000-0000-7000-8000-000000000001',
      accountId: who[0].account_id as string,
      kind: 'ban' as const,
      rule: 'threat',
      createdBy: 'a test',
      createdAt: new Date(),
    }
    await prisma.sanction.create({ data: sanction })
    await ana.command('mydata')
    await tap(ana, 'Delete everything')
    await tap(ana, 'Delete everything…')
    await tap(ana, 'delete it for good')
    await ana.until('It is done')
    const { rows: copies } = await pg.query(`select copy from report where state = 'open' and copy is not null`)
    expect(copies.map(({ copy }) => service.core.vault.open(copy, 'report:copy'))).toContain(MINE)
    const { rows: selves } = await pg.query('select 1 from sanctioned_self where lookup = $1', [lookup])
    expect(selves).toHaveLength(1)
    const from = ana.chat().at(-1)?.id ?? ''
    await ana.command('letter')
    await ana.until((message) => message.text.includes('closed') || message.text.includes('threat'), { after: from })
  })
})
