import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person, Said, SaidEntity, SeenMessage } from '../../sandbox/person.ts'
import { openService, type Service } from '../support/service.ts'
import { chatter, heard, together } from './chatters.ts'

/**
 * The table of docs/chat.md, row by row: what stands there is tried here, in all four mixes of platforms, or in the test that
 * is named for it. A row without a test fails, and so does a test without a row.
 */
type Platform = 'discord' | 'telegram'
type Words = [text: string, extra?: Said]
type Try = {
  /** What is said on a platform, one after the other; nothing where there is no such thing. */
  discord?: Words[]
  telegram?: Words[]
  /** What the other one's screen shows then; else it is held back, and its sender reads this. */
  shows?: Partial<Record<Platform, (seen: SeenMessage, from: Platform) => void>>
  held?: string
}

const ID = '223456789012345678'
const styles = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'code', 'blockquote'] as const
const entity = (type: string, text: string, part: string, extra = {}): SaidEntity => ({
  type,
  offset: text.indexOf(part),
  length: part.length,
  ...extra,
})
const typed = 'bold italic under strike spoil code\nquoted'
const styled = typed.split(/\s/).map((word, i) => entity(styles[i] ?? '', typed, word))
const entitiesOf = ({ raw }: SeenMessage) => (raw as { entities?: SaidEntity[] }).entities ?? []
const contentOf = ({ raw }: SeenMessage) => (raw as { content: string }).content
const showing = (text: string) => ({
  discord: (seen: SeenMessage) => expect(seen.text).toBe(text),
  telegram: (seen: SeenMessage) => expect(seen.text).toBe(text),
})
const document = { name: 'diary.pdf', type: 'application/pdf', data: Buffer.from('%PDF-1.7 diary') }
const photo = {
  name: 'a.png',
  type: 'image/png',
  data: await sharp({ create: { width: 8, height: 8, channels: 3, background: '#246' } })
    .png()
    .toBuffer(),
}
const MARIA = { id: 77_231_504_117, is_bot: false, first_name: 'Maria' }
/** Messages with these fields and nothing else of their own. */
function fields(...all: Record<string, unknown>[]): Words[] {
  return all.map((one) => ['', { share: { fields: one } }])
}
const REACH = 'I held that back: “'
const NEVER = 'doesn’t travel in a chat'

const tried: Record<string, Try> = {
  'bold, italic, underline, strike, spoiler, code, quotation': {
    discord: [['**bold** *italic* __under__ ~~strike~~ ||spoil|| `code`\n> quoted']],
    telegram: [[typed, { entities: styled }]],
    shows: {
      telegram: (seen) => {
        expect(seen.text).toBe(typed)
        expect(entitiesOf(seen).map(({ type }) => type)).toEqual([...styles])
      },
      discord: (seen) => {
        const content = contentOf(seen)
        for (const marked of [
          /\*\*bold\*\*/,
          /[*_]italic[*_]/,
          /__under__/,
          /~~strike~~/,
          /\|\|spoil\|\|/,
          /`code`/,
          /^> quoted/m,
        ])
          expect(content).toMatch(marked)
      },
    },
  },
  headings: {
    discord: [['# A heading']],
    shows: {
      telegram: (seen) => expect([seen.text, entitiesOf(seen)[0]?.type]).toEqual(['A heading', 'bold']),
      discord: (seen) => expect(contentOf(seen)).toBe('**A heading**'),
    },
  },
  'mentions, channels, sounds, moments, commands in words': {
    discord: [
      [`ask <@${ID}> in <#${ID}> </tea time:${ID}> <sound:${ID}:${ID}> <t:1795000000:R> <id:home-page> <x:${ID}>`],
    ],
    shows: showing('ask @… in #… /tea time 🔊 2026-11-18 11:06 UTC #… …'),
  },
  'custom emoji': {
    discord: [[`good evening <:moon_cat:${ID}> <a:HanbyulHighSchool:${ID}>`]],
    telegram: [
      [
        'good evening 🥰',
        { entities: [entity('custom_emoji', 'good evening 🥰', '🥰', { custom_emoji_id: '5368324170671202286' })] },
      ],
    ],
    shows: {
      telegram: (seen, from) =>
        expect(seen.text).toBe(`good evening ${from === 'discord' ? ':moon_cat: :emoji:' : '🥰'}`),
      discord: (seen, from) =>
        expect(seen.text).toBe(`good evening ${from === 'discord' ? ':moon_cat: :emoji:' : '🥰'}`),
    },
  },
  'links, phone numbers, handles': {
    discord: [
      ['look at https://example.org/me'],
      ['call +82 10 4455 6677'],
      ['I am @ana_of_the_sea'],
      ['find me: 887766554433221100'],
      ['call +82 10 4455 6677', { files: [photo] }],
    ],
    telegram: [
      [
        'look at https://example.org/me',
        { entities: [entity('url', 'look at https://example.org/me', 'https://example.org/me')] },
      ],
      ['call +82 10 4455 6677'],
      ['I am @ana_of_the_sea'],
      ['tg://user?id=12345678'],
      ['call +82 10 4455 6677', { files: [photo] }],
    ],
    held: REACH,
  },
  'links and people behind words': {
    discord: [['look [here](https://example.org/x)']],
    telegram: [
      ['look here', { entities: [entity('text_link', 'look here', 'here', { url: 'https://example.org/x' })] }],
      ['ask Maria', { entities: [entity('text_mention', 'ask Maria', 'Maria', { user: MARIA })] }],
      ...fields({ text: 'ana.photography', entities: [{ type: 'url', offset: 0, length: 15 }] }),
      [
        'look here',
        { files: [photo], entities: [entity('text_link', 'look here', 'here', { url: 'https://x.example' })] },
      ],
    ],
    held: 'I held that back',
  },
  'GIFs from Discord’s picker': { discord: [['https://tenor.com/view/cat-wave-gif-12345678']], held: REACH },
  'forwarded messages': {
    discord: [['a line from elsewhere', { forwardOf: { name: 'Somebody Whose Name Stays' } }]],
    telegram: [['a line from elsewhere', { forwardOf: { name: 'Somebody Whose Name Stays' } }]],
    shows: showing('a line from elsewhere'),
  },
  'documents and other files': {
    discord: [['', { files: [document] }]],
    telegram: [['', { files: [document] }]],
    held: NEVER,
  },
  'contact cards, locations, polls, dice': {
    discord: [['', { share: { poll: { question: 'Tea?', options: ['yes', 'no'] } } }]],
    telegram: [
      ['', { share: { contact: { name: 'Ben Real', phone: '+15550100' } } }],
      ['', { share: { location: { latitude: 37.5, longitude: 127 } } }],
      ['', { share: { location: { latitude: 37.5, longitude: 127, place: 'Tea House' } } }],
      ['', { share: { poll: { question: 'Tea?', options: ['yes', 'no'] } } }],
      ['', { share: { dice: '🎲' } }],
    ],
    held: NEVER,
  },
  'games, stories, checklists, gifts to open, paid pictures': {
    discord: fields(
      { content: 'play with me', activity: { type: 1, party_id: `spotify:${ID}` } },
      { content: 'my colours', shared_client_theme: { colors: ['aabbcc'], base_mix: 58 } },
      { message_snapshots: [{ message: { content: 'a card', embeds: [{ type: 'rich', title: 'Name Stays' }] } }] },
      { message_snapshots: [{ message: { content: 'keys', embeds: [], components: [{ type: 1 }] } }] },
      { embeds: [{ type: 'rich', title: 'Name Stays' }] },
    ),
    telegram: fields(
      { game: { title: 'Name Stays' } },
      { story: { id: 7, chat: { id: MARIA.id, type: 'private', first_name: 'Maria' } } },
      { checklist: { title: 'Name Stays', tasks: [{ id: 1, text: 'tea' }] } },
      { giveaway: { prize_description: 'Name Stays' } },
      { paid_media: { star_count: 5, paid_media: [{ type: 'preview' }] }, caption: 'Name Stays' },
      { invoice: { title: 'Name Stays' } },
    ),
    held: NEVER,
  },
  'kinds of message that are newer than this': {
    discord: fields({ type: 999, content: 'Name Stays' }, { type: 998 }, { hologram: { from: 'Name Stays' } }),
    telegram: fields({ hologram: { from: 'Name Stays' } }, { hologram: 1, caption: 'Name Stays' }, {}),
    held: NEVER,
  },
}

/** What other tests try, over the wire and in all mixes: the file, and what the test says of itself. */
const elsewhere: Record<string, [file: string, title: string]> = {
  'words, long ones in several messages': ['talk', 'hear each other, in order'],
  replies: ['talk', 'it goes on as it was, on %s and on %s, until one leaves'],
  'changes of what was said, up to thirty of one': ['conversation', 'both see the same'],
  deletions: ['conversation', 'both see the same'],
  'the same, said in parts within two minutes': ['talk', 'holds back a number that is said in parts'],
  'reactions, the last of several': ['talk', 'it goes on as it was, on %s and on %s, until one leaves'],
  typing: ['talk', 'hear each other, in order'],
  'pictures, pictures sent as files, albums': ['files', 'pictures arrive drawn anew, with their words'],
  'moving GIFs': ['files', 'stickers and moving pictures arrive as what they are'],
  stickers: ['files', 'stickers and moving pictures arrive as what they are'],
  'voice messages': ['files', 'recordings wait for the first five minutes'],
  'music and sounds: MP3, M4A, AAC': ['files', 'recordings wait for the first five minutes'],
  'music and sounds: Ogg, FLAC, WAV': ['files', 'recordings wait for the first five minutes'],
  'videos: MP4, MOV, MKV with H.264, H.265, AV1': ['files', 'recordings wait for the first five minutes'],
  'videos: WebM with VP8, VP9': ['files', 'recordings wait for the first five minutes'],
  'animations (MP4 without sound)': ['files', 'recordings wait for the first five minutes'],
  'round videos': ['files', 'recordings wait for the first five minutes'],
}

/** What is tried of each row, as the table says it: what travels not at all has a dash or a refusal on its side. */
const rows = readFileSync(new URL('../../docs/chat.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [name, fromDiscord, fromTelegram] = line
      .split('|')
      .slice(1, 4)
      .map((cell) => cell.trim())
    return line.startsWith('| ') && name && name !== 'what' && !/^-+$/.test(name)
      ? [{ name, discord: fromDiscord ?? '', telegram: fromTelegram ?? '' }]
      : []
  })

let service: Service
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

it('every row of the table is tried, and nothing is tried that is not in it', () => {
  expect(rows.map(({ name }) => name).sort()).toEqual([...Object.keys(tried), ...Object.keys(elsewhere)].sort())
  for (const [file, title] of Object.values(elsewhere))
    expect(readFileSync(new URL(`${file}.test.ts`, import.meta.url), 'utf8')).toContain(title)
  for (const { name, ...says } of rows) {
    const one = tried[name]
    if (!one) continue
    for (const platform of ['discord', 'telegram'] as const) {
      expect([name, platform, says[platform] === '–']).toEqual([name, platform, one[platform] === undefined])
      if (one[platform]) expect([name, /held back|never/.test(says[platform])]).toEqual([name, one.held !== undefined])
    }
  }
})

describe.each([
  ['discord', 'telegram'],
  ['telegram', 'discord'],
  ['telegram', 'telegram'],
  ['discord', 'discord'],
] as const)('from %s to %s', (here, there) => {
  let ana: Person
  let ben: Person
  beforeAll(async () => {
    ana = await chatter(service, here, 'Ana')
    ben = await chatter(service, there, 'Ben')
    await together(ana, ben)
  })

  it.each(Object.entries(tried).filter(([, one]) => one[here]))('%s', async (name, one) => {
    for (const [n, [text, extra]] of (one[here] ?? []).entries()) {
      const before = { me: ana.chat().at(-1)?.id ?? '', other: ben.chat().at(-1)?.id ?? '' }
      await ana.say(text, extra)
      if (one.held === undefined) {
        const seen = await ben.until(({ from }) => from === 'bot', { after: before.other })
        one.shows?.[there]?.(seen, here)
        continue
      }
      await ana.until(one.held, { after: before.me })
      const next = `after ${['one', 'two', 'three', 'four', 'five', 'six'][n]} of ${name}`
      await ana.say(next)
      await heard(ben, next)
      const since = ben.chat().findIndex(({ id }) => id === before.other)
      expect(
        ben
          .chat()
          .slice(since + 1)
          .map((message) => message.text),
      ).toEqual([next])
    }
  })
})

/** Of Telegram's documentation: what is no message of anybody's. */
const SERVICE =
  'new_chat_title message_auto_delete_timer_changed pinned_message write_access_allowed users_shared chat_shared gift ' +
  'connected_website boost_added chat_background_set checklist_tasks_done checklist_tasks_added successful_payment ' +
  'proximity_alert_triggered giveaway_created forum_topic_created video_chat_started web_app_data'

it('what a platform tells of its own is nobody’s message, and gets no answer', async () => {
  const ana = await chatter(service, 'discord', 'Ana')
  const ben = await chatter(service, 'telegram', 'Ben')
  await together(ana, ben)
  const told = { ana: ana.chat().length, ben: ben.chat().length }
  // A call, a pin, somebody who joined.
  for (const type of [3, 6, 7]) await ana.say('', { share: { fields: { type } } })
  for (const kind of SERVICE.split(' ')) await ben.say('', { share: { fields: { [kind]: { message_id: 1 } } } })
  await ana.say('and then')
  await heard(ben, 'and then')
  await ben.say('well')
  await heard(ana, 'well')
  const since = (person: Person, before: number) =>
    person
      .chat()
      .slice(before)
      .filter(({ from }) => from === 'bot')
      .map(({ text }) => text)
  expect([since(ana, told.ana), since(ben, told.ben)]).toEqual([['well'], ['and then']])
})

it('nothing of the other side is in what either platform was sent', () => {
  const sent = [service.discord, service.telegram].flatMap(({ requests }) =>
    requests.map(({ body }) => Buffer.from(body).toString()),
  )
  for (const telling of [
    ID,
    String(MARIA.id),
    'diary',
    'Ben Real',
    'Name Stays',
    'Ana of',
    'example.org/x',
    '5368324170671202286',
    'Hanbyul',
  ])
    expect(sent.filter((body) => body.includes(telling)).map((body) => body.slice(0, 300))).toEqual([])
})
