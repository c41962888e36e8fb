import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { changeOnPage, reactOnPage, takeBackOnPage } from '../../../core/chat/page/changeOnPage.ts'
import { chatOfPage } from '../../../core/chat/page/readRoom.ts'
import { sayOnPage } from '../../../core/chat/page/sayOnPage.ts'
import type { AccountId, ChatMessageId } from '../../../core/ids.ts'
import type { Person, SentFile } from '../../../sandbox/person.ts'
import type { Service } from '../../support/service.ts'
import { recordings } from '../recordings.ts'
import { SOUND } from './deeds.ts'
import { richText, typedBy, type Words } from './words.ts'

/** Somebody who talks: in the bot's chat, or on the page. */
export type Talker = { person: Person; accountId: AccountId; seat: 'bot' | 'page' }

/** What somebody does where they sit. Places are of messages there. */
export type Hands = {
  /** So many characters can be typed at once. */
  most: number
  say(words: Words, more: { files: SentFile[]; to: string | undefined }): Promise<void>
  change(place: string, words: Words): Promise<void>
  /** Whether anybody is told of it. */
  takeBack(place: string): Promise<boolean>
  react(place: string, emoji: string | null): Promise<void>
}

export const handsOf = (service: Service, { person, accountId, seat }: Talker): Hands =>
  seat === 'page' ? onPage(service, accountId) : inChat(person)

function inChat(person: Person): Hands {
  const discord = person.platform === 'discord'
  return {
    most: discord ? 1_950 : 3_900,
    async say(words, { files, to }) {
      const { text, extra } = typedBy(person, words)
      const more = { ...(to === undefined ? {} : { replyTo: to }), ...(files.length > 0 ? { files } : {}) }
      await person.say(text, { ...extra, ...more })
    },
    async change(place, words) {
      const { text, extra } = typedBy(person, words)
      await person.edit(place, text, extra)
    },
    async takeBack(place) {
      const album = person.chat().find(({ id }) => id === place)?.album
      const all = person.chat().filter((one) => one.id === place || (album !== undefined && one.album === album))
      for (const { id } of all) await person.remove(id)
      return discord
    },
    react: (place, emoji) => person.react(place, emoji),
  }
}

function onPage(service: Service, accountId: AccountId): Hands {
  const about = (place: string) => ({ accountId, messageId: place as ChatMessageId })
  return {
    most: 3_900,
    async say(words, { to }) {
      const chat = await chatOfPage(service.core, { accountId })
      if (!chat) throw new Error('nobody sits on this page')
      const replyTo = to as ChatMessageId | undefined
      const said = { chatId: chat.chatId, ownId: randomUUID(), content: { text: richText(words) }, replyTo }
      await sayOnPage(service.core, { accountId, ...said })
    },
    async change(place, words) {
      await changeOnPage(service.core, { ...about(place), text: richText(words) })
    },
    async takeBack(place) {
      await takeBackOnPage(service.core, about(place))
      return true
    },
    react: (place, emoji) => reactOnPage(service.core, { ...about(place), emoji: emoji ?? undefined }),
  }
}

const WIDTHS = 40
const pictures = new Map<number, Promise<SentFile>>()
let shown = 0

/** So many pictures (or a sound), and how each of them shows: pictures are told apart by how wide they are. */
export async function filesFor(files: number): Promise<[string, SentFile][]> {
  if (files === SOUND) return [['audio', await recordings.mp3(1)]]
  return Promise.all(
    Array.from({ length: files }, async (): Promise<[string, SentFile]> => {
      const width = 8 + (shown++ % WIDTHS)
      const picture = pictures.get(width) ?? draw(width)
      pictures.set(width, picture)
      return [`picture ${width}`, await picture]
    }),
  )
}

async function draw(width: number): Promise<SentFile> {
  const image = sharp({ create: { width, height: 8, channels: 3, background: '#246' } })
  return { name: 'a.png', type: 'image/png', data: await image.png().toBuffer() }
}
