import type { Core } from '../core.ts'
import type { PrismaTx } from '../store/transaction.ts'

/**
 * How a report ended without the thing being removed. `dismissed`: no rule was broken. `care`: none either, but its
 * readers are asked before they open it from now on. `withdrawn`: nobody says any more that something is wrong.
 * `restored`: it was removed, and an appeal was granted.
 */
export type GoingOn = 'dismissed' | 'care' | 'withdrawn' | 'restored'

/**
 * What moderation must be able to do with a kind of thing. The room of the thing implements it. All of it happens in the
 * caller's transaction, may happen twice, and does nothing when the thing is gone.
 */
export type Reportable = {
  /** Out of everybody's sight until it is decided, since several independent people reported it. Its writer is not told. */
  hide(core: Core, tx: PrismaTx, thingId: string): Promise<void>
  /** In sight again. */
  goOn(core: Core, tx: PrismaTx, thingId: string, how: GoingOn): Promise<void>
  /** A rule was broken: gone for good, save that an appeal may bring it back. */
  remove(core: Core, tx: PrismaTx, thingId: string): Promise<void>
}
