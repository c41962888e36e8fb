import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Person } from '../../sandbox/person.ts'
import type { RecordedRequest } from '../../sandbox/recorder.ts'
import { type Haystack, hunt, type Needle } from '../support/hunt.ts'
import {
  answerForm,
  fillIn,
  openNewest,
  send,
  sendLetter,
  tap,
  walkedIn,
  welcomed,
  writeLetter,
} from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

/**
 * Two people with unmistakable names exchange letters in every way there is. Then every byte the bots sent, every line
 * they logged and every job is searched for the names and ids of either. A body may only say where it goes.
 */
let service: Service
let zephyr: Person
let quill: Person

beforeAll(async () => {
  service = await openService()
  zephyr = await walkedIn(service, { platform: 'discord', name: 'Zephyrine Quillfeather', locale: 'en' })
  quill = await walkedIn(service, { platform: 'telegram', name: 'Balthazar Ōkubo', locale: 'ko' })
  await service.core.db.pg.query(`update account set reads = '{ko,en}'`)
  for (const person of [zephyr, quill]) await person.command('settings')
  await tap(zephyr, 'Languages I read')
  await tap(zephyr, 'Korean and English')
  await tap(quill, '읽을 편지의 언어')
  await tap(quill, '한국어와 영어')

  const first = 'Dear stranger, I planted tomatoes on the balcony today and they look hopeful.'
  await sendLetter(zephyr, first)
  await openNewest(quill, first)
  await tap(quill, '고마움 전하기')
  await tap(quill, '꼭 안아 주고')
  await quill.until('붙였어요')
  await tap(quill, '✍️ 답장')
  await quill.until('다음 메시지에 답장')
  await fillIn(quill, '토마토가 붉게 익을 때까지 당신의 하루도 천천히 익어 가길 바라요.')
  await send(quill)
  await openNewest(zephyr, '토마토가 붉게')
  await tap(zephyr, 'Keep writing')
  await quill.until('계속 편지하고 싶어 해요')
  await tap(quill, '계속 편지하기')
  await zephyr.until('You both want to keep writing')
  await tap(zephyr, 'Write to them')
  await fillIn(zephyr, 'The first tomato is as big as a marble now. I named it after nobody.')
  await send(zephyr)
  await openNewest(quill, 'as big as a marble')
  await writeLetter(zephyr, 'To whoever comes by: the moon was so low that I nearly said good evening to it.')
  await tap(zephyr, 'Leave it open…')
  await tap(zephyr, 'Yes, leave it open')
  await send(zephyr)
  await quill.command('discover')
  await quill.until('good evening to it')
  await tap(quill, '고마워요 (0)')
  await tap(quill, '꼭 안아')
  await zephyr.until('Somebody put a thank-you stamp on your open letter')
  await tap(quill, '편지지로 보기')
  await quill.until(({ files }) => files.length > 0, { timeoutMs: 20_000 })
  await tap(quill, '답글 (0)')
  await tap(quill, '다정한 답글 달기')
  await answerForm(quill, { text: '달도 인사를 받고 기뻤을 거예요.' })
  await tap(quill, '이름으로')
  await zephyr.until('There is a kind answer under your open letter')
  await tap(zephyr, '💬 Read it')
  await zephyr.until('달도 인사를')
  await quill.command('discover')
  await tap(quill, '➕')
  await quill.until('필명을 팔로우해요')
  await zephyr.command('following')
  await zephyr.until('current pen-name: one person')
  await quill.command('inbox')
  await tap(quill, '🤝 펜팔')
  await tap(quill, '부터')
  await tap(quill, '그만하기')
  await tap(quill, '네, 끝낼게요')
  await zephyr.until('one of your pen-friends have ended')
  await tap(zephyr, '🚩 Report')
  await answerForm(zephyr, { category: 'hurtful', words: 'This is only a test of reporting.' })
  await zephyr.until('Thank you for telling us')
  await quill.block()
})
afterAll(() => service.close())

/** The fields that say where a request goes; everything else is content. */
const ADDRESSING = new Set(['chat_id', 'user_id', 'recipient_id', 'callback_query_id', 'offset'])

function content(request: RecordedRequest): string {
  const text = request.body.toString()
  try {
    return JSON.stringify(JSON.parse(text), (key, value) => (ADDRESSING.has(key) ? undefined : value))
  } catch {
    return text
      .replace(/name="chat_id"\r\n\r\n[^\r]*/g, '')
      .replace(/(^|&)(chat_id|user_id|callback_query_id|offset)=[^&]*/g, '')
  }
}

const sent = (): Haystack[] =>
  [service.discord, service.telegram].flatMap((platform) =>
    platform.requests.map((request, i) => ({
      name: `${platform.platform} ${i} ${request.method} ${request.path.replace(/\d{6,}/g, '#')}`,
      bytes: content(request),
    })),
  )

function needles(): Needle[] {
  const of = (person: Person, who: string): Needle[] => [
    { name: `${who}: id`, value: person.id },
    ...person.name.split(' ').map((part) => ({ name: `${who}: name`, value: part })),
    ...('username' in person && typeof person.username === 'string'
      ? [{ name: `${who}: username`, value: person.username }]
      : []),
  ]
  return [...of(zephyr, 'Discord'), ...of(quill, 'Telegram')]
}

async function queued(): Promise<Haystack[]> {
  const { rows: tables } = await service.core.db.pg.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq'`,
  )
  return Promise.all(
    tables.map(async ({ name }) => ({
      name,
      bytes: JSON.stringify((await service.core.db.pg.query(`select * from ${name}`)).rows),
    })),
  )
}

it('sends nothing of the one to the other', () => {
  expect(sent().length).toBeGreaterThan(60)
  expect(hunt(sent(), needles())).toEqual([])
})

it('shows nothing of the one to the other', () => {
  const seen = (person: Person): Haystack => ({
    name: 'chat',
    bytes: JSON.stringify(
      person
        .chat()
        .filter((message) => message.from === 'bot')
        .map((message) => [message.text, message.controls]),
    ),
  })
  expect(hunt([seen(zephyr), seen(quill)], needles())).toEqual([])
})

it('logs and queues nothing of either', async () => {
  expect(hunt([{ name: 'log', bytes: service.logs.join('') }, ...(await queued())], needles())).toEqual([])
})

it('finds a leak when there is one', async () => {
  await service.core.db.pg.query(`update account set pen_name = 'Zephyrine' where language = 'en'`)
  const reader = await welcomed(service, { platform: 'telegram', name: 'Somebody Else', locale: 'en' })
  await sendLetter(zephyr, 'This letter is signed with a name that should never have been a pen-name.')
  await reader.until('A letter for you')
  const found = hunt(sent(), needles())
  expect(found.map((finding) => finding.needle)).toContain('Discord: name')
  const logged = hunt(
    [{ name: 'log', bytes: `${service.logs.join('')}{"who":"${Buffer.from(`id ${quill.id}`).toString('base64')}"}` }],
    needles(),
  )
  expect(logged.map((finding) => finding.needle)).toContain('Telegram: id')
})
