import { changeMessage, deleteMessage, wasSaid } from '../../core/chat/changeMessage.ts'
import type { ChatContent, Place } from '../../core/chat/content.ts'
import { lookThrough } from '../../core/chat/lookThrough.ts'
import { reactToMessage } from '../../core/chat/react.ts'
import { relayMessage } from '../../core/chat/relayMessage.ts'
import { mayShowHelp, seatOf } from '../../core/chat/seat.ts'
import type { Core } from '../../core/core.ts'
import { languageFromLocale } from '../../core/language.ts'
import { say } from '../../core/texts/texts.ts'
import { helplineText } from './help.ts'
import { button, type Scene, tell } from './scene.ts'
import type { Said, Turn } from './turn.ts'
import type { Reply } from './view.ts'

/**
 * The short way of what is said in a live chat: words that need no word from us are carried over at once, without asking
 * who it is; so are changes. `handled`: it is on its way, and its event is settled. Undefined: it is none of the chat's,
 * or something has to be said about it.
 */
export async function relayTurn(core: Core, turn: Turn, event: Uint8Array): Promise<'handled' | Reply | undefined> {
  const { act, said } = turn
  if (act.kind === 'deleted') {
    await deleteMessage(core, { place: placeOf(turn, act.messageId) })
    return NOTHING
  }
  if (act.kind === 'reacted') {
    await reactToMessage(core, { place: placeOf(turn, act.messageId), change: act.change })
    return NOTHING
  }
  if (act.kind === 'edited') return said ? edited(core, turn, said) : NOTHING
  if ((act.kind !== 'text' && act.kind !== 'other') || !said || said.hidesLink) return undefined
  const { obstacle, crisis } = await lookThrough(core, said.text)
  if (obstacle || crisis) return undefined
  return (await relayMessage(core, { ...saidIn(turn, said), event })) ? 'handled' : undefined
}

/** What was written to us, if its writer sits in a chat: carried over, or held back with a word. */
export async function speakInChat(scene: Scene): Promise<Reply | undefined> {
  const { core, turn, person, t } = scene
  const seat = await seatOf(core, { accountId: person.accountId })
  if (!seat) return undefined
  if (seat.identityId !== person.identityId) return tell(elsewhere(scene, turn.platform))
  if (!turn.said) return tell({ text: t('chat.cannot') })
  if (turn.said.hidesLink) return tell({ text: t('chat.held.link') })
  const { obstacle, crisis } = await lookThrough(core, turn.said.text)
  if (obstacle) {
    const key = obstacle.kind === 'contact' ? 'chat.held.contact' : 'chat.held.hurtful'
    return tell({ text: t(key, { found: obstacle.matched }) })
  }
  if (!(await relayMessage(core, { ...saidIn(turn, turn.said), event: undefined }))) return undefined
  if (!crisis || !(await mayShowHelp(core, { accountId: person.accountId }))) return NOTHING
  return tell({ text: `${t('chat.crisis')}\n\n${helplineText(scene)}` })
}

const NOTHING: Reply = { kind: 'nothing' }

async function edited(core: Core, turn: Turn, said: Said): Promise<Reply> {
  const { obstacle } = await lookThrough(core, said.text)
  const place = placeOf(turn, said.messageId)
  if (!obstacle && !said.hidesLink) {
    await changeMessage(core, { place, content: contentOf(said) })
    return NOTHING
  }
  if (!(await wasSaid(core, { place }))) return NOTHING
  return tell({ text: say(languageFromLocale(turn.locale), 'chat.held.edit') })
}

function elsewhere({ t }: Scene, here: Turn['platform']) {
  const platform = t(here === 'discord' ? 'platform.telegram' : 'platform.discord')
  return { text: t('chat.elsewhere', { platform }), rows: [[button(t('chat.move'), 'chat-move')]] }
}

function placeOf({ platform, platformId, chatId }: Turn, messageId: string): Place {
  return { platform, chat: chatId ?? platformId, messageId }
}

function saidIn(turn: Turn, said: Said) {
  const { platform, platformId } = turn
  const { messageId, replyTo } = said
  return { ...placeOf(turn, messageId), platform, platformId, content: contentOf(said), replyTo }
}

const contentOf = ({ text, media }: Said): ChatContent => ({ text, ...(media.length ? { media } : {}) })
