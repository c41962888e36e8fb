import type { Person, SeenMessage } from '../person.ts'
import { seen } from './seen.ts'
import type { Account, Happening, World } from './world.ts'

type Match = Parameters<Person['until']>[0]

/** Resolves with the first happening in this chat that counts; rejects after `timeoutMs` with the chat in the error. */
export function nextHappening(
  world: World,
  account: Account,
  counts: (happening: Happening) => boolean,
  wait: { timeoutMs: number; complaint: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      world.listeners.delete(listener)
    }
    const listener = (happening: Happening): void => {
      if (happening.account !== account || !counts(happening)) return
      stop()
      resolve()
    }
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`${wait.complaint}\n${printChat(account)}`))
    }, wait.timeoutMs)
    world.listeners.add(listener)
  })
}

/** See `Person.until`. */
export async function until(
  world: World,
  account: Account,
  match: Match,
  { after, timeoutMs = 60_000 }: { after?: string; timeoutMs?: number },
): Promise<SeenMessage> {
  const search = (): SeenMessage | undefined => newestMatch(account, match, after)
  const found = search()
  if (found) return found
  await nextHappening(world, account, () => search() !== undefined, {
    timeoutMs,
    complaint: `Nothing matched ${describe(match)} within ${timeoutMs} ms. The chat of ${account.user.first_name}:`,
  })
  const message = search()
  if (!message) throw new Error('A message that matched is gone')
  return message
}

function newestMatch(account: Account, match: Match, after: string | undefined): SeenMessage | undefined {
  const found = account.messages.findLast((kept) => {
    const isLater = after === undefined || kept.message.message_id > Number(after)
    return isLater && !kept.deleted && matches(seen(kept), match)
  })
  return found && seen(found)
}

function matches(message: SeenMessage, match: Match): boolean {
  if (typeof match === 'string') return message.text.includes(match)
  return match instanceof RegExp ? message.text.search(match) >= 0 : match(message)
}

function describe(match: Match): string {
  return typeof match === 'string' ? JSON.stringify(match) : String(match)
}

export function printChat(account: Account): string {
  if (account.messages.length === 0) return '(no messages)'
  return account.messages
    .map(seen)
    .map((message) => {
      const marks = [message.deleted ? 'deleted' : '', message.editedAt === undefined ? '' : 'edited'].filter(Boolean)
      const head = `#${message.id} ${message.from}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`
      const buttons = message.controls.map((control) => `[${control.label}]`).join(' ')
      return `${head}: ${message.text}${buttons === '' ? '' : `\n    ${buttons}`}`
    })
    .join('\n')
}
