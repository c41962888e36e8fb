import { meetPerson } from '../../core/accounts/meetPerson.ts'
import type { Core } from '../../core/core.ts'
import type { DeliveryId, LetterId } from '../../core/ids.ts'
import { changeDraft, draftLetter } from '../../core/letters/draft.ts'
import { openLetter } from '../../core/letters/inbox.ts'
import { passOn } from '../../core/letters/passOn.ts'
import { postLetter } from '../../core/letters/postLetter.ts'
import { recallLetter } from '../../core/letters/recallLetter.ts'
import { thankWriter } from '../../core/letters/thankWriter.ts'
import type { Platform } from '../../core/platform.ts'
import { Refusal } from '../../core/refusal.ts'

/** Something that a person does, as they would in a chat: what they have on their screen names the letter. */
export type Act =
  | { do: 'write'; words: string; arrivesInMs: number }
  | { do: 'answer'; deliveryId: DeliveryId; words: string }
  | { do: 'send' | 'recall'; letterId: LetterId }
  | { do: 'open' | 'pass on' | 'thank'; deliveryId: DeliveryId }

/** What they are shown then: a draft that they may send, a letter that they may answer, or why not. */
export type Shown = { draft?: LetterId; sent?: LetterId; mayAnswer?: DeliveryId; opened?: DeliveryId; refused?: string }

/** One event of a person, through the use-cases that the dialogue calls for it. `source` names the event. */
export async function takeTurn(
  core: Core,
  { platform, platformId, act, source }: { platform: Platform; platformId: string; act: Act; source: string },
): Promise<Shown> {
  const { accountId } = await meetPerson(core, { platform, platformId, chatId: undefined, locale: undefined })
  try {
    switch (act.do) {
      case 'write':
        return { draft: await write(core, { writerId: accountId, act, source }) }
      case 'answer': {
        const recipient = { to: 'answer', deliveryId: act.deliveryId } as const
        return { draft: (await draftLetter(core, { writerId: accountId, recipient, text: act.words, source })).id }
      }
      case 'send':
        await postLetter(core, { writerId: accountId, letterId: act.letterId })
        return { sent: act.letterId }
      case 'recall':
        await recallLetter(core, { writerId: accountId, letterId: act.letterId })
        return {}
      case 'open': {
        const { deliveryId, mayAnswer } = await openLetter(core, { readerId: accountId, deliveryId: act.deliveryId })
        return { opened: deliveryId, ...(mayAnswer ? { mayAnswer: deliveryId } : {}) }
      }
      case 'pass on':
        await passOn(core, { readerId: accountId, deliveryId: act.deliveryId })
        return {}
      case 'thank':
        await thankWriter(core, { readerId: accountId, deliveryId: act.deliveryId, stamp: 'warm' })
        return {}
    }
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.key }
    throw error
  }
}

type Write = { writerId: Parameters<typeof postLetter>[1]['writerId']; act: Act & { do: 'write' }; source: string }

async function write(core: Core, { writerId, act, source }: Write): Promise<LetterId> {
  const { id, keptUntil: _ } = await draftLetter(core, {
    writerId,
    recipient: { to: 'stranger' },
    text: act.words,
    source,
  })
  if (act.arrivesInMs === 0) return id
  const at = new Date(core.clock.now().getTime() + act.arrivesInMs)
  await changeDraft(core, { writerId, letterId: id, change: { arrival: { choice: 'date', at } } })
  return id
}
