/** Files, by the facts of docs: reference#uploading-files, reference#signed-attachment-cdn-urls. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { noRates } from '../../../sandbox/discord/rates.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'
import { ask, codesAt, type Json, type Reply } from './raw.ts'

let discord: DiscordStandIn
let ana: DiscordPerson
let channel: string
const clock = { ms: Date.UTC(2026, 10, 23, 12) }

beforeAll(async () => {
  discord = await startDiscordStandIn({ now: () => clock.ms, rates: noRates })
  ana = discord.join({ name: 'Ana', locale: 'ko' })
  const dm = await ask(discord, 'POST', '/users/@me/channels', { body: { recipient_id: ana.id } })
  channel = String(dm.body.id)
})
afterAll(() => discord.close())

const post = (body: Json) => ask(discord, 'POST', `/channels/${channel}/messages`, { body })
const at = (id: unknown) => `/channels/${channel}/messages/${String(id)}`

describe('files', () => {
  const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])
  function upload(payload: Json, ...names: string[]): FormData {
    const form = new FormData()
    names.forEach((name, n) => {
      form.append(`files[${n}]`, new Blob([png], { type: 'image/png' }), name)
    })
    form.append('payload_json', JSON.stringify(payload))
    return form
  }
  const postForm = (form: FormData) => ask(discord, 'POST', `/channels/${channel}/messages`, { form })
  const attachmentsOf = (reply: Reply) => reply.body.attachments as (Json & { url: string })[]

  test('files[n] with payload_json become attachments that can be fetched', async () => {
    const sent = await postForm(upload({ content: 'see', attachments: [{ id: 0, description: 'a dot' }] }, '점 1.png'))
    const [file] = attachmentsOf(sent)
    expect(file).toMatchObject({ filename: '점_1.png', size: 8, content_type: 'image/png', description: 'a dot' })
    const got = await fetch(file?.url ?? '')
    expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(png)
    expect(ana.chat().at(-1)?.files).toMatchObject([{ name: '점_1.png', type: 'image/png', size: 8, kind: 'photo' }])
  })

  test('addresses carry ex, is and hm, expire after a day, and a new read signs them anew', async () => {
    const sent = await postForm(upload({}, 'a.png'))
    const old = attachmentsOf(sent)[0]?.url ?? ''
    expect([...new URL(old).searchParams.keys()]).toEqual(['ex', 'is', 'hm'])
    clock.ms += 24 * 3_600_000 + 1_000
    expect((await fetch(old)).status).toBe(404)
    const fresh = attachmentsOf(await ask(discord, 'GET', at(sent.body.id)))[0]?.url ?? ''
    expect((await fetch(fresh)).status).toBe(200)
    expect((await fetch(fresh.replace(/hm=./, 'hm=x'))).status).toBe(404)
    await ask(discord, 'DELETE', at(sent.body.id))
    expect((await fetch(fresh)).status).toBe(404)
  })

  test('what an embed shows by attachment:// has its address there, and is no attachment beside it', async () => {
    const embeds = [{ title: 'A letter', image: { url: 'attachment://letter.png' } }]
    const sent = await postForm(upload({ embeds }, 'letter.png', 'other.png'))
    expect(attachmentsOf(sent).map(({ filename }) => filename)).toEqual(['other.png'])
    const [embed] = sent.body.embeds as { image: { url: string } }[]
    expect((await fetch(embed?.image.url ?? '')).status).toBe(200)
    expect(
      ana
        .chat()
        .at(-1)
        ?.files.map(({ name }) => name),
    ).toEqual(['letter.png', 'other.png'])
  })

  test('an edit keeps the attachments it lists by id and drops the others', async () => {
    const sent = await postForm(upload({ content: 'two' }, 'a.png', 'b.png'))
    const [, second] = attachmentsOf(sent)
    const edited = await ask(discord, 'PATCH', at(sent.body.id), { body: { attachments: [{ id: second?.id }] } })
    expect(attachmentsOf(edited).map(({ filename }) => filename)).toEqual(['b.png'])
  })

  test('metadata without its file, more than ten files, and a file over 10 MiB are refused', async () => {
    const missing = await post({ content: 'x', attachments: [{ id: 0 }] })
    expect(codesAt(missing, 'attachments.0.id')).toEqual(['ATTACHMENT_NOT_FOUND'])
    const eleven = Array.from({ length: 11 }, (_one, n) => `${n}.png`)
    expect(codesAt(await postForm(upload({}, ...eleven)), 'attachments')).toEqual(['BASE_TYPE_MAX_LENGTH'])
    const heavy = new FormData()
    heavy.append('files[0]', new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]), 'heavy.bin')
    const refused = await postForm(heavy)
    expect([refused.status, refused.body.code]).toEqual([413, 40005])
  })

  test("the person's own files can be fetched too", async () => {
    await ana.say('', { files: [{ name: 'p.png', type: 'image/png', data: png }] })
    const { list } = await ask(discord, 'GET', `/channels/${channel}/messages?limit=1`)
    const [file] = (list[0]?.attachments ?? []) as { url: string }[]
    expect((await fetch(file?.url ?? '')).status).toBe(200)
  })
})
