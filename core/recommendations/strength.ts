import type { SignalKind } from '../store/generated/enums.ts'

/** How much what a reader did says that a letter spoke to them. Having seen or opened it says nothing yet. */
const STRENGTHS: Record<SignalKind, number> = {
  shown: 0,
  opened: 0,
  read: 0.3,
  thanked: 1,
  answered: 1,
  followed: 1,
  not_for_me: 0,
}

/** From 0 to 1: the strongest of all a reader did counts; *not for me* undoes it. */
export function strengthOf(kinds: SignalKind[]): number {
  if (kinds.includes('not_for_me')) return 0
  return Math.max(0, ...kinds.map((kind) => STRENGTHS[kind]))
}
