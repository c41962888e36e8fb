import type { Turn } from '../../../bots/dialogue/turn.ts'
import type { Reply } from '../../../bots/dialogue/view.ts'
import { openAcks } from '../../../bots/discord/acks.ts'
import { openAnswer } from '../../../bots/discord/answer.ts'
import { type DiscordApi, openApi } from '../../../bots/discord/api.ts'
import { renderCommands } from '../../../bots/discord/commands.ts'
import { type DiscordEvent, keepInteraction, keepMessage } from '../../../bots/discord/event.ts'
import { type Gateway, openGateway } from '../../../bots/discord/gateway.ts'
import { openInsist } from '../../../bots/discord/insist.ts'
import { readTurn } from '../../../bots/discord/readTurn.ts'
import { openBudget } from '../../../core/delivery/budget.ts'
import { openLog } from '../../../core/log.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'

/** The adapter between Discord and a dialogue of the test's own, with no database in between. */
export type Table = {
  discord: DiscordStandIn
  api: DiscordApi
  gateway: Gateway
  turns: Turn[]
  /** Set by the test: what is answered. */
  reply: (turn: Turn, event: DiscordEvent) => Reply | Promise<Reply>
  /** What an answer rejected with. */
  failures: unknown[]
  sessions: number
  close(): Promise<void>
}

export const quiet = openLog({ level: 'silent' })
/** So wide that no test waits for it. */
export const noBudget = () => openBudget({ perSecond: 10_000, chat: { burst: 1_000, perSecond: 1_000 } })

const commands = renderCommands([
  {
    name: 'letter',
    names: { ko: '편지' },
    describe: { ko: '편지를 씁니다', en: 'Write a letter' },
    options: [{ name: 'to', names: { ko: '누구에게' }, describe: { ko: '누구에게', en: 'To whom' } }],
  },
])

export async function layTable(options: Parameters<typeof startDiscordStandIn>[0] = {}): Promise<Table> {
  const discord = await startDiscordStandIn(options)
  const api = openApi({ token: discord.token, apiUrl: discord.apiUrl })
  await api.putCommands(discord.applicationId, commands)
  const closing = new AbortController()
  const acks = openAcks({ api, log: quiet })
  const answer = openAnswer({ api, acks, budget: noBudget(), log: quiet, insist: openInsist(closing.signal) })
  const take = async (event: DiscordEvent | undefined) => {
    if (!event) return
    if (event.is === 'interaction') acks.watch(event, performance.now())
    const turn = readTurn(event)
    table.turns.push(turn)
    await answer(turn, event, await table.reply(turn, event)).catch((error) => table.failures.push(error))
  }
  const gateway = openGateway({
    token: discord.token,
    apiUrl: discord.apiUrl,
    log: quiet,
    hear: {
      interaction: (raw) => void take(keepInteraction(raw)),
      message: (raw) => void take(keepMessage(raw)),
      edit: () => undefined,
      deletion: () => undefined,
      reaction: () => undefined,
      typing: () => undefined,
      newSession: () => table.sessions++,
      listening: () => undefined,
    },
  })
  const table: Table = {
    discord,
    api,
    gateway,
    turns: [],
    reply: () => ({ kind: 'nothing' }),
    failures: [],
    sessions: 0,
    async close() {
      closing.abort()
      acks.close()
      api.close()
      await gateway.close()
      await discord.close()
    },
  }
  await until(() => gateway.state().up)
  return table
}

/** Waits for a condition, looking often. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 5_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`still not so after ${withinMs} ms: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
