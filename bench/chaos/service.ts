import { startDiscord } from '../../bots/discord/start.ts'
import { startTelegram } from '../../bots/telegram/start.ts'
import { readConfig } from '../../core/config.ts'
import { openCore } from '../../core/core.ts'
import type { Rates } from '../../core/delivery/budget.ts'
import { letterWork } from '../../core/letters/sweepLetters.ts'

/**
 * One process of the service: worker and both bots, as `wiro start` runs them, without the web and with the platforms'
 * rates lifted, so that many letters flow in little time.
 */
const LIFTED: Rates = { perSecond: 1_000, chat: { burst: 100, perSecond: 100 } }

const config = readConfig(process.env)
const core = await openCore(config)
await core.queues.work(letterWork(core))
const { discord, telegram } = config
await Promise.all([
  discord && startDiscord(core, { ...discord, rates: LIFTED }),
  telegram && startTelegram(core, { ...telegram, rates: LIFTED }),
])
process.send?.('ready')
process.on('disconnect', () => process.exit())
