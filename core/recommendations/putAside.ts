import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import { findReadable } from '../openLetters/readOpenLetter.ts'
import { noteSignals } from './noteSignals.ts'

/** A reader says that a letter is not for them: it is not chosen for them again. Nobody is told. */
export async function putAside(
  core: Core,
  { readerId, openLetterId }: { readerId: AccountId; openLetterId: OpenLetterId },
): Promise<void> {
  await findReadable(core, { readerId, openLetterId })
  await noteSignals(core, { readerId, openLetterId, kinds: ['not_for_me'] })
}
