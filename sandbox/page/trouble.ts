/** Making a platform fail, as a whole: what the bot asks of it meets this until it is made well again. */
import type { FaultKind } from '../faults.ts'
import type { StandIn } from '../person.ts'

export type Trouble = 'slow down' | 'broken' | 'silent'
export const troubles: readonly Trouble[] = ['slow down', 'broken', 'silent']

const kinds: { [trouble in Trouble]: FaultKind } = { 'slow down': '429', broken: '500', silent: 'hang' }
const retryAfterSeconds = 5

/** The long poll stays whole: what people do still reaches the bot, its answers do not reach them. */
const everythingButPolls = /^(?!.*\/getupdates)/i

export function setTrouble({ faults }: StandIn, trouble: Trouble | undefined): void {
  faults.clear()
  if (!trouble) return
  faults.inject({ kind: kinds[trouble], match: { path: everythingButPolls }, retryAfterSeconds })
}

export function troubleOf({ faults }: StandIn): Trouble | undefined {
  const standing = faults.list()
  return troubles.find((trouble) => standing.some(({ kind }) => kind === kinds[trouble]))
}
