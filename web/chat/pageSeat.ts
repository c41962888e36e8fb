import type { WebSocket } from 'ws'
import type { LoggedIn } from '../../core/accounts/webSessions.ts'
import { pageChatId, pageMessageId } from '../../core/chat/page/pageIds.ts'
import { readLog, SHOWN_MOST, type Versions } from '../../core/chat/page/readLog.ts'
import { readRoom } from '../../core/chat/page/readRoom.ts'
import type { Core } from '../../core/core.ts'
import type { AccountId, ChatId, ChatMessageId } from '../../core/ids.ts'
import type { Language } from '../../core/language.ts'
import { type Frame, roomFrame, saidFrame } from './frames.ts'

/** One open page: who sits at it, and what it has been shown. */
export type PageSeat = {
  readonly browser: LoggedIn
  accountId: AccountId
  readonly language: Language
  readonly zone: string
  /** What the page looked like when it was shown last; undefined when it has to be shown anew. */
  sign: string | undefined
  /** When the person did something here last, by the monotonic clock. */
  actedAt: number
  /** Still there at the last beat. */
  alive: boolean
  /** Whether it may be closed for resting. */
  busy(): boolean
  tell(frame: Frame): void
  /** Shows it what is different from what it was shown; false for somebody who is banned, who is shown nothing. */
  refresh(): Promise<boolean>
  chatCalled(id: unknown): ChatId | undefined
  messageCalled(id: unknown): ChatMessageId | undefined
  earlier(): void
  again(): void
  close(code: number): void
}

/**
 * Somebody who reads more slowly than is told is cut off, and shown everything anew when they are back. What was said so
 * far comes at once, and may take its time.
 */
const UNREAD_BYTES_MOST = 1_000_000
/** So much of a conversation at first, and so much more each time that earlier ones are asked for. */
const SHOWN_AT_ONCE = 200
const CLOSE_WITHIN_MS = 2_000

export function openPageSeat(
  core: Core,
  socket: WebSocket,
  who: { browser: LoggedIn; accountId: AccountId; language: Language; zone: string },
): PageSeat {
  let chatId: ChatId | undefined
  let shownFor: AccountId | undefined
  let at = ''
  let known: Versions = new Map()
  let most = SHOWN_AT_ONCE
  const called = new Map<string, ChatMessageId>()

  let shownAtOnce = 0
  const tell = (frame: Frame) => {
    if (socket.bufferedAmount > UNREAD_BYTES_MOST + shownAtOnce) return socket.terminate()
    if (socket.readyState !== socket.OPEN) return
    const data = Buffer.from(JSON.stringify(frame))
    if (frame.type === 'log' && frame.said.length > 1) shownAtOnce = Math.max(shownAtOnce, data.length)
    socket.send(data, { binary: false })
  }

  const seat: PageSeat = {
    ...who,
    sign: undefined,
    actedAt: core.time.monotonic(),
    alive: true,
    busy: () => at !== 'alone',
    tell,
    async refresh() {
      const { accountId, language } = seat
      const room = await readRoom(core, { accountId })
      if (room.banned) return false
      at = room.at
      tell(roomFrame(core, room, { accountId, language }))
      const chat = room.at === 'waiting' ? undefined : room.chat
      const whole = chat?.chatId !== chatId || accountId !== shownFor
      if (whole) {
        known = new Map()
        called.clear()
        most = SHOWN_AT_ONCE
      }
      chatId = chat?.chatId
      shownFor = accountId
      if (!chatId) return true
      const { said, gone, versions, more } = await readLog(core, { accountId, chatId, known, most })
      known = versions
      for (const messageId of versions.keys()) called.set(pageMessageId(core, { accountId, messageId }), messageId)
      tell({
        type: 'log',
        chat: pageChatId(core, { accountId, chatId }),
        whole,
        more,
        said: said.map((one) => saidFrame(core, one, { accountId })),
        gone: gone.map((messageId) => pageMessageId(core, { accountId, messageId })),
      })
      return true
    },
    chatCalled: (id) => (chatId && id === pageChatId(core, { accountId: seat.accountId, chatId }) ? chatId : undefined),
    messageCalled: (id) => (typeof id === 'string' ? called.get(id) : undefined),
    earlier() {
      most = Math.min(most + SHOWN_AT_ONCE, SHOWN_MOST)
      seat.sign = undefined
    },
    again() {
      seat.sign = undefined
    },
    close(code) {
      socket.close(code)
      core.time.after(CLOSE_WITHIN_MS, () => socket.terminate())
    },
  }
  return seat
}
