import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import type { SignalKind } from '../store/generated/enums.ts'
import type { Tx } from '../store/transaction.ts'
import { DROP_SIGNAL, NOTE_SIGNALS } from './sql.ts'

/** Every signal there is about a letter: `shown` keeps the last time, all others the first. */
type Noted = { readerId: AccountId; openLetterId: OpenLetterId; kinds: SignalKind[] }

/** Writes down what a reader did with an open letter; doing it twice counts once. Inside a transaction, or not. */
export async function noteSignals(
  core: Core,
  { readerId, openLetterId, kinds, tx }: Noted & { tx?: Tx },
): Promise<void> {
  const values = [readerId, openLetterId, kinds, core.clock.now().toISOString()]
  if (tx) await tx.run(NOTE_SIGNALS.text, values)
  else await core.db.pg.query({ ...NOTE_SIGNALS, values })
}

/** A reader took back what they did: it never counted. In the caller's transaction. */
export async function dropSignal(
  _core: Core,
  { readerId, openLetterId, kind, tx }: Omit<Noted, 'kinds'> & { kind: SignalKind; tx: Tx },
): Promise<void> {
  await tx.run(DROP_SIGNAL, [readerId, openLetterId, kind])
}
