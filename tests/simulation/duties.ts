import type { DiscordEvent } from '../../bots/discord/event.ts'
import { openIntake } from '../../bots/discord/intake.ts'
import { openEvents } from '../../bots/telegram/events.ts'
import { startPolling } from '../../bots/telegram/poll.ts'
import type { Core } from '../../core/core.ts'
import { DISCORD_RATES, openBudget, TELEGRAM_RATES } from '../../core/delivery/budget.ts'
import { type Dispatcher, startDispatcher } from '../../core/delivery/dispatcher.ts'
import { type Duty, keepLease, type Lease } from '../../core/delivery/lease.ts'
import { openInbox } from '../../core/inbound/inbox.ts'
import { foreseeNotice } from '../../core/letters/noticeFacts.ts'
import { noticeSettled } from '../../core/letters/noticeSettled.ts'
import { chatPlatforms, type Platform } from '../../core/platform.ts'
import { hearing } from './hearing.ts'
import type { World } from './process.ts'
import type { Owner } from './scheduler.ts'

/** The bots of one process, for as long as it holds their leases. */
export type Bots = {
  /** What Discord tells whoever is connected. */
  tell(event: DiscordEvent): void
  /** Which leases it believes to hold. */
  holds(): Platform[]
  /** As at the end of a service that is stopped. */
  close(): Promise<void>
}

type Means = { world: World; owner: Owner; core: Core }

/** Does what `bots/discord/start.ts` and `bots/telegram/start.ts` do, with platforms that are simulated. */
export function startBots(means: Means): Bots {
  const connected = new Set<(event: DiscordEvent) => void>()
  const leases = chatPlatforms.map((platform) => ({
    platform,
    lease: keepLease(means.core, leaseOf(platform), (lease) =>
      platform === 'telegram' ? telegramDuty(means, lease) : discordDuty(means, lease, connected),
    ),
  }))
  return {
    tell: (event) => {
      for (const hear of connected) hear(event)
    },
    holds: () => leases.filter(({ lease }) => lease.holds()).map(({ platform }) => platform),
    close: async () => void (await Promise.all(leases.map(({ lease }) => lease.close()))),
  }
}

const leaseOf = (platform: Platform) => `${platform}:simulated`

async function telegramDuty({ world, owner, core }: Means, lease: Lease): Promise<Duty> {
  const closing = new AbortController()
  const handle = hearing({ world, owner, core, platform: 'telegram', closing: closing.signal })
  const events = openEvents(core, { botId: '1', lease, handle, closing: closing.signal })
  const offset = await events.nextOffset()
  await events.rerun()
  const sending = startSending({ world, owner, core }, 'telegram', lease)
  const { commit, room } = events
  const polling = startPolling({
    api: world.updates.api(owner),
    log: core.log,
    time: core.time,
    random: core.random,
    offset,
    // A planted bug: Telegram is told that a batch is safe before it is.
    commit: world.confirmsTooSoon ? async (...batch) => void commit(...batch).catch(() => undefined) : commit,
    room,
    mayGoOn: lease.held,
  })
  return {
    async stop() {
      core.dispatchers.delete('telegram')
      closing.abort()
      await polling.stop()
      await Promise.all([events.close(), sending.stop()])
    },
  }
}

async function discordDuty(
  { world, owner, core }: Means,
  lease: Lease,
  connected: Set<(event: DiscordEvent) => void>,
): Promise<Duty> {
  const closing = new AbortController()
  const handle = hearing({ world, owner, core, platform: 'discord', closing: closing.signal })
  const inbox = openInbox(core, { platform: 'discord', lease, handle })
  const intake = openIntake(
    core,
    (stored) => {
      if (!closing.signal.aborted) inbox.run(stored)
    },
    (lane) => closing.signal.aborted || inbox.busy(lane),
  )
  await inbox.rerun()
  const sending = startSending({ world, owner, core }, 'discord', lease)
  const hear = (event: DiscordEvent) => {
    if (lease.held()) intake.take(event)
  }
  connected.add(hear)
  return {
    async stop() {
      core.dispatchers.delete('discord')
      closing.abort()
      await Promise.all([inbox.close(), sending.stop()])
      connected.delete(hear)
      await intake.close()
    },
  }
}

function startSending({ world, owner, core }: Means, platform: Platform, lease: Lease): Dispatcher {
  const { time } = core
  const rates = platform === 'telegram' ? TELEGRAM_RATES : DISCORD_RATES
  const dispatcher = startDispatcher(core, {
    channel: world.platforms.channel(platform, { owner, core, lease }),
    lease,
    budget: openBudget(rates, { time, restedMs: lease.restedMs }),
    settled: noticeSettled(core),
    foresee: (parcel) => foreseeNotice(core, parcel),
  })
  core.dispatchers.set(platform, world.losesWakes ? deafWhileBusy(dispatcher) : dispatcher)
  return dispatcher
}

/** A planted bug: every second wake-up is not heard, while the caller believes it was. */
function deafWhileBusy(dispatcher: Dispatcher): Dispatcher {
  let turn = 0
  return { ...dispatcher, wake: (...wake) => turn++ % 2 === 0 || dispatcher.wake(...wake) }
}
