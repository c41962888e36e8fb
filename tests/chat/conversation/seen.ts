import sharp from 'sharp'
import { readLog } from '../../../core/chat/page/readLog.ts'
import { chatOfPage } from '../../../core/chat/page/readRoom.ts'
import type { AccountId } from '../../../core/ids.ts'
import type { Person, SeenMessage } from '../../../sandbox/person.ts'
import type { Service } from '../../support/service.ts'
import { type Looks, looksIn, looksOn, nameIn } from './words.ts'

/** What somebody sees of one message. Reactions: of whoever is 0, of whoever is 1. */
export type Seen = {
  text: string
  looks: Looks
  files: string[]
  reply: string | undefined
  reactions: [string | undefined, string | undefined]
}
/** Everything that was said, by its name, in the order in which each of the two said it. */
export type View = { messages: Record<string, Seen | 'gone'>; order: [string[], string[]] }
/** Where a message begins on a screen. */
export type Places = Map<string, string>

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
/** What stands before its own name is a quotation of what it answers. */
const ownText = (text: string, name: string) => plain(text.slice(Math.max(0, text.indexOf(name))))

const ownLooks = (looks: Looks, name: string): Looks =>
  Object.fromEntries(Object.entries(looks).filter(([word]) => word.startsWith(name)))

type Looking = {
  side: 0 | 1
  /** Who said it; only what somebody said is looked at. */
  by(name: string): 0 | 1 | undefined
  /** What it should say: that tells which of several is one too many. */
  says(name: string): { text: string; files: number } | undefined
  /** So many messages may stand there twice: their arrival was in doubt. */
  spare: number
}

/** What a person's screen shows in the bot's chat. */
export async function readScreen(person: Person, looking: Looking): Promise<{ view: View; places: Places }> {
  const { side, by, spare } = looking
  const parts = new Map<string, SeenMessage[]>()
  for (const message of person.chat()) {
    const name = nameIn(message.text) ?? nameOfAlbum(message, parts)
    if (name !== undefined && by(name) !== undefined) parts.set(name, [...(parts.get(name) ?? []), message])
  }
  const places: Places = new Map()
  const nameAt = new Map([...parts].flatMap(([name, all]) => all.map(({ id }) => [id, name] as const)))
  const view: View = { messages: {}, order: [[], []] }
  for (const [name, all] of parts) {
    view.order[by(name) ?? 0].push(name)
    const there = once(
      all.filter(({ deleted }) => !deleted),
      { name, says: looking.says(name), spare },
    )
    const [first] = there
    if (!first) {
      view.messages[name] = 'gone'
      continue
    }
    places.set(name, first.id)
    const from = (who: 'me' | 'bot') => first.reactions.find((one) => one.from === who)?.emoji
    view.messages[name] = {
      text: ownText(there.map(({ text }) => text).join(' '), name),
      looks: ownLooks(looksOn(there, person.platform), name),
      files: await filesOf(person, there),
      reply: first.replyTo === undefined ? undefined : nameAt.get(first.replyTo),
      reactions: side === 0 ? [from('me'), from('bot')] : [from('bot'), from('me')],
    }
  }
  return { view, places }
}

/** The others of an album say nothing. */
function nameOfAlbum({ album, from }: SeenMessage, parts: Map<string, SeenMessage[]>): string | undefined {
  if (album === undefined) return undefined
  return [...parts].find(([, all]) => all.some((one) => one.album === album && one.from === from))?.[0]
}

/** Without those that stand there although another took their place, since nobody knew whether they had arrived. */
function once(
  there: SeenMessage[],
  { name, says, spare }: { name: string; says: ReturnType<Looking['says']>; spare: number },
): SeenMessage[] {
  if (spare === 0) return there
  if (!says) return there.length <= spare * ALBUM_MOST ? [] : there
  const fits = (some: SeenMessage[]) =>
    ownText(some.map(({ text }) => text).join(' '), name) === plain(says.text) &&
    some.reduce((sum, { files }) => sum + files.length, 0) === says.files
  for (let more = 0; more <= spare * ALBUM_MOST; more++) if (fits(there.slice(more))) return there.slice(more)
  return there
}
const ALBUM_MOST = 3

/** Pictures are told apart by how wide they are. */
async function filesOf(person: Person, messages: SeenMessage[]): Promise<string[]> {
  const found: string[] = []
  for (const { id, files } of messages)
    for (const [at, { kind }] of files.entries()) found.push(kind === 'photo' ? await pictureAt(person, id, at) : kind)
  return found
}

const known = new WeakMap<Person, Map<string, string>>()
async function pictureAt(person: Person, id: string, at: number): Promise<string> {
  const kept = known.get(person) ?? new Map<string, string>()
  known.set(person, kept)
  const data = person.file(id, at)?.data
  const key = `${id} ${at} ${data?.length}`
  const said = kept.get(key) ?? `picture ${(await sharp(Buffer.from(data ?? [])).metadata()).width}`
  kept.set(key, said)
  return said
}

/** What stands on a person's page; and how the page calls it. */
export async function readPage(
  { core }: Service,
  accountId: AccountId,
  { side, by: whose }: Pick<Looking, 'side' | 'by'>,
): Promise<{ view: View; places: Places }> {
  const chat = await chatOfPage(core, { accountId })
  const view: View = { messages: {}, order: [[], []] }
  const places: Places = new Map()
  if (!chat) return { view, places }
  const { said } = await readLog(core, { accountId, chatId: chat.chatId, known: new Map(), most: 2_000 })
  const named = new Map(
    said.flatMap(({ messageId, content }) => {
      const name = nameIn(content.text.text)
      return name === undefined ? [] : [[messageId, name] as const]
    }),
  )
  for (const { messageId, content, replyTo, reactions } of said) {
    const name = named.get(messageId)
    const by = name === undefined ? undefined : whose(name)
    if (name === undefined || by === undefined) continue
    places.set(name, messageId)
    view.order[by].push(name)
    const { mine, theirs } = reactions
    view.messages[name] = {
      text: ownText(content.text.text, name),
      looks: looksIn(content.text),
      files: (content.media ?? []).map(({ kind }) => kind),
      reply: replyTo && named.get(replyTo),
      reactions: side === 0 ? [mine, theirs] : [theirs, mine],
    }
  }
  return { view, places }
}
