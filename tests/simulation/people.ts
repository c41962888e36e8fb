import type pg from 'pg'
import type { DiscordEvent } from '../../bots/discord/event.ts'
import { identityScope } from '../../core/accounts/identityScope.ts'
import { PLATFORM_ID } from '../../core/delivery/recipients.ts'
import { type AccountId, type IdentityId, newId } from '../../core/ids.ts'
import { chatPlatforms, type Platform } from '../../core/platform.ts'
import type { Vault } from '../../core/vault/vault.ts'
import type { Chance } from './chance.ts'
import type { Arrival } from './platforms.ts'
import type { Process } from './process.ts'
import type { Owner, Scheduler } from './scheduler.ts'
import type { Act, Shown } from './turns.ts'
import type { Updates } from './updates.ts'

export type Somebody = { accountId: AccountId; platform: Platform; platformId: string }

/** Those who write and read, each in the chat of their platform: what they do follows from what they see. */
export type People = {
  everybody: Somebody[]
  /** Writes a letter, and sends it once the draft is shown; to arrive after so long. */
  write(somebody: Somebody, arrivesInMs: number): void
  /** A notice has come. */
  read(arrival: Arrival): void
  /** What an event led to reaches the screen; resolves once it has. Dies with the process that shows it. */
  show(what: { owner: Owner; source: string; shown: Shown }): Promise<void>
  /** What was asked and never answered. */
  unheard(): string[]
  /** What was answered before something that its person had said earlier. */
  unordered(): string[]
  /** How many still wait for an answer. */
  waiting(): number
}

type Asked = { source: string; by: Somebody; act: Act; answered: number }

type Around = {
  scheduler: Scheduler
  chance: Chance
  updates: Updates
  everybody: Somebody[]
  alive(): Process[]
  count(what: string): void
}

/** Who got no answer presses again. */
const PATIENCE_MS = 8_000
/** How much people do beside writing, all together. */
const ACTS_MOST = 14

export function openPeople({ scheduler, chance, updates, everybody, alive, count }: Around): People {
  const asked: Asked[] = []
  let pressed = 0
  let begun = 0
  const disorder: string[] = []

  const soon = (act: () => void) =>
    scheduler.add({ what: 'a person', owner: undefined, at: scheduler.now() + 200 + chance.below(1_500), run: act })

  const ask = (by: Somebody, act: Act) => {
    if (by.platform === 'telegram') asked.push({ source: updates.say(by.platformId, act), by, act, answered: 0 })
    else press(by, act)
  }

  /** Discord tells whoever is connected, once. Nobody is, or they die with it: the person sees that it did not work. */
  const press = (by: Somebody, act: Act) => {
    const one: Asked = { source: `d${pressed++}`, by, act, answered: 0 }
    asked.push(one)
    const event = pressOf(one)
    for (const process of alive())
      scheduler.add({
        what: 'event',
        owner: process,
        at: scheduler.now() + chance.below(20),
        run: () => process.bots.tell(event),
      })
    const again = () => {
      if (one.answered > 0) return
      count('pressed again')
      asked.splice(asked.indexOf(one), 1)
      press(by, act)
    }
    scheduler.add({ what: 'a person', owner: undefined, at: scheduler.now() + PATIENCE_MS, run: again })
  }

  const later = (by: Somebody, act: Act) => {
    if (begun++ >= ACTS_MOST) return
    soon(() => ask(by, act))
  }

  /** What Telegram keeps is handled in the order in which it was said. */
  const noteOrder = (one: Asked) => {
    const before = asked.slice(0, asked.indexOf(one)).filter(({ by, answered }) => by === one.by && answered === 0)
    if (one.by.platform === 'telegram' && before.length > 0) disorder.push(`${one.source} was answered too early`)
  }

  const react = ({ by, act }: Asked, shown: Shown) => {
    count(`turn: ${act.do}${shown.refused ? ` refused` : ''}`)
    const { draft, sent, mayAnswer, opened } = shown
    if (draft) soon(() => ask(by, { do: 'send', letterId: draft }))
    if (sent && chance.odds(0.15)) later(by, { do: 'recall', letterId: sent })
    if (mayAnswer && chance.odds(0.5)) later(by, { do: 'answer', deliveryId: mayAnswer, words: wordsOf(asked.length) })
    else if (opened && chance.odds(0.4)) later(by, { do: chance.odds(0.5) ? 'thank' : 'pass on', deliveryId: opened })
  }

  return {
    everybody,
    write: (by, arrivesInMs) => ask(by, { do: 'write', words: wordsOf(asked.length), arrivesInMs }),
    read({ chat, platform, parcel }) {
      if (parcel.kind !== 'letter-arrived' || chance.odds(0.3)) return
      const by = everybody.find((one) => one.platform === platform && one.platformId === chat)
      if (by) later(by, { do: chance.odds(0.8) ? 'open' : 'pass on', deliveryId: parcel.deliveryId })
    },
    show: ({ owner, source, shown }) =>
      new Promise((resolve) => {
        const run = () => {
          const one = asked.find((other) => other.source === source)
          if (one && one.answered++ === 0) noteOrder(one)
          if (one) react(one, shown)
          resolve()
        }
        scheduler.add({ what: 'answer', owner, at: scheduler.now() + chance.below(60), run })
      }),
    unheard: () =>
      asked.filter(({ answered }) => answered === 0).map(({ source, act }) => `nobody answered ${act.do} (${source})`),
    unordered: () => disorder,
    waiting: () => asked.filter(({ answered }) => answered === 0).length,
  }
}

/** Letters are long enough to be letters, and no two are alike. */
const wordsOf = (n: number) => `Letter ${n}: I hope that today is a kind day for you, whoever you are.`

function pressOf({ source, by, act }: Asked): DiscordEvent {
  return {
    is: 'interaction',
    id: source,
    token: '',
    applicationId: '',
    personId: by.platformId,
    chatId: undefined,
    locale: 'en-US',
    messageId: undefined,
    asked: { kind: 'press', customId: JSON.stringify(act), chosen: [] },
  }
}

/** Empties everything and lets people in, half of them on either platform, all willing to read. */
export async function letIn(real: pg.Pool, vault: Vault, now: Date, count: number): Promise<Somebody[]> {
  for (const table of EMPTIED) await real.query(`delete from ${table}`)
  await real.query(`select setval(pg_get_serial_sequence('outbox', 'id'), 1, false)`)
  const people: Somebody[] = []
  for (let n = 0; n < count; n++) {
    const platform = chatPlatforms[n % 2] as Platform
    const accountId = newId<AccountId>(now)
    const platformId = String(n + 1)
    await real.query(
      `with account as (
         insert into account (id, language, reads, zone, willing, daily_number, welcomed_at, created_at)
         values ($1, 'en', '{en}', 'UTC', true, 50, $2, $2) returning id
       ), slot as (
         insert into reader_slot (account_id, language, open, band, key) select id, 'en', true, 2, $3 from account
       )
       insert into identity (id, account_id, platform, lookup, sealed_id, last_seen_at, created_at)
       select $4, id, $5::"Platform", $6, $7, $2, $2 from account`,
      [
        accountId,
        now,
        n / count,
        newId<IdentityId>(now),
        platform,
        Buffer.from(vault.lookup(identityScope(platform), platformId)),
        Buffer.from(vault.seal(platformId, PLATFORM_ID)),
      ],
    )
    people.push({ accountId, platform, platformId })
  }
  return people
}

/** The rest goes with its account. */
const EMPTIED = ['outbox', 'inbound', 'cursor', 'lease', 'delivery', 'letter', 'account']
