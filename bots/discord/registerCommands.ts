import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../../core/log.ts'
import { catalogue } from '../dialogue/catalogue.ts'
import type { DiscordApi } from './api.ts'
import { renderCommands } from './commands.ts'
import { outcomeOf } from './outcome.ts'

const FIRST_PAUSE_MS = 1_000
const MOST_PAUSE_MS = 5 * 60_000

/** One attempt. @throws whatever Discord answered. */
export async function deployCommands(api: DiscordApi): Promise<void> {
  const { id } = await api.application()
  await api.putCommands(id, renderCommands(catalogue))
}

/**
 * Makes the bot's slash commands those of the catalogue, whatever was there before. Tries until it is done, refused or
 * aborted. Never throws: what was registered earlier goes on working.
 */
export async function registerCommands(
  api: DiscordApi,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(MOST_PAUSE_MS, pauseMs * 2)) {
    try {
      return await deployCommands(api)
    } catch (error) {
      const failure = outcomeOf(error)
      if (failure.kind === 'refused')
        return log.error({ err: error, reason: failure.reason }, 'discord: refused the commands')
      log.warn({ err: error, reason: failure.reason }, 'discord: the commands are not registered yet')
      const afterMs = failure.kind === 'later' ? Math.max(failure.afterMs, pauseMs) : pauseMs
      await wait(afterMs, undefined, { signal }).catch(() => undefined)
    }
  }
}
