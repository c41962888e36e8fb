import { z } from 'zod'
import type { Core } from '../../core/core.ts'
import { failEvent, type StoredEvent, settleEvent } from '../../core/inbound/inbound.ts'
import type { Platform } from '../../core/platform.ts'
import { pause } from '../../core/time.ts'
import type { World } from './process.ts'
import type { Owner } from './scheduler.ts'
import { type Act, takeTurn } from './turns.ts'

type Hearing = { world: World; owner: Owner; core: Core; platform: Platform; closing: AbortSignal }

/**
 * Runs one committed event to its end, as `bots/dialogue/runEvent.ts` does: the use-case, then the answer, then it is
 * settled; what fails is tried again in place.
 */
export function hearing({ world, owner, core, platform, closing }: Hearing): (event: StoredEvent) => Promise<void> {
  return async (event) => {
    const { source, platformId, act } = read(platform, event.payload)
    for (;;) {
      try {
        const shown = await takeTurn(core, { platform, platformId, act, source })
        await world.people.show({ owner, source, shown })
        return await settleEvent(core, { platform, key: event.key })
      } catch (error) {
        // Prisma gives up by the machine's own clock, long after.
        if (!owner.alive) return
        world.count(`turn: failed (${error instanceof Error ? error.message.slice(-60) : error})`)
        const failed = await failEvent(core, { platform, key: event.key, incident: 'simulated' })
        if (failed !== 'try again' || closing.aborted) return
        await pause(core.time, 300, closing)
      }
    }
  }
}

const update = z.object({
  update_id: z.int(),
  message: z.object({ from: z.object({ id: z.int() }), text: z.string() }),
})
const press = z.object({ id: z.string(), personId: z.string(), asked: z.object({ customId: z.string() }) })

function read(platform: Platform, payload: string): { source: string; platformId: string; act: Act } {
  const kept: unknown = JSON.parse(payload)
  if (platform === 'discord') {
    const { id, personId, asked } = press.parse(kept)
    return { source: id, platformId: personId, act: JSON.parse(asked.customId) }
  }
  const { update_id: id, message } = update.parse(kept)
  return { source: `t${id}`, platformId: String(message.from.id), act: JSON.parse(message.text) }
}
