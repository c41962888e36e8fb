import type { FetchMedia } from './chat/media/media.ts'
import type { ShowTyping } from './chat/relayTyping.ts'
import { type Clock, openClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Dispatcher } from './delivery/dispatcher.ts'
import { openQueues, type Queues } from './jobs/queues.ts'
import { queuesWhenAsked } from './jobs/queuesWhenAsked.ts'
import type { OnProgress } from './language.ts'
import { type Log, openLog } from './log.ts'
import type { Platform } from './platform.ts'
import { type Random, secureRandom } from './random.ts'
import { openStore, type Store } from './store/open.ts'
import { machineTime, type Time } from './time.ts'
import { keysOfHome, parseKeys } from './vault/keys.ts'
import { openVault, type Vault } from './vault/vault.ts'

/** What every use-case is given first. Wired in one place: {@link openCore}. */
export type Core = {
  config: Config
  db: Store
  queues: Queues
  clock: Clock
  time: Time
  random: Random
  vault: Vault
  log: Log
  /** The dispatchers that run in this process; those of other processes are woken through the queues. */
  dispatchers: Map<Platform, Dispatcher>
  /** How each platform whose bot runs in this process shows that somebody is typing. */
  typing: Map<Platform, ShowTyping>
  /** How what people sent to each bot is fetched, for showing it on the other side of a live chat. */
  media: Map<Platform, FetchMedia>
  close(): Promise<void>
}

/** What tests steer, and where progress is told. */
export type CoreParts = {
  clock?: Clock
  random?: Random
  log?: Log
  onProgress?: OnProgress
  /** The queues are opened when something is first put into them: for a command, which seldom does. */
  queuesLater?: boolean
}

/**
 * Opens everything below the bots: keys, database (migrated), queues.
 * @throws ConfigError or StoreError with one line that says what to mend.
 */
export async function openCore(config: Config, parts: CoreParts = {}): Promise<Core> {
  const log = parts.log ?? openLog({ level: config.logLevel })
  const clock = parts.clock ?? openClock()
  const vault = openVault(config.keys ? parseKeys(config.keys) : keysOfHome(config.home))
  const db = await openStore({ databaseUrl: config.databaseUrl, home: config.home, onProgress: parts.onProgress })
  try {
    const open = () => openQueues({ databaseUrl: db.url, redisUrl: config.redisUrl, clock, log })
    const queues = parts.queuesLater ? queuesWhenAsked(open, log) : await open()
    const close = async () => {
      await queues.close()
      await db.close()
    }
    return {
      config,
      db,
      queues,
      clock,
      time: machineTime,
      random: parts.random ?? secureRandom,
      vault,
      log,
      dispatchers: new Map(),
      typing: new Map(),
      media: new Map(),
      close,
    }
  } catch (error) {
    await db.close()
    throw error
  }
}
