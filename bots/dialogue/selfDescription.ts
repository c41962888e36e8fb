import { takePenName } from '../../core/accounts/takePenName.ts'
import { ask } from './formByMessage.ts'
import { button, type Handler, type Scene, show } from './scene.ts'
import { settingsView, withAccount } from './settings.ts'
import type { Reply } from './view.ts'
import { afterPenName, afterZone } from './welcome.ts'
import { findPlace, takeZone, zoneForm } from './zone.ts'

/**
 * Pen-name and place are asked for in the welcome and in the settings alike; `way` says which, and with it where the
 * conversation goes on.
 */
export const selfDescriptionActions: Record<string, Handler> = {
  'zone-type': async (scene, way) => ask(scene, zoneForm(scene, way)),
  zone: async (scene, args) => chosenZone(scene, args.slice(0, -1), args.at(-1) ?? ''),
}

/** A pen-name came, in the settings or in the welcome. */
export async function takePenNameForm(
  scene: Scene,
  [way, wanted = '']: string[],
  { penName: wish = '' }: Record<string, string>,
): Promise<Reply> {
  const penName = await takePenName(scene.core, { accountId: scene.person.accountId, wish })
  if (way === 'welcome') return afterPenName(scene, wanted)
  return show({
    text: scene.t('settings.penName.done', { penName }),
    rows: [[button(scene.t('word.back'), 'settings')]],
  })
}

/** A place came, in the settings or in the welcome. */
export function takePlaceForm(scene: Scene, way: string[], { place = '' }: Record<string, string>): Promise<Reply> {
  return findPlace(scene, way, place, (zone) => chosenZone(scene, way, zone))
}

async function chosenZone(scene: Scene, [way, wanted = '']: string[], zone: string): Promise<Reply> {
  await takeZone(scene, zone)
  if (way === 'welcome') return afterZone(scene, wanted)
  return show(settingsView(withAccount(scene, { zone })))
}
