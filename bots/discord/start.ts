import { randomUUID } from 'node:crypto'
import { knownChats } from '../../core/accounts/knownChats.ts'
import { fetchClean } from '../../core/chat/media/fetchClean.ts'
import { mendTwins } from '../../core/chat/mendTwins.ts'
import { relayTyping } from '../../core/chat/relayTyping.ts'
import { mindShowing } from '../../core/chat/showing.ts'
import { showMessage } from '../../core/chat/shownMessage.ts'
import { hearTypingElsewhere } from '../../core/chat/typingElsewhere.ts'
import { ConfigError } from '../../core/configError.ts'
import type { Core } from '../../core/core.ts'
import { DISCORD_RATES, openBudget } from '../../core/delivery/budget.ts'
import { startDispatcher } from '../../core/delivery/dispatcher.ts'
import { type Duty, keepLease, type Lease } from '../../core/delivery/lease.ts'
import { foreseeNotice } from '../../core/letters/noticeFacts.ts'
import { noticeSettled } from '../../core/letters/noticeSettled.ts'
import type { Access, Bot } from '../bot.ts'
import { renderParcel } from '../dialogue/notices.ts'
import { openAcks } from './acks.ts'
import { openAnswer } from './answer.ts'
import { type DiscordApi, openApi } from './api.ts'
import { openChannel } from './channel.ts'
import { keepDelete, keepEdit, keepInteraction, keepMessage, keepReaction } from './event.ts'
import { openEvents } from './events.ts'
import { type Gateway, type Hearing, openGateway, TOKEN_REFUSED } from './gateway.ts'
import { openInsist } from './insist.ts'
import { type KnownChats, openMissed } from './missed.ts'
import { outcomeOf } from './outcome.ts'
import { registerCommands } from './registerCommands.ts'
import { showNoticeOver, takeCopies } from './spots.ts'

type State = ReturnType<Gateway['state']>

/**
 * Starts the Discord bot: whoever holds the lease of the token listens, answers and delivers. When Discord cannot be
 * reached it starts all the same and keeps trying. The `known` chats are looked through for what was written while nobody
 * listened. @throws ConfigError when Discord does not know the token.
 */
export async function startDiscord(
  core: Core,
  access: Access,
  known: KnownChats = () => knownChats(core, 'discord'),
): Promise<Bot> {
  const api = openApi(access)
  const botId = botIdOf(access.token)
  await checkToken(core, api, access)
  let state: () => State = () => ({ up: false, detail: 'connecting to Discord' })
  const lease = keepLease(core, `discord:${botId}`, async (held) => {
    const duty = await takeDuty(core, { api, access, botId, knownChats: known, lease: held })
    state = duty.state
    return duty
  })
  return {
    async health() {
      if (!lease.holds()) return { state: 'standing-by', detail: 'waiting for the lease of this token' }
      const { up, detail } = state()
      return { state: up ? 'up' : 'down', detail }
    },
    async close() {
      await lease.close()
      api.close()
    },
  }
}

/** Long enough to be told no, short enough not to hold up the start. */
const CHECK_TIMEOUT_MS = 5_000

async function checkToken(core: Core, api: DiscordApi, { apiUrl }: Access): Promise<void> {
  try {
    await api.whoAmI(CHECK_TIMEOUT_MS)
  } catch (error) {
    if (outcomeOf(error).reason === 'token-refused') {
      throw new ConfigError({
        en: apiUrl ? `${TOKEN_REFUSED} Or DISCORD_API_URL names another server.` : TOKEN_REFUSED,
        ko: `디스코드에서 DISCORD_TOKEN 을 받아 주지 않아요. 디스코드 개발자 포털(Bot, Reset Token)의 봇 토큰을 넣고 다시 시작해 주세요.${apiUrl ? ' DISCORD_API_URL 이 다른 서버를 가리키고 있을 수도 있어요.' : ''}`,
      })
    }
    core.log.warn({ err: error }, 'discord: not reachable yet; trying on')
  }
}

/** The bot's own id: the first part of its token, in base64 (docs: reference#authentication). */
function botIdOf(token: string): string {
  return Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString()
}

type Means = { api: DiscordApi; access: Access; botId: string; knownChats: KnownChats; lease: Lease }

/** All that the holder of the lease does, once what its predecessor left is taken up. */
async function takeDuty(
  core: Core,
  { api, access, botId, knownChats, lease }: Means,
): Promise<Duty & { state(): State }> {
  const { log } = core
  const closing = new AbortController()
  const budget = openBudget(access.rates ?? DISCORD_RATES, { time: core.time, restedMs: lease.restedMs })
  const acks = openAcks({ api, log })
  const answer = openAnswer({ api, acks, budget, log, insist: openInsist(closing.signal) })
  const events = openEvents(core, { acks, answer, lease, closing: closing.signal })
  await mendTwins(core, { platform: 'discord' })
  await events.rerun()

  const channel = openChannel({
    api,
    budget,
    log,
    render: (attempt) => renderParcel(core, attempt),
    show: (parcel) => showMessage(core, parcel),
    takeAway: (attempt, what) => takeCopies(core, { api, attempt, what }),
    endNotice: (attempt, deliveryId) => showNoticeOver(core, { api, attempt, deliveryId }),
    clean: (media) => fetchClean(core, media),
  })
  const dispatcher = startDispatcher(core, {
    channel: mindShowing(core, channel),
    lease,
    budget,
    settled: noticeSettled(core),
    foresee: (parcel) => foreseeNotice(core, parcel),
  })
  core.dispatchers.set('discord', dispatcher)
  core.typing.set('discord', ({ chatId }) => {
    if (chatId !== undefined) void api.type(chatId).catch(() => undefined)
  })
  const typingNoMore = hearTypingElsewhere(core)
  const wakes = core.queues.hearWakes('discord', dispatcher.wake)
  let registered = false
  void registerCommands(api, { log, signal: closing.signal }).then(() => (registered = true))
  const listening = () => gateway.state().up
  const missed = openMissed(core, { api, botId, knownChats, take: events.take, listening })
  const hear: Hearing = {
    interaction: (raw) => missed.meet(keepInteraction(raw)),
    message: (raw) => missed.meet(keepMessage(raw)),
    edit: (raw) => missed.meet(keepEdit(raw)),
    deletion: (raw) => missed.meet(keepDelete(raw)),
    reaction: (raw, on) => missed.meet(keepReaction(raw, { on, botId, heard: randomUUID() })),
    typing({ guild_id: guildId, user_id: platformId }) {
      if (guildId !== undefined || platformId === botId || !lease.held()) return
      void relayTyping(core, { platform: 'discord', platformId }).catch(() => undefined)
    },
    newSession: missed.newSession,
    listening: missed.listening,
  }
  const gateway = openGateway({ ...access, log, hear })

  return {
    state: () =>
      gateway.state().up && !registered ? { up: false, detail: 'registering the commands' } : gateway.state(),
    async stop() {
      core.dispatchers.delete('discord')
      core.typing.delete('discord')
      closing.abort()
      missed.close()
      await Promise.all([events.drain(), dispatcher.stop(), wakes.close(), typingNoMore()])
      await gateway.close()
      await events.close()
    },
  }
}
