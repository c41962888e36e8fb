import { mendTwins } from '../../core/chat/mendTwins.ts'
import { mindShowing } from '../../core/chat/showing.ts'
import { hearTypingElsewhere } from '../../core/chat/typingElsewhere.ts'
import { ConfigError } from '../../core/configError.ts'
import type { Core } from '../../core/core.ts'
import { openBudget, type Rates, TELEGRAM_RATES } from '../../core/delivery/budget.ts'
import { startDispatcher } from '../../core/delivery/dispatcher.ts'
import { type Duty, keepLease, type Lease } from '../../core/delivery/lease.ts'
import { foreseeNotice } from '../../core/letters/noticeFacts.ts'
import { noticeSettled } from '../../core/letters/noticeSettled.ts'
import type { Access, Bot } from '../bot.ts'
import { renderParcel } from '../dialogue/notices.ts'
import { saidAtOnce } from '../dialogue/relay.ts'
import { type EventPort, runEvent } from '../dialogue/runEvent.ts'
import { openAnswers } from './answer.ts'
import { type Api, botIdOf, openApi } from './api.ts'
import { openChannel } from './channel.ts'
import { registerCommands } from './commands.ts'
import { openEvents } from './events.ts'
import type { KeptUpdate } from './keptUpdate.ts'
import { outcomeOf } from './outcome.ts'
import { type Polling, startPolling, TOKEN_REFUSED } from './poll.ts'
import { readTurn } from './readTurn.ts'
import { openSender } from './sender.ts'

/**
 * Starts the Telegram bot: whoever holds the lease of the token receives, answers and delivers. When Telegram cannot
 * be reached it starts all the same and keeps trying. @throws ConfigError when Telegram does not know the token.
 */
export async function startTelegram(core: Core, access: Access): Promise<Bot> {
  const api = openApi(access)
  await checkToken(core, api, access.apiUrl)
  const botId = botIdOf(access.token)
  let polling: Polling | undefined
  const lease = keepLease(core, `telegram:${botId}`, async (held) => {
    const duty = await takeDuty(core, { api, botId, lease: held, rates: access.rates ?? TELEGRAM_RATES })
    polling = duty.polling
    return duty
  })
  return {
    async health() {
      if (!lease.holds()) return { state: 'standing-by', detail: 'waiting for the lease of this token' }
      const problem = polling?.problem()
      return problem ? { state: 'down', detail: problem } : { state: 'up', detail: 'receiving and sending' }
    },
    close: () => lease.close(),
  }
}

/** Long enough to be told no, short enough not to hold up the start. */
const CHECK_TIMEOUT_MS = 5_000

async function checkToken(core: Core, api: Api, apiUrl: string | undefined): Promise<void> {
  try {
    await api.call('getMe', {}, { timeoutMs: CHECK_TIMEOUT_MS })
  } catch (error) {
    if (outcomeOf(error).reason === 'token-refused') {
      throw new ConfigError({
        en: `${TOKEN_REFUSED}${apiUrl ? '; or TELEGRAM_API_URL names another server' : ''}.`,
        ko: `텔레그램에서 TELEGRAM_TOKEN 을 받아 주지 않아요. @BotFather(/mybots, 봇 선택, API Token)에서 다시 복사해 넣고 시작해 주세요.${apiUrl ? ' TELEGRAM_API_URL 이 다른 서버를 가리키고 있을 수도 있어요.' : ''}`,
      })
    }
    core.log.warn({ err: error }, 'telegram: not reachable yet; trying on')
  }
}

/** All that the holder of the lease does, once what its predecessor left is taken up. */
async function takeDuty(
  core: Core,
  { api, botId, lease, rates }: { api: Api; botId: string; lease: Lease; rates: Rates },
): Promise<Duty & { polling: Polling }> {
  const closing = new AbortController()
  const budget = openBudget(rates, { time: core.time, restedMs: lease.restedMs })
  const sender = openSender({ api, budget })
  const port = openPort(openAnswers({ api, sender, signal: closing.signal }))
  const events = openEvents(core, {
    botId,
    lease,
    handle: (event) => runEvent(core, event, { platform: 'telegram', port, closing: closing.signal }),
    said: (update) => saidAtOnce(core, readTurn(update)),
    closing: closing.signal,
  })
  const offset = await events.nextOffset()
  await mendTwins(core, { platform: 'telegram' })
  await events.rerun()

  const channel = openChannel(core, { sender, words: renderParcel, signal: closing.signal })
  const dispatcher = startDispatcher(core, {
    channel: mindShowing(core, channel),
    lease,
    budget,
    settled: noticeSettled(core),
    foresee: (parcel) => foreseeNotice(core, parcel),
  })
  core.dispatchers.set('telegram', dispatcher)
  core.typing.set('telegram', ({ platformId, chatId }) => {
    // A passing sign: whoever cannot be shown it is told otherwise.
    void api.call('sendChatAction', { chat_id: chatId ?? platformId, action: 'typing' }).catch(() => undefined)
  })
  const typingNoMore = hearTypingElsewhere(core)
  const wakes = core.queues.hearWakes('telegram', dispatcher.wake)
  void registerCommands(api, { log: core.log, signal: closing.signal })
  const { commit, room } = events
  const polling = startPolling({
    api,
    log: core.log,
    time: core.time,
    random: core.random,
    offset,
    commit,
    room,
    mayGoOn: lease.held,
  })

  return {
    polling,
    async stop() {
      core.dispatchers.delete('telegram')
      core.typing.delete('telegram')
      closing.abort()
      await polling.stop()
      await Promise.all([events.close(), dispatcher.stop(), wakes.close(), typingNoMore()])
    },
  }
}

/** Payloads are what `events` stored: kept updates as JSON. */
function openPort(answer: ReturnType<typeof openAnswers>): EventPort {
  const kept = (payload: string): KeptUpdate => JSON.parse(payload)
  return {
    read: (payload) => readTurn(kept(payload)),
    answer: (turn, payload, reply) => answer(turn, kept(payload), reply),
  }
}
