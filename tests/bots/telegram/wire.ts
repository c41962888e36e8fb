import { onTestFinished } from 'vitest'
import type { Turn } from '../../../bots/dialogue/turn.ts'
import type { Reply } from '../../../bots/dialogue/view.ts'
import { openAnswers } from '../../../bots/telegram/answer.ts'
import { openApi } from '../../../bots/telegram/api.ts'
import { keepUpdate } from '../../../bots/telegram/keptUpdate.ts'
import { startPolling } from '../../../bots/telegram/poll.ts'
import { readTurn } from '../../../bots/telegram/readTurn.ts'
import { openSender } from '../../../bots/telegram/sender.ts'
import { openBudget } from '../../../core/delivery/budget.ts'
import { openLog } from '../../../core/log.ts'
import {
  startTelegramStandIn,
  type TelegramStandIn,
  type TelegramStandInOptions,
} from '../../../sandbox/telegram/start.ts'

/** Closes something when a test is over, the newest first: the one that runs, or by `onTestFinished` of a test among others. */
export type Afterwards = (close: () => Promise<void> | void) => void

export const afterwards: Afterwards = (close) => onTestFinished(async () => close())

export const quietLog = () => openLog({ level: 'silent' })

/** A stand-in for one test: a hundredth of the platform's waits, no send limits unless asked for. */
export async function startStandIn(
  options: TelegramStandInOptions = {},
  after: Afterwards = afterwards,
): Promise<TelegramStandIn> {
  const standIn = await startTelegramStandIn({ secondMs: 10, rates: false, ...options })
  after(() => standIn.close())
  return standIn
}

/** Our sender over the wire, with a budget that never holds anything up. */
export function openTestSender(
  standIn: { apiUrl: string; token: string },
  timeoutMs = 2_000,
  after: Afterwards = afterwards,
) {
  const api = openApi({ ...standIn, timeoutMs })
  const budget = openBudget({ perSecond: 100_000, chat: { burst: 1_000, perSecond: 1_000 } })
  after(() => budget.close())
  return { api, sender: openSender({ api, budget }) }
}

/** The adapter from update to answer with a dialogue made for the test, one turn after the other. */
export function startTestBot(standIn: TelegramStandIn, dialogue: (turn: Turn) => Reply) {
  const { api, sender } = openTestSender(standIn)
  const answer = openAnswers({ api, sender, signal: new AbortController().signal })
  const failures: unknown[] = []
  const polling = startPolling({
    api,
    log: quietLog(),
    offset: undefined,
    mayGoOn: () => true,
    async commit(updates) {
      for (const update of updates) {
        const kept = keepUpdate(update)
        if (!kept) continue
        const turn = readTurn(kept)
        await answer(turn, kept, dialogue(turn)).catch((error) => failures.push(error))
      }
    },
  })
  afterwards(() => polling.stop())
  return { failures }
}

/** How often the bot called a method. */
export function calls(standIn: TelegramStandIn, method: string): number {
  return standIn.requests.filter((request) => request.path.endsWith(`/${method}`)).length
}
