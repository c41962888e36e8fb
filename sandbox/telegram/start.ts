import type { AddressInfo } from 'node:net'
import { createFaults } from '../faults.ts'
import { createDriver, type Driver } from '../http/driver.ts'
import type { ChangeEvent, StandIn } from '../person.ts'
import { createRecorder } from '../recorder.ts'
import { methodNamed } from './methods/all.ts'
import { createPerson, type TelegramPerson } from './person.ts'
import type { RateOptions } from './rates.ts'
import { type SavedTelegram, saveWorld } from './saved.ts'
import { seen } from './seen.ts'
import { createApiServer } from './server.ts'
import { type Account, createWorld, type Happening, type World, type WorldOptions } from './world.ts'

export type TelegramStandInOptions = WorldOptions & {
  /** 0, the default, takes any free port. */
  port?: number
  /** How many requests are kept for `requests`. */
  recorded?: number
}

type NewTelegramPerson = {
  name: string
  /** An IETF tag; it reaches the bot as `from.language_code`. */
  locale: string
  /** UTC when left out. Telegram tells the bot nothing of it. */
  timeZone?: string
  /** true, the default: they pressed Start some time ago, so the bot may write to them. */
  started?: boolean
  username?: string
  /** Above 32 bits when left out. */
  id?: number
}

export interface TelegramStandIn extends StandIn {
  readonly platform: 'telegram'
  join(person: NewTelegramPerson): TelegramPerson
  people(): TelegramPerson[]
  save(): SavedTelegram
  /** Tells the bot its latest updates once more, as after an offset that was not kept; how many. */
  tellAgain(): number
  /** Changes the send limits while running. */
  setRates(rates: RateOptions): void
}

/** Starts a Bot API server with one bot on 127.0.0.1. `apiUrl` is what telegraf calls `apiRoot`. */
export async function startTelegramStandIn(options: TelegramStandInOptions = {}): Promise<TelegramStandIn> {
  const people = new Map<Account, TelegramPerson>()
  const faults = createFaults()
  const world: World = createWorld(options, (method, params) => {
    const run = methodNamed(method)
    // What fails in a webhook's answer is told to nobody (core.telegram.org/bots/faq).
    if (run)
      void Promise.resolve({ world, params, gone: new AbortController().signal })
        .then(run)
        .catch(() => {})
  })
  const recorder = createRecorder({ now: world.now, ...(options.recorded ? { capacity: options.recorded } : {}) })
  let driver: Driver | undefined
  const server = createApiServer(world, faults, recorder, () => driver)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  const standIn: TelegramStandIn = {
    platform: 'telegram',
    apiUrl: `http://127.0.0.1:${port}`,
    token: world.token,
    join(newcomer) {
      const account = createAccount(world, newcomer)
      const person = createPerson(world, account, newcomer.locale)
      people.set(account, person)
      return person
    },
    people: () => [...people.values()],
    tellAgain: () => world.updates.again(),
    setRates: (rates) => world.rates.set(rates),
    faults,
    requests: recorder.requests,
    onEvent(listener) {
      const inner = (happening: Happening): void => {
        const person = people.get(happening.account)
        if (person && isVisible(happening)) listener(eventOf(person, happening))
      }
      world.listeners.add(inner)
      return () => world.listeners.delete(inner)
    },
    sentAt: () => world.sent,
    save: () => saveWorld(world),
    async close() {
      world.webhook.close()
      driver?.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
  for (const account of world.accounts.values()) {
    people.set(account, createPerson(world, account, account.user.language_code ?? 'en'))
  }
  driver = createDriver(standIn)
  return standIn
}

function createAccount(world: World, newcomer: NewTelegramPerson): Account {
  const { name, locale, timeZone, started = true, username } = newcomer
  const id = newcomer.id ?? 5_100_000_000 + world.accounts.size * 7_919
  if (name.trim() === '') throw new Error('A person has a name')
  if (!Number.isSafeInteger(id) || id <= 0) throw new Error(`${id} is no id of a person`)
  if (world.accounts.has(id)) throw new Error(`Somebody with the id ${id} is on this Telegram already`)
  const account: Account = {
    user: {
      id,
      is_bot: false,
      first_name: name,
      ...(username === undefined ? {} : { username }),
      language_code: locale,
    },
    ...(timeZone === undefined ? {} : { timeZone }),
    started,
    blocked: false,
    deactivated: false,
    nextMessageId: 1,
    messages: [],
    toasts: [],
  }
  world.accounts.set(id, account)
  return account
}

function isVisible({ change, text }: Happening): boolean {
  return change !== 'toast' || (text ?? '') !== ''
}

function eventOf(person: TelegramPerson, { change, kept, text }: Happening): ChangeEvent {
  return { person, change, ...(kept ? { message: seen(kept) } : {}), ...(text === undefined ? {} : { text }) }
}
