import { changeSettings } from '../../core/accounts/changeSettings.ts'
import { Refusal } from '../../core/refusal.ts'
import { commonZones, findZones, isZone } from '../../core/zones.ts'
import type { Form } from './formByMessage.ts'
import { button, type Scene, show } from './scene.ts'
import { encodeAction } from './turn.ts'
import type { Button, Reply, View } from './view.ts'

/** Where a choice of zone came from and goes back to: the settings, or the welcome with what was wanted. */
type Way = string[]

/** Common places to choose from, and a way to type another. */
export function zoneMenu(scene: Scene, way: Way): View {
  const { t, language, person } = scene
  const options = commonZones(language).map(({ zone, label }) => ({
    value: zone,
    label,
    chosen: zone === person.account.zone,
  }))
  return {
    title: t('settings.zone.title'),
    text: '',
    rows: [
      { placeholder: t('settings.zone.pick'), act: encodeAction('zone', ...way), options },
      [button(t('settings.zone.type'), 'zone-type', ...way), back(scene, way)],
    ],
  }
}

/** To where the choice came from, with nothing changed. */
function back({ t }: Scene, [from, wanted = '']: Way): Button {
  return from === 'welcome' ? button(t('word.back'), 'w-take', wanted) : button(t('word.back'), 'settings')
}

export function zoneForm({ t }: Scene, way: Way): Form {
  const field = {
    id: 'place',
    label: t('settings.zone.form.field'),
    hint: t('settings.zone.form.hint'),
    required: true,
    long: false,
    min: 2,
    max: 60,
  }
  return {
    form: 'zone',
    args: way,
    title: t('settings.zone.form.title'),
    fields: [field],
    questions: { place: t('settings.zone.ask') },
  }
}

/** Several places fit what was typed: which one? One that fits alone is taken at once. Refused when none fits. */
export async function findPlace(
  scene: Scene,
  way: Way,
  place: string,
  taken: (zone: string) => Promise<Reply>,
): Promise<Reply> {
  const found = findZones(place, scene.language)
  const [only] = found
  if (!only) throw new Refusal('refuse.zone')
  if (found.length === 1) return taken(only.zone)
  const options = found.map(({ zone, label }) => ({ value: zone, label }))
  const rows = [
    { placeholder: scene.t('settings.zone.pick'), act: encodeAction('zone', ...way), options },
    [button(scene.t('settings.zone.type'), 'zone-type', ...way), back(scene, way)],
  ]
  return show({ title: scene.t('settings.zone.found'), text: '', rows })
}

/** Takes a zone. */
export async function takeZone(scene: Scene, zone: string): Promise<void> {
  if (!isZone(zone)) throw new Refusal('refuse.zone')
  await changeSettings(scene.core, { accountId: scene.person.accountId, change: { zone } })
}
