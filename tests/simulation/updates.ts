import type { Update } from 'telegraf/types'
import type { Api } from '../../bots/telegram/api.ts'
import type { Chance } from './chance.ts'
import type { Owner, Scheduler } from './scheduler.ts'
import type { Act } from './turns.ts'

/** What people say to the bot, as Telegram keeps it: until a request names a higher offset. */
export type Updates = {
  /** Returns by what it will be known. */
  say(platformId: string, act: Act): string
  /** What Telegram still keeps. */
  kept(): number
  /** The Bot API, as far as receiving goes, for one process. */
  api(owner: Owner): Api
}

type Poll = { owner: Owner; answer(): void; answered: boolean }

const LONG_POLL_MS = 50_000
/** Few at a time, so that there are many batches. */
const BATCH = 4

export function openUpdates(
  scheduler: Scheduler,
  chance: Chance,
  { storm, met }: { storm(): number; met(meeting: string): void },
): Updates {
  const said: Update[] = []
  let confirmed = 0
  let waiting: Poll[] = []
  const keptFrom = (offset: number) =>
    said.filter(({ update_id: id }) => id >= Math.max(confirmed, offset)).slice(0, BATCH)

  const poll = (owner: Owner, offset: number, resolve: (updates: Update[]) => void, reject: (why: Error) => void) => {
    confirmed = Math.max(confirmed, offset)
    if (chance.odds(storm() / 2)) {
      met('a poll lost')
      return scheduler.add({ what: 'answer of poll', owner, at: scheduler.now() + 50, run: () => reject(new Error()) })
    }
    const one: Poll = {
      owner,
      answered: false,
      answer() {
        if (one.answered) return
        one.answered = true
        const found = keptFrom(offset)
        met(found.length > 0 ? 'a batch' : 'nothing new')
        const at = scheduler.now() + chance.below(40)
        scheduler.add({ what: 'answer of poll', owner, at, run: () => resolve(found) })
      },
    }
    if (keptFrom(offset).length > 0) return one.answer()
    waiting = [...waiting.filter((other) => !other.answered && other.owner.alive), one]
    scheduler.add({ what: 'poll', owner, at: scheduler.now() + LONG_POLL_MS, run: one.answer })
  }

  return {
    kept: () => said.filter(({ update_id: id }) => id >= confirmed).length,
    say(platformId, act) {
      const id = 1_000 + said.length
      said.push(updateOf(id, Number(platformId), act))
      for (const one of waiting) one.answer()
      return `t${id}`
    },
    api: (owner) => ({
      call: ((_method: 'getUpdates', { offset = 0 }: { offset?: number }, { signal }: { signal: AbortSignal }) =>
        new Promise<Update[]>((resolve, reject) => {
          const aborted = () => reject(new Error('aborted'))
          signal.addEventListener('abort', aborted)
          const over =
            <Args extends unknown[]>(end: (...args: Args) => void) =>
            (...args: Args) => {
              signal.removeEventListener('abort', aborted)
              end(...args)
            }
          const at = scheduler.now() + chance.below(20)
          scheduler.add({ what: 'poll', owner, at, run: () => poll(owner, offset, over(resolve), over(reject)) })
        })) as unknown as Api['call'],
    }),
  }
}

function updateOf(id: number, person: number, act: Act): Update {
  const from = { id: person, is_bot: false, first_name: 'somebody' }
  const chat = { id: person, type: 'private' as const, first_name: 'somebody' }
  return { update_id: id, message: { message_id: id, from, chat, date: 0, text: JSON.stringify(act) } } as Update
}
