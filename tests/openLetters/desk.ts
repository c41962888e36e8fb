import type { Core } from '../../core/core.ts'
import type { AccountId, LetterId, OpenLetterId } from '../../core/ids.ts'
import { draftLetter } from '../../core/letters/draft.ts'
import { postLetter } from '../../core/letters/postLetter.ts'
import { chooseLooks } from '../../core/openLetters/chooseLooks.ts'
import { findOwnOpenLetter } from '../../core/openLetters/ownOpenLetter.ts'
import type { Someone } from '../accounts/world.ts'

let number = 0

type Wish = { text?: string; mood?: string; topic?: string; signed?: boolean }

/** A letter to a stranger that its writer leaves open as they post it. */
export async function leftOpen(
  core: Core,
  { accountId: writerId }: Someone,
  { text = `An open letter, number ${++number}, for whoever comes by.`, signed = true, ...looks }: Wish = {},
): Promise<{ letterId: LetterId; openLetterId: OpenLetterId }> {
  const { id } = await draftLetter(core, { writerId, recipient: { to: 'stranger' }, text, source: `open:${++number}` })
  await core.db.pg.query('update letter set signed = $2 where id = $1', [id, signed])
  await chooseLooks(core, { writerId, letterId: id, change: { ...looks, leaveOpen: true } })
  await postLetter(core, { writerId, letterId: id })
  const open = await findOwnOpenLetter(core, { authorId: writerId, letterId: id })
  if (!open) throw new Error('the letter was not left open')
  return { letterId: id, openLetterId: open.id }
}

/** The newest comment or signal rows are read by their own statements; this one gives a single value. */
export async function one<T>(core: Core, sql: string, ...values: unknown[]): Promise<T> {
  const { rows } = await core.db.pg.query(sql, values)
  return Object.values(rows[0] ?? {})[0] as T
}

export const idOf = (someone: Someone): AccountId => someone.accountId
