import { setTimeout as wait } from 'node:timers/promises'
import type { Language } from '../../core/language.ts'
import type { Log } from '../../core/log.ts'
import { catalogue } from '../dialogue/catalogue.ts'
import type { Api } from './api.ts'
import { outcomeOf } from './outcome.ts'

/** English stands for every language that has no list of its own. Two letters only (core.telegram.org/bots/api#setmycommands). */
const LISTS: readonly { language: Language; code?: 'ko' }[] = [{ language: 'en' }, { language: 'ko', code: 'ko' }]
const SCOPE = { type: 'all_private_chats' } as const

/** One attempt. @throws whatever Telegram answered. */
export async function deployCommands(api: Api): Promise<void> {
  for (const list of LISTS) await registerList(api, list)
}

/**
 * Makes the bot's menu in private chats that of the catalogue, in each language; writes only what differs. Tries until
 * it is done, refused or aborted. Never throws: the commands work without a menu.
 */
export async function registerCommands(api: Api, { log, signal }: { log: Log; signal: AbortSignal }): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(MOST_PAUSE_MS, pauseMs * 2)) {
    try {
      return await deployCommands(api)
    } catch (error) {
      const failure = outcomeOf(error)
      log.warn({ err: error, reason: failure.reason }, 'telegram: the command menu is not set yet')
      if (failure.kind === 'refused') return
      const afterMs = failure.kind === 'later' ? Math.max(failure.afterMs, pauseMs) : pauseMs
      await wait(afterMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

const FIRST_PAUSE_MS = 1_000
const MOST_PAUSE_MS = 5 * 60_000

async function registerList(api: Api, { language, code }: (typeof LISTS)[number]): Promise<void> {
  const where = { scope: SCOPE, ...(code ? { language_code: code } : {}) }
  const wanted = catalogue.map(({ name, describe }) => ({ command: name, description: describe[language] }))
  const present = await api.call('getMyCommands', where)
  const same = present.map(({ command, description }) => ({ command, description }))
  if (JSON.stringify(same) !== JSON.stringify(wanted)) await api.call('setMyCommands', { ...where, commands: wanted })
}
