import type { Core } from '../core.ts'
import type { AccountId, LetterId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { draftLetter, openLetterText } from './draft.ts'

/** Makes a new draft of a letter of one's own that came back or was taken back. The same letter makes one draft only. */
export async function sendAgain(
  core: Core,
  { writerId, letterId }: { writerId: AccountId; letterId: LetterId },
): Promise<LetterId> {
  const letter = await core.db.prisma.letter.findFirst({
    where: { id: letterId, writerId, kind: { not: 'answer' }, state: { in: ['returned', 'recalled'] } },
  })
  if (!letter) throw new Refusal('refuse.letter.gone')
  const to = letter.kind === 'self' ? 'self' : 'stranger'
  const draft = await draftLetter(core, {
    writerId,
    recipient: { to },
    text: openLetterText(core, letter),
    source: `again:${letterId}`,
  })
  return draft.id
}
