import { forgetOldBindings } from '../accounts/binding/forget.ts'
import { forgetOldExports } from '../accounts/export/make.ts'
import { forgetOldForms } from '../accounts/pendingForm.ts'
import { forgetOldSessions } from '../accounts/webSessions.ts'
import { forgetOldChats } from '../chat/sweepChats.ts'
import type { Core } from '../core.ts'
import { A_LOOK, forgetOldMail } from '../delivery/forgetMail.ts'
import { forgetOldEvents } from '../inbound/inbound.ts'
import { forgetOldReports } from '../moderation/forgetReports.ts'
import { forgetLikeness } from '../moderation/likeness.ts'
import { forgetOldDrafts } from './forgetDrafts.ts'
import { forgetOldShown } from './shownLetters.ts'

/** What is kept for hours or days is looked through so often. */
export const FORGET_EVERY_MS = 60_000
/** So much old mail goes at a time, in looks, and the rest the next time. */
const LOOKS_MOST = 20

/** Forgets what was kept long enough, once a minute of the domain clock however often it is called: the first time a minute from now. */
export function openForgetting(core: Core): () => Promise<void> {
  let last = core.clock.now().getTime()
  return async () => {
    const now = core.clock.now().getTime()
    if (Math.abs(now - last) < FORGET_EVERY_MS) return
    await forgetOld(core)
    last = now
  }
}

/** Forgets now what was kept long enough, in every room. */
export async function forgetOld(core: Core): Promise<void> {
  await forgetOldChats(core)
  await forgetOldEvents(core)
  for (let look = 0; look < LOOKS_MOST && (await forgetOldMail(core)) === A_LOOK; look++) {
    // There may be more.
  }
  await forgetOldDrafts(core)
  await forgetOldForms(core)
  await forgetOldShown(core)
  await forgetOldReports(core)
  await forgetLikeness(core)
  await forgetOldBindings(core)
  await forgetOldSessions(core)
  await forgetOldExports(core)
}
