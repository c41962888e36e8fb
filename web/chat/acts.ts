import { blockFromChat, keepInTouch, reportChat } from '../../core/chat/afterwards.ts'
import { plainContent } from '../../core/chat/content.ts'
import { leaveChat } from '../../core/chat/leaveChat.ts'
import { changeOnPage, pageReactions, reactOnPage, takeBackOnPage } from '../../core/chat/page/changeOnPage.ts'
import { isPageOwnId } from '../../core/chat/page/pageIds.ts'
import { sayOnPage } from '../../core/chat/page/sayOnPage.ts'
import { typeOnPage } from '../../core/chat/page/typeOnPage.ts'
import { waitOnPage } from '../../core/chat/page/waitOnPage.ts'
import { stayInChat } from '../../core/chat/sweepChats.ts'
import { chatMoods, stopWaiting, wishChats } from '../../core/chat/waitForChat.ts'
import type { Core } from '../../core/core.ts'
import type { AccountId, ChatId, ChatMessageId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import { helplineWords } from '../../core/safety/helplineWords.ts'
import { say } from '../../core/texts/texts.ts'
import type { Frame } from './frames.ts'

/** Who acts on a page, and what stands on it now. Ids are found among what the page was shown, and nowhere else. */
export type Actor = {
  core: Core
  accountId: AccountId
  language: Language
  zone: string
  /** The chat that the page calls so, if it is the one that stands there. */
  chatCalled(id: unknown): ChatId | undefined
  messageCalled(id: unknown): ChatMessageId | undefined
  /** Shows more of what was said. */
  earlier(): void
  /** Shows where the person stands once more: they may have done something elsewhere. */
  again(): void
}

/** Something asked by the page; what is in it is anybody's. */
export type Asked = Record<string, unknown>

/** What is answered; undefined for what the page makes no sense of: it speaks of something that is not on it. */
type Act = (actor: Actor, asked: Asked) => Promise<Answer | undefined>
type Answer = { what?: string; word?: Omit<Extract<Frame, { type: 'word' }>, 'type' | 'n'>; held?: boolean }
const DONE: Answer = {}

/** Everything that can be done on the page. An expected no is thrown as a Refusal. */
const acts: Record<string, Act> = {
  async say({ core, accountId, language, zone, ...page }, { chat, own, text, re }) {
    const chatId = page.chatCalled(chat)
    if (!chatId || !isPageOwnId(own) || typeof text !== 'string' || text.trim() === '') return undefined
    const replyTo = page.messageCalled(re)
    const said = await sayOnPage(core, { accountId, chatId, ownId: own, content: plainContent(text), replyTo })
    if (said.kind === 'held') {
      const key = said.contact ? 'chat.held.contact' : 'chat.held.hurtful'
      return { held: true, word: { tone: 'no', text: say(language, key, { found: said.found }) } }
    }
    if (!said.help) return DONE
    return { word: { tone: 'help', text: `${say(language, 'chat.crisis')}\n\n${helplineWords(language, zone)}` } }
  },
  async edit({ core, accountId, language, messageCalled }, { of, text }) {
    const messageId = messageCalled(of)
    if (!messageId || typeof text !== 'string' || text.trim() === '') return undefined
    const carried = await changeOnPage(core, { accountId, messageId, text: plainContent(text).text })
    return carried ? DONE : { held: true, word: { tone: 'no', text: say(language, 'chat.held.edit') } }
  },
  async take({ core, accountId, messageCalled }, { of }) {
    const messageId = messageCalled(of)
    if (!messageId) return undefined
    await takeBackOnPage(core, { accountId, messageId })
    return DONE
  },
  async react({ core, accountId, messageCalled }, { of, emoji }) {
    const messageId = messageCalled(of)
    const known = pageReactions.find((one) => one === emoji)
    if (!messageId || (emoji !== null && !known)) return undefined
    await reactOnPage(core, { accountId, messageId, emoji: known })
    return DONE
  },
  async typing({ core, accountId }) {
    await typeOnPage(core, { accountId })
    return DONE
  },
  async earlier(page) {
    page.earlier()
    return DONE
  },
  async look(page) {
    page.again()
    return DONE
  },
  async wish({ core, accountId }) {
    await wishChats(core, { accountId, wish: true })
    return DONE
  },
  async unwish({ core, accountId }) {
    await wishChats(core, { accountId, wish: false })
    return DONE
  },
  async wait({ core, accountId }, { mood }) {
    const known = chatMoods.find((one) => one === mood)
    if (!known) return undefined
    await waitOnPage(core, { accountId, mood: known })
    return DONE
  },
  async stop({ core, accountId }) {
    await stopWaiting(core, { accountId })
    return DONE
  },
  async stay({ core, accountId }) {
    await stayInChat(core, { accountId })
    return DONE
  },
  async leave({ core, accountId, chatCalled }, { chat }) {
    const of = chatCalled(chat)
    if (!of) return undefined
    await leaveChat(core, { accountId, of, tell: 'both' })
    return DONE
  },
  async report({ core, accountId, language, zone, chatCalled }, { chat, category, words }) {
    const chatId = chatCalled(chat)
    if (!chatId || typeof category !== 'string' || typeof words !== 'string') return undefined
    await reportChat(core, { accountId, chatId, category, words })
    if (category !== 'danger') return { what: 'reported' }
    const text = `${say(language, 'report.done.danger')}\n\n${helplineWords(language, zone)}`
    return { what: 'reported', word: { tone: 'help', text } }
  },
  async block({ core, accountId, chatCalled }, { chat }) {
    const chatId = chatCalled(chat)
    if (!chatId) return undefined
    await blockFromChat(core, { accountId, chatId })
    return { what: 'blocked' }
  },
  async keep({ core, accountId, chatCalled }, { chat }) {
    const chatId = chatCalled(chat)
    if (!chatId) return undefined
    return { what: `kept-${await keepInTouch(core, { accountId, chatId })}` }
  },
}

/** Does what is asked; undefined for what nobody can make sense of. @throws Refusal */
export async function act(actor: Actor, asked: Asked): Promise<Answer | undefined> {
  const name = typeof asked.do === 'string' && Object.hasOwn(acts, asked.do) ? asked.do : undefined
  return name ? acts[name]?.(actor, asked) : undefined
}
