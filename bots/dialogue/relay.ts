import { findIdentity } from '../../core/accounts/findIdentity.ts'
import { changeMessage, deleteMessage, saidBefore } from '../../core/chat/changeMessage.ts'
import type { ChatContent, Place } from '../../core/chat/content.ts'
import type { Heard } from '../../core/chat/hearSaid.ts'
import { noteHeld, wasHeld } from '../../core/chat/heldBack.ts'
import { CHANGES_MOST } from '../../core/chat/limits.ts'
import { lookThrough, lookThroughNow } from '../../core/chat/lookThrough.ts'
import { isRecording, type Media, SENT_BYTES_MOST } from '../../core/chat/media/media.ts'
import { partnerOf } from '../../core/chat/partners.ts'
import { reactToMessage } from '../../core/chat/react.ts'
import { begunBy, relayMessage } from '../../core/chat/relayMessage.ts'
import type { Speaking } from '../../core/chat/saidInParts.ts'
import { mayShowHelp, seatOf, wordsOnlyFor } from '../../core/chat/seat.ts'
import type { Core } from '../../core/core.ts'
import { languageFromLocale } from '../../core/language.ts'
import type { ExtraWords } from '../../core/safety/finding.ts'
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
    await reactToMessage(core, { place: placeOf(turn, act.messageId), person: turn.platformId, change: act.change })
    return NOTHING
  }
  if (act.kind === 'edited') return edited(core, turn, act.messageId)
  if ((act.kind !== 'text' && act.kind !== 'other') || !said || said.hidesLink) return undefined
  // Whether recordings may travel yet depends on the chat.
  if (said.media.some(isRecording)) return undefined
  const { obstacle, crisis } = await lookThrough(core, said.text, await speaking(core, turn, said))
  if (obstacle || crisis) return undefined
  return (await relayMessage(core, { ...saidIn(turn, said), event })) ? 'handled' : undefined
}

/**
 * What a turn says that may be carried over as it is, at once, if nothing stands in its way: that is looked at when it is
 * asked (`mayTravel`). Nothing for all that {@link relayTurn} and the others have to look at: an answer to something, what
 * there is to see, whoever is not known to talk live.
 */
export function saidAtOnce(core: Core, turn: Turn): Pick<Heard, 'said' | 'mayTravel'> {
  const { act, said } = turn
  if (act.kind !== 'text' || !said || said.hidesLink || said.replyTo !== undefined || said.media.length > 0) return {}
  const partner = partnerOf(core, turn)
  if (!partner) return {}
  const speaking = { by: partner.accountId, messageId: said.messageId }
  const mayTravel = (words: ExtraWords) => {
    const { obstacle, crisis } = lookThroughNow(core, { text: said.text, words, speaking })
    return !obstacle && !crisis
  }
  return { said: saidIn(turn, said), mayTravel }
}

/** What was written to us, if its writer sits in a chat: carried over, or held back with a word. */
export async function speakInChat(scene: Scene): Promise<Reply | undefined> {
  const { core, turn, person, t } = scene
  const seat = await seatOf(core, { accountId: person.accountId })
  if (!seat) return undefined
  if (seat.identityId !== person.identityId) return tell(elsewhere(scene, turn.platform))
  if (!turn.said)
    return tell({ text: turn.stays === 'large' ? t('chat.cannot.large', { megabytes: MEGABYTES }) : t('chat.cannot') })
  const { writtenAt } = turn.said
  if (writtenAt !== undefined && seat.begunAt > begunBy(core, writtenAt)) return tell({ text: t('chat.held.late') })
  const hold = (text: string) => {
    noteHeld(core, placeOf(turn, turn.said?.messageId ?? ''))
    return tell({ text })
  }
  const early = turn.said.media.some(isRecording) ? wordsOnlyFor(seat, core.clock.now()) : 0
  if (early > 0) {
    const minutes = Math.ceil(early / 60_000)
    return tell({ text: t('chat.held.early', { minutes, one: minutes === 1 }) })
  }
  const { obstacle, crisis } = await lookThrough(core, turn.said.text, await speaking(core, turn, turn.said))
  if (obstacle) {
    const key = obstacle.kind === 'contact' ? 'chat.held.contact' : 'chat.held.hurtful'
    return hold(t(key, { found: obstacle.matched }))
  }
  if (turn.said.hidesLink) return hold(t('chat.held.link'))
  if (!(await relayMessage(core, { ...saidIn(turn, turn.said), event: undefined, chatId: seat.chatId })))
    return undefined
  if (!crisis || !(await mayShowHelp(core, { accountId: person.accountId }))) return NOTHING
  return tell({ text: `${t('chat.crisis')}\n\n${helplineText(scene)}` })
}

const NOTHING: Reply = { kind: 'nothing' }
const MEGABYTES = Math.floor(SENT_BYTES_MOST / 1024 ** 2)

/** Words change where they stand. Another file in their place does not travel. */
async function edited(core: Core, turn: Turn, messageId: string): Promise<Reply | undefined> {
  const { said, locale } = turn
  const place = placeOf(turn, messageId)
  const before = await saidBefore(core, { place })
  if (!before) return isMended(core, turn) ? undefined : NOTHING
  const language = languageFromLocale(locale)
  const files = before.media ?? []
  // Of an album only the first is known, which stands for all.
  const fits = said && !said.hidesLink && sameFiles(said.media, said.ofAlbum ? files.slice(0, 1) : files)
  if (!fits || (await lookThrough(core, said.text, await speaking(core, turn, said))).obstacle)
    return tell({ text: say(language, 'chat.held.edit') })
  // Heard again, or nothing of it is new.
  if (JSON.stringify(said.text) === JSON.stringify(before.text)) return NOTHING
  const media = said.ofAlbum ? files : said.media
  const change = await changeMessage(core, { place, content: contentOf({ ...said, media }) })
  return change === 'often' ? tell({ text: say(language, 'refuse.chat.changes', { most: CHANGES_MOST }) }) : NOTHING
}

/** What was held back, and is changed where it stands, is said with that. Of an album it would be one picture alone. */
function isMended(core: Core, turn: Turn): boolean {
  return turn.said !== undefined && !turn.said.ofAlbum && wasHeld(core, placeOf(turn, turn.said.messageId))
}

/** A change: of what was said it is carried over before; of what was held back it is what is said. */
export async function mendInChat(scene: Scene): Promise<Reply> {
  return isMended(scene.core, scene.turn) ? ((await speakInChat(scene)) ?? NOTHING) : NOTHING
}

function sameFiles(one: readonly Media[], other: readonly Media[]): boolean {
  const named = ({ same, ref }: Media) => same ?? ref
  return one.length === other.length && one.every((media, i) => named(media) === named(other[i] ?? media))
}

function elsewhere({ t }: Scene, here: Turn['platform']) {
  const platform = t(here === 'discord' ? 'platform.telegram' : 'platform.discord')
  return { text: t('chat.elsewhere', { platform }), rows: [[button(t('chat.move'), 'chat-move')]] }
}

function placeOf({ platform, platformId, chatId }: Turn, messageId: string): Place {
  return { platform, chat: chatId ?? platformId, messageId }
}

/** Their account, as on the page: parts are found wherever they are said. Not looked up while it is known who talks with whom. */
async function speaking(core: Core, turn: Turn, { messageId }: Said): Promise<Speaking> {
  const known = partnerOf(core, turn) ?? (await findIdentity(core, turn))
  return { by: known?.accountId ?? `${turn.platform}:${turn.platformId}`, messageId }
}

function saidIn(turn: Turn, said: Said) {
  const { platform, platformId } = turn
  const { messageId, replyTo, writtenAt } = said
  return { ...placeOf(turn, messageId), platform, platformId, content: contentOf(said), replyTo, writtenAt }
}

const contentOf = ({ text, media }: Said): ChatContent => ({ text, ...(media.length ? { media } : {}) })
