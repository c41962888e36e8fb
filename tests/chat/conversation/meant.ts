import type { Who } from './deeds.ts'
import type { Seen, View } from './seen.ts'
import { looksOf, textOf, type Words } from './words.ts'

/** What was said, as both should see it. `hidden`: taken away where its platform tells nobody. */
export type Said = {
  by: Who
  words: Words
  files: string[]
  reply: string | undefined
  reactions: Seen['reactions']
  gone: boolean
  hidden: boolean
}
/** In the order in which it was said. */
export type Conversation = Map<string, Said>

/** Whose screen it is; `page`: the page, not the bot's chat; `sitsOnPage`: what they do, they do there. */
export type Looking = { who: Who; page: boolean; sitsOnPage: boolean }

export const isThere = (said: Said, who: Who): boolean => !said.gone && !(said.hidden && said.by === who)

/** What differs between what somebody sees and what they should see: both, without all that is the same. */
export function differing(conversation: Conversation, seen: View, looking: Looking): { is: View; meant: View } {
  const is: View = { messages: {}, order: [[], []] }
  const meant: View = { messages: {}, order: [[], []] }
  for (const [name, said] of conversation) {
    // What one says on the page does not stand in one's own bot's chat.
    if (!looking.page && looking.sitsOnPage && said.by === looking.who) continue
    const now = sorted(seen.messages[name] ?? 'gone')
    const should = sorted(shouldBe(conversation, said, now, looking))
    if (JSON.stringify(now) === JSON.stringify(should)) continue
    is.messages[name] = now
    meant.messages[name] = should
  }
  for (const by of [0, 1] as const) {
    if (!looking.page && looking.sitsOnPage && by === looking.who) continue
    const stays = (name: string) => conversation.get(name)?.gone === false
    const now = seen.order[by].filter(stays)
    const should = [...conversation.keys()].filter((name) => conversation.get(name)?.by === by && stays(name))
    if (now.join() === should.join()) continue
    is.order[by] = now
    meant.order[by] = should
  }
  return { is, meant }
}

export const isNothing = ({ messages, order }: View): boolean =>
  Object.keys(messages).length + order.flat().length === 0

function shouldBe(
  all: Conversation,
  said: Said,
  now: Seen | 'gone',
  { who, page, sitsOnPage }: Looking,
): Seen | 'gone' {
  if (page ? said.gone : !isThere(said, who)) return 'gone'
  const target = said.reply === undefined ? undefined : all.get(said.reply)
  // An answer to what is not there any more may still point at it, or not; one to what was said on a page quotes it.
  const careless = target && (target.gone || !(page || isThere(target, who)))
  const inWords = !page && target?.by === who && sitsOnPage
  const reactions: Seen['reactions'] = [...said.reactions]
  if (!page && sitsOnPage) reactions[who] = undefined
  return {
    text: textOf(said.words).replace(/\s+/g, ' ').trim(),
    looks: looksOf(said.words),
    files: page ? said.files.map((file) => file.replace(/ .*/, '')) : said.files,
    reply: careless && now !== 'gone' ? now.reply : inWords ? undefined : said.reply,
    reactions,
  }
}

function sorted(seen: Seen | 'gone'): Seen | 'gone' {
  return seen === 'gone' ? seen : { ...seen, looks: Object.fromEntries(Object.entries(seen.looks).sort()) }
}
