import { blockFromChat, keepInTouch } from '../../core/chat/afterwards.ts'
import { acceptInvite, declineInvite, inviteToChat } from '../../core/chat/invite.ts'
import { leaveChat } from '../../core/chat/leaveChat.ts'
import { INVITE_MINUTES, WAIT_MINUTES_MOST } from '../../core/chat/limits.ts'
import { refuseUnearned } from '../../core/chat/mayChat.ts'
import { moveSeat } from '../../core/chat/moveSeat.ts'
import { begunBy } from '../../core/chat/relayMessage.ts'
import { seatOf, waitOf } from '../../core/chat/seat.ts'
import { stayInChat } from '../../core/chat/sweepChats.ts'
import { chatMoods, stopWaiting, waitForChat, wishChats } from '../../core/chat/waitForChat.ts'
import { type ChatId, type ChatInviteId, type CorrespondenceId, shortId } from '../../core/ids.ts'
import { Refusal } from '../../core/refusal.ts'
import { begun, ended, leaving, reporting, waitingWays } from './chatNotices.ts'
import { ask } from './formByMessage.ts'
import { menu } from './menu.ts'
import { reportForm } from './reporting.ts'
import { button, type Handler, primary, type Scene, show, tell } from './scene.ts'
import { encodeAction } from './turn.ts'
import type { Row, View } from './view.ts'
import { known } from './writing.ts'

/** `/chat`: where one stands, or the way into one. */
export const showChat: Handler = async (scene) => tell(await chatView(scene))

/** `/leave`: out of the chat, or out of the waiting line. */
export const leave: Handler = async (scene) => {
  const seat = await seatOf(scene.core, { accountId: scene.person.accountId })
  const writtenAt = scene.turn.said?.writtenAt
  const late = seat && writtenAt !== undefined && seat.begunAt > begunBy(scene.core, writtenAt)
  return tell(late ? { text: scene.t('chat.leave.late') } : await leaveView(scene))
}

export const chatActions: Record<string, Handler> = {
  chat: async (scene) => show(await chatView(scene)),
  /** Beside what stands there: the ways to report, block and keep in touch stay. */
  'chat-next': async (scene) => tell(await chatView(scene)),
  'chat-wish': async (scene) => {
    await wishChats(scene.core, { accountId: scene.person.accountId, wish: true })
    return show(moodView(scene))
  },
  'chat-unwish': async (scene) => {
    await wishChats(scene.core, { accountId: scene.person.accountId, wish: false })
    return show({ text: scene.t('chat.unwished'), rows: menu(scene) })
  },
  'chat-mood': async (scene, [wanted]) => {
    const mood = chatMoods.find((one) => one === wanted)
    if (!mood) throw new Refusal('refuse.stale')
    await waitForChat(scene.core, { ...who(scene), mood })
    const seat = await seatOf(scene.core, { accountId: scene.person.accountId })
    return show(seat ? begun(scene.language, seat) : await chatView(scene))
  },
  'chat-stop': async (scene) => {
    await stopWaiting(scene.core, { accountId: scene.person.accountId })
    const seat = await seatOf(scene.core, { accountId: scene.person.accountId })
    return show(seat ? begun(scene.language, seat) : { text: scene.t('chat.stopped'), rows: menu(scene) })
  },
  'chat-leave': async (scene, [id]) => tell(await leaveView(scene, chatNamed(id))),
  /** Out at once, then what was wrong. Of a chat that is over already it is only said what was wrong. */
  'chat-report': async (scene, [id]) => {
    const { accountId } = scene.person
    const of = chatNamed(id)
    const seat = of && (await seatOf(scene.core, { accountId }))
    const over = of && seat?.chatId !== of
    const chatId = over ? of : await leaveChat(scene.core, { accountId, ...(of ? { of } : {}) })
    if (!chatId) throw new Refusal('refuse.chat.none')
    return ask(scene, reportForm(scene, [shortId(chatId), 'chat']))
  },
  'chat-block': async (scene, [id]) => {
    await blockFromChat(scene.core, { accountId: scene.person.accountId, chatId: known<ChatId>(id) })
    return show({
      text: scene.t('chat.blocked'),
      rows: [[button(scene.t('chat.next'), 'chat-next'), reporting(scene.language, known<ChatId>(id))]],
    })
  },
  'chat-keep': async (scene, [id]) => {
    const kept = await keepInTouch(scene.core, { accountId: scene.person.accountId, chatId: known<ChatId>(id) })
    if (kept === 'offered') return tell({ text: scene.t('chat.keep.asked') })
    return tell({ text: scene.t('keep.begun'), rows: [[button(scene.t('inbox.friends'), 'friends')]] })
  },
  'chat-stay': async (scene) => {
    await stayInChat(scene.core, { accountId: scene.person.accountId })
    return show({ text: scene.t('chat.stayed') })
  },
  'chat-move': async (scene) => {
    await moveSeat(scene.core, who(scene))
    return show({ text: scene.t('chat.moved') })
  },
  'chat-ask': async (scene, [id]) => {
    const correspondenceId = known<CorrespondenceId>(id)
    const chatId = await inviteToChat(scene.core, { ...who(scene), correspondenceId })
    if (chatId) return tell(begun(scene.language, { chatId, first: false, withFriend: true }))
    return tell({ text: scene.t('chat.invite.asked', { minutes: INVITE_MINUTES }) })
  },
  'chat-yes': async (scene, [id]) => {
    const chatId = await acceptInvite(scene.core, { ...who(scene), inviteId: known<ChatInviteId>(id) })
    return show(begun(scene.language, { chatId, first: false, withFriend: true }))
  },
  'chat-no': async (scene, [id]) => {
    const inviteId = known<ChatInviteId>(id)
    await declineInvite(scene.core, { accountId: scene.person.accountId, inviteId })
    return show({ text: scene.t('chat.invited.declined') })
  },
}

/** Buttons of an earlier version name none: then it is whichever they sit in. */
const chatNamed = (id: string | undefined): ChatId | undefined => (id ? known<ChatId>(id) : undefined)

const who = ({ person }: Scene) => ({ accountId: person.accountId, identityId: person.identityId })

async function chatView(scene: Scene): Promise<View> {
  const { core, person, t, moment } = scene
  const seat = await seatOf(core, { accountId: person.accountId })
  if (seat)
    return {
      text: t('chat.since', { when: moment(seat.begunAt) }),
      rows: [leaving(scene.language, seat.chatId), ...inBrowser(scene)],
    }
  const wait = await waitOf(core, { accountId: person.accountId })
  if (wait) return waitView(scene, wait.since)
  await refuseUnearned(core, person.accountId)
  if (person.account.chatsAt) return moodView(scene)
  return {
    title: t('chat.title'),
    text: t('chat.about'),
    rows: [[primary(t('chat.agree'), 'chat-wish'), button(t('word.cancel'), 'cancel')], ...inBrowser(scene)],
  }
}

function moodView(scene: Scene): View {
  const { t } = scene
  const options = chatMoods.map((mood) => ({ value: mood, label: t(`chat.mood.${mood}`) }))
  return {
    title: t('chat.title'),
    text: t('chat.mood'),
    rows: [
      { placeholder: t('chat.mood'), act: encodeAction('chat-mood'), options },
      [button(t('chat.unwish'), 'chat-unwish')],
      ...inBrowser(scene),
    ],
  }
}

/** The same may be talked on a page, where people can log in. */
function inBrowser({ core, t }: Scene): Row[] {
  return core.config.google ? [[{ label: t('chat.web'), url: `${core.config.publicUrl}/chat` }]] : []
}

function waitView(scene: Scene, since: Date): View {
  const { t, core } = scene
  const minutes = Math.floor((core.clock.now().getTime() - since.getTime()) / 60_000)
  const waited = minutes < 1 ? t('chat.waited.less') : t('chat.waited', { minutes, one: minutes === 1 })
  return {
    title: t('chat.title'),
    text: t('chat.waiting', { minutes: waited, most: WAIT_MINUTES_MOST }),
    rows: [waitingWays(scene.language), ...inBrowser(scene)],
  }
}

async function leaveView({ core, person, t, language }: Scene, of?: ChatId): Promise<View> {
  const seat = await seatOf(core, { accountId: person.accountId })
  const chatId = await leaveChat(core, { accountId: person.accountId, ...(of ? { of } : {}) })
  if (!chatId) return { text: t('chat.stopped') }
  return ended(language, { chatId, withFriend: seat?.withFriend ?? false, text: t('chat.left') })
}
