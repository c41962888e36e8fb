import type { LoggedIn } from '../../core/accounts/webSessions.ts'
import { signRooms } from '../../core/chat/page/readRoom.ts'
import type { Core } from '../../core/core.ts'
import type { AccountId } from '../../core/ids.ts'
import { CLOSED } from './closed.ts'
import type { PageSeat } from './pageSeat.ts'

/** What keeps open pages true: one look for all of them, again and again. */
export type Watch = {
  /** Something happened here: looks at once. */
  soon(): void
  /** Whether who sits there may still act; closes it when not. */
  stillIn(seat: PageSeat): Promise<boolean>
  close(): Promise<void>
}

/**
 * What happens in other processes shows within this, and a login that is over is out. Three short statements, however
 * many pages are open, and none while there is no page.
 */
const LOOK_EVERY_MS = 500
/** What comes in a burst is shown together. */
const TOGETHER_MS = 15

type Means = {
  seats: Set<PageSeat>
  accountsOf(browsers: readonly LoggedIn[]): Promise<(AccountId | undefined)[]>
}

/** Starts watching. The database is the truth: a page is shown whatever differs from what it was shown. */
export function openWatch(core: Core, { seats, accountsOf }: Means): Watch {
  let looking: Promise<void> | undefined
  let again = false
  let cancel: (() => void) | undefined
  let closed = false

  const wait = (milliseconds: number) => {
    cancel?.()
    cancel = closed ? undefined : core.time.after(milliseconds, look)
  }
  const look = () => {
    cancel = undefined
    if (seats.size === 0 || closed) return
    again = false
    looking = once()
      .catch((error) => core.log.warn({ err: error }, 'chat page: could not look; the next look does'))
      .finally(() => {
        looking = undefined
        wait(again ? TOGETHER_MS : LOOK_EVERY_MS)
      })
  }
  const once = async () => {
    const here = await keepIn([...seats])
    const signs = await signRooms(core, [...new Set(here.map(({ accountId }) => accountId))])
    const stale = here.filter((seat) => seat.sign === undefined || seat.sign !== signs.get(seat.accountId))
    await Promise.all(stale.map((seat) => show(seat, signs.get(seat.accountId))))
  }
  const show = async (seat: PageSeat, sign: string | undefined) => {
    seat.sign = sign
    try {
      if (!(await seat.refresh())) putOut(seat, CLOSED.banned)
    } catch (error) {
      seat.sign = undefined
      throw error
    }
  }
  /** Those whose login still holds; a login that was bound elsewhere meanwhile sees what is theirs now. */
  const keepIn = async (asked: PageSeat[]): Promise<PageSeat[]> => {
    const accounts = await accountsOf(asked.map(({ browser }) => browser))
    return asked.filter((seat, at) => {
      const accountId = accounts[at]
      if (!accountId) return void putOut(seat)
      if (accountId !== seat.accountId) seat.sign = undefined
      seat.accountId = accountId
      return true
    })
  }
  const putOut = (seat: PageSeat, code = CLOSED.out) => {
    seats.delete(seat)
    seat.close(code)
  }

  return {
    soon() {
      again = true
      if (!looking) wait(TOGETHER_MS)
    },
    async stillIn(seat) {
      const before = seat.accountId
      return (await keepIn([seat])).length === 1 && seat.accountId === before
    },
    async close() {
      closed = true
      cancel?.()
      await looking
    },
  }
}
