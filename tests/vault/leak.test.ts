import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainContent } from '../../core/chat/content.ts'
import { sendPictureOnPage } from '../../core/chat/page/pictures.ts'
import { sayOnPage } from '../../core/chat/page/sayOnPage.ts'
import { seatOf } from '../../core/chat/seat.ts'
import type { AccountId } from '../../core/ids.ts'
import { receiveEvents } from '../../core/inbound/inbound.ts'
import type { Person } from '../../sandbox/person.ts'
import { accountOf, together } from '../chat/chatters.ts'
import { insist } from '../support/database.ts'
import { type Haystack, hunt, type Needle } from '../support/hunt.ts'
import { answerForm, fillIn, openNewest, send, sendLetter, tap, walkedIn, writeLetter } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { logIn, openBrowser, openSite, type Site } from '../support/site.ts'
import { link, pathIn } from '../web/linking.ts'

/** A whole run over the wire; then everything that is stored and everything that was logged is searched for it. */

let service: Service
let site: Site
let queue: { heard: string[]; stop(): void }
const needles: Needle[] = []
const watch = (name: string, value: string) => {
  needles.push({ name, value })
  return value
}

beforeAll(async () => {
  service = await openService()
  site = await openSite(service)
  queue = await watchQueue()
  await keepEveryRow()
  await run()
})
afterAll(async () => {
  queue.stop()
  await site.close()
  await service.close()
})

async function run() {
  const ana = await walkedIn(service, {
    platform: 'discord',
    name: watch('a name on Discord', 'Zephyrine Quillfeather'),
    locale: 'en',
    willing: false,
  })
  const ben = await walkedIn(service, {
    platform: 'telegram',
    name: watch('a name on Telegram', '발타자르 크노프'),
    locale: 'ko',
  })
  for (const person of [ana, ben]) noteIds(person)

  const letter = watch(
    'a letter',
    '낯선 이에게, 마멀레이드 병들이 오늘도 별빛에게 “good night” & 잘 자라고 소곤거려요.',
  )
  await sendLetter(ana, letter)
  await openNewest(ben, letter)
  await tap(ben, '답장')
  await fillIn(
    ben,
    watch('an answer', '편지 고마워요. 잼 병들이 소곤거린다니 참 다정한 밤이네요. 저도 창문을 열어 두었어요.'),
  )
  await send(ben)
  await ana.until('Somebody answered')
  await leaveOpenAndAnswer(ana, ben)
  await talkLive(ana, ben)
  await writeLetter(ana, watch('a draft', 'A half-written page about umbrellas that dream of deserts & sand.'))
  await tap(ben, '신고')
  await tap(ben, '광고')
  await answerForm(ben, { words: watch('words of a report', '우산 장수의 광고처럼 보여서 알려 드려요.') })
  await ben.until(/알려/)
  await ben.command('letter')
  await ben.until('다음 메시지에')
  await receiveEvents(service.core, {
    events: [
      {
        platform: 'telegram',
        eventId: 'unhandled',
        person: ben.id,
        payload: JSON.stringify({
          text: watch('an unhandled message', 'A postcard that came in and was never looked at.'),
        }),
      },
    ],
  })

  const { path } = await link(ana)
  watch('a link', path.split('/').at(-1) ?? '')
  const google = site.google.addPerson({
    name: watch('a Google name', 'Peregrine Hawthornbury'),
    email: watch('an e-mail address', 'peregrine.hawthornbury@example.com'),
  })
  watch('a Google id', google.sub)
  const browser = openBrowser(site.base)
  await logIn(browser, site, site.google.people.indexOf(google))
  const asked = await browser.press(await browser.open(path), 'Go on with Google')
  watch('a login’s state', new URL(asked.url).searchParams.get('state') ?? '')
  const page = await browser.open(await site.google.consent(asked.url, google))
  await browser.press(page, 'Yes, this chat is mine')
  const code = /\/link (\S{22})/.exec((await browser.press(await browser.open('/account'), 'Join a chat')).text)?.[1]
  watch('a code', code ?? '')
  const cookie = decodeURIComponent([...browser.cookies.values()][0] ?? '')
  watch('a session', cookie.slice(2).split('.')[0] ?? '')
  watch('a form’s token', /name="_csrf" value="([^"]+)"/.exec((await browser.open('/account')).html)?.[1] ?? '')

  await ana.command('mydata')
  await tap(ana, 'Download my data')
  const archive =
    pathIn(await ana.until('Here is everything of yours'))
      .split('/')
      .at(-1) ?? ''
  watch('an archive’s link', archive.slice(22))
  watch('the Discord token', service.discord.token)
  watch('the Telegram token', service.telegram.token)
  watch('the Google secret', site.google.clientSecret)
  for (const key of (service.core.config.keys ?? '').split(',')) watch('a key', key.split(':')[1] ?? '')
}

/** One leaves a letter open; the other reads, thanks, answers and follows. */
async function leaveOpenAndAnswer(ana: Person, ben: Person) {
  const open = watch('an open letter', '새벽에 깨어 있는 누군가에게, 주전자가 음정 틀린 노래를 불러서 나도 흥얼거려요.')
  await writeLetter(ana, open)
  await tap(ana, 'Leave it open…')
  await tap(ana, 'Yes, leave it open')
  await send(ana)
  await ben.command('discover')
  await ben.until(open)
  await tap(ben, '고마워요 (0)')
  await tap(ben, '꼭 안아')
  await tap(ben, '답글 (0)')
  await tap(ben, '다정한 답글 달기')
  await answerForm(ben, { text: watch('an answer under it', '그 주전자, 우리 집 주전자와 합창단을 만들면 좋겠네요.') })
  await tap(ben, '이름 없이')
  await ana.until('There is a kind answer under your open letter')
  await ben.command('discover')
  await tap(ben, '➕')
  await ben.until('필명을 팔로우해요')
}

/** They talk live, with a reply, a change, a reaction and a picture that says where it was taken. */
async function talkLive(ana: Person, ben: Person) {
  await service.core.db.pg.query(`update account set reads = '{ko,en}'`)
  await together(ana, ben)
  const said = watch('something said live', 'Three hedgehogs live under our garden shed, and none of them pays rent.')
  const mine = await ana.say(said)
  const seen = await ben.until(said)
  await ben.say(watch('an answer said live', '고슴도치 세 마리라니, 이름은 하나씩 지어 주셨나요?'), {
    replyTo: seen.id,
  })
  await ben.react(seen.id, '🔥')
  const changed = watch('something changed live', 'Four hedgehogs live there by now; the fourth one plays the tuba.')
  await ana.edit(mine, changed)
  await ben.until(changed)
  await sayOnAPage(ana)
  await ben.until((message) => message.from === 'bot' && message.files.length > 0)
  await ana.command('leave')
  await ben.until('대화가 끝났어요')
}

/** The same from the browser: words, and a picture that says where it was taken. */
async function sayOnAPage(person: Person) {
  const { core } = service
  const accountId = (await accountOf(service, person)) as AccountId
  const { chatId } = (await seatOf(core, { accountId })) ?? expect.fail('sits in no chat')
  const said = watch('something said on a page', 'The hedgehogs have sent a telegram to the badgers next door.')
  const [own, other] = [randomBytes(16), randomBytes(16)].map((bytes) => bytes.toString('base64url'))
  const ownId = watch('what a page calls a message', own ?? '')
  await sayOnPage(core, { accountId, chatId, ownId, content: plainContent(said), replyTo: undefined })
  const file = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#7a9' } })
    .withExif({ IFD0: { Artist: watch('the artist of a picture', 'Wilhelmina Thistledown') } })
    .jpeg()
    .toBuffer()
  await sendPictureOnPage(core, { accountId, chatId, ownId: other ?? '', file })
}

/** The platform's ids of a person: themselves, their chat with the bot. */
function noteIds(person: Person) {
  watch(`an id on ${person.platform}`, person.id)
  const raw = person.chat().at(-1)?.raw as { channel_id?: string; id?: string } | undefined
  if (raw?.channel_id) watch('a chat on Discord', raw.channel_id)
  if (raw?.channel_id && raw.id) watch('a message on Discord', raw.id)
}

/** From now on every row that is written, in any table, is kept as it was: also what is gone a moment later. */
async function keepEveryRow() {
  const { pg } = service.core.db
  await pg.query(`create schema hunt; create table hunt.seen (place text, row text);
    create function hunt.keep() returns trigger language plpgsql as $$
      begin insert into hunt.seen values (tg_table_schema || '.' || tg_table_name, new::text); return new; end $$`)
  const { rows } =
    await pg.query(`select format('%I.%I', table_schema, table_name) as place from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('public', 'bullmq')`)
  for (const { place } of rows)
    await pg.query(
      `create trigger hunt_keeps after insert or update on ${place} for each row execute function hunt.keep()`,
    )
}

/** Everything that is said to Redis, where the queue is there. */
async function watchQueue(): Promise<{ heard: string[]; stop(): void }> {
  const heard: string[] = []
  const url = process.env.WIRO_TEST_REDIS_URL
  if (!url) return { heard, stop: () => undefined }
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const listening = once(socket, 'data')
  // A library's MONITOR may trip over what a busy Redis says together with its first answer.
  let rest = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\r\n')
    rest = lines.pop() ?? ''
    heard.push(...lines.map(unescaped))
  })
  socket.write('MONITOR\r\n')
  await listening
  return { heard, stop: () => void socket.destroy() }
}

/** Redis shows what is no printable ASCII as `\xHH` (redis.io/docs/latest/commands/monitor). */
const unescaped = (line: string) =>
  Buffer.from(
    line.replace(/\\x([0-9a-f]{2})/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16))),
    'latin1',
  )
    .toString('utf8')
    .replace(/\\(["\\])/g, '$1')

/** Every row of every table of every schema, the queue's included. */
async function database(): Promise<Haystack[]> {
  const { pg } = service.core.db
  const { rows: tables } =
    await pg.query(`select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`)
  return Promise.all(
    tables.map(async ({ schema, name }) => {
      const { rows } = await pg.query(`select t::text as row from "${schema}"."${name}" t`)
      return { name: `${schema}.${name}`, bytes: rows.map(({ row }) => row).join('\n') }
    }),
  )
}

it('really ran, and really looks everywhere', async () => {
  const stacks = await database()
  const filled = stacks.filter(({ bytes }) => bytes.length > 0).map(({ name }) => name)
  for (const table of [
    'identity',
    'letter',
    'delivery',
    'outbox',
    'inbound',
    'report',
    'binding',
    'web_session',
    'export',
    'open_letter',
    'open_thank',
    'comment',
    'follow',
    'signal',
    'chat',
    'chat_message',
    'chat_version',
    'chat_twin',
    'chat_picture',
    'shown_letter',
  ])
    expect(filled).toContain(`public.${table}`)
  const kept = stacks.find(({ name }) => name === 'hunt.seen')?.bytes.toString() ?? ''
  for (const table of ['public.letter', 'public.inbound', 'public.outbox', 'public.pending_form'])
    expect(kept).toContain(table)
  if (process.env.WIRO_TEST_REDIS_URL) expect(queue.heard.some((said) => said.includes('letterId'))).toBe(true)
  else expect(kept).toContain('bullmq.')
  expect(needles.length).toBeGreaterThan(20)
  expect(service.logs.length).toBeGreaterThan(0)
})

it('nothing that people wrote or are lies in the database', async () => {
  expect(hunt(await database(), needles)).toEqual([])
})

it('nothing that people wrote or are is ever said to the queue', () => {
  expect(hunt([{ name: 'Redis', bytes: queue.heard.join('\n') }], needles)).toEqual([])
})

it('nothing that people wrote or are, and no token, lies in the logs at their finest level', () => {
  expect(hunt([{ name: 'logs', bytes: service.logs.join('') }], needles)).toEqual([])
})

describe('a planted leak is found', () => {
  // What is planted is not kept: others look, too.
  beforeAll(() => insist(service.core.db.pg, 'alter table outbox disable trigger hunt_keeps'))
  const reason = async (text: string) =>
    service.core.db.pg.query('update outbox set reason = $1 where id = (select min(id) from outbox)', [text])
  const body = () => needles.find(({ name }) => name === 'an answer')?.value ?? ''

  for (const [name, encode] of Object.entries({
    'as it is': (text: string) => text,
    'as base64': (text: string) => Buffer.from(`x${text}`).toString('base64'),
    'as hex': (text: string) => Buffer.from(text).toString('hex'),
    'escaped in JSON': (text: string) =>
      JSON.stringify({ text }).replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    'in part': (text: string) => text.slice(4, 30),
  })) {
    it(`in a column, ${name}`, async () => {
      await reason(encode(body()))
      const found = hunt(await database(), needles)
      await reason('')
      expect(found[0]).toMatchObject({ haystack: 'public.outbox', needle: 'an answer' })
    })
  }

  it('in a job', async () => {
    const { rows } = await service.core.db.pg.query(
      `select table_name as name, column_name as column from information_schema.columns where table_schema = 'bullmq' and data_type in ('jsonb', 'json') limit 1`,
    )
    const stack = {
      name: `bullmq.${rows[0]?.name}`,
      bytes: JSON.stringify({ data: { person: needles.find(({ name }) => name === 'an id on telegram')?.value } }),
    }
    expect(hunt([stack], needles)).not.toEqual([])
  })

  it('in a log line', () => {
    const before = service.logs.length
    service.core.log.info({ words: body() }, 'a line that should not be')
    const planted = service.logs.splice(before).join('')
    expect(hunt([{ name: 'logs', bytes: planted }], needles)).not.toEqual([])
  })

  it('but the log strikes out what only looks like an id or a token', () => {
    const before = service.logs.length
    service.core.log.info(
      { who: needles.find(({ name }) => name === 'an id on telegram')?.value, token: service.telegram.token },
      'a careless line',
    )
    expect(hunt([{ name: 'logs', bytes: service.logs.splice(before).join('') }], needles)).toEqual([])
  })
})
