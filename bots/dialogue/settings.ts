import { listBlocks, unblock } from '../../core/accounts/blocks.ts'
import { changeSettings, DAILY_NUMBER_MAX, type Settings } from '../../core/accounts/changeSettings.ts'
import { askDaily } from '../../core/accounts/dailyPrompt.ts'
import { type BlockId, shortId } from '../../core/ids.ts'
import { formatNumber } from '../../core/texts/format.ts'
import { formatMinute, formatTime } from '../../core/texts/formatTime.ts'
import { zoneLabel } from '../../core/zones.ts'
import { ask } from './formByMessage.ts'
import { pageOf, turnPage } from './pages.ts'
import { penNameForm } from './penName.ts'
import { button, type Handler, type Scene, setScene, show, tell } from './scene.ts'
import { encodeAction } from './turn.ts'
import type { MenuOption, Reply, View } from './view.ts'
import { known } from './writing.ts'
import { zoneMenu } from './zone.ts'

/** `/settings` */
export const showSettings: Handler = async (scene) => tell(settingsView(scene))

export const settingsActions: Record<string, Handler> = {
  settings: async (scene) => show(settingsView(scene)),
  's-lang': (scene) => save(scene, { language: scene.language === 'ko' ? 'en' : 'ko' }),
  's-pause': (scene) => save(scene, { willing: false }),
  's-resume': (scene) => save(scene, { willing: true }),
  's-reads': async (scene) => show(choice(scene, 'settings.reads.title', 'reads', readsOptions(scene))),
  reads: (scene, [value]) => save(scene, { reads: value === 'both' ? ['ko', 'en'] : [value === 'ko' ? 'ko' : 'en'] }),
  's-daily': async (scene) => show(choice(scene, 'settings.daily.title', 'daily', dailyOptions(scene))),
  daily: (scene, [value]) => save(scene, { dailyNumber: Number(value) }),
  's-notify': async (scene) => show(choice(scene, 'settings.notify.title', 'notify', notifyOptions(scene))),
  notify: (scene, [value]) => save(scene, { notify: value === 'daily' || value === 'never' ? value : 'each' }),
  's-quiet': async (scene) => show(choice(scene, 'settings.quiet.title', 'quiet', quietOptions(scene))),
  quiet: (scene, [value = '']) => save(scene, { quiet: readQuiet(value) }),
  's-zone': async (scene) => show(zoneMenu(scene, ['settings'])),
  's-name': async (scene) => ask(scene, penNameForm(scene, ['settings'], scene.person.account.penName ?? '')),
  's-prompt': async (scene, [on]) => {
    const asked = on === 'on'
    await askDaily(scene.core, { accountId: scene.person.accountId, on: asked })
    const view = settingsView(withAccount(scene, { promptAt: asked ? scene.core.clock.now() : null }))
    return asked ? show(view, { text: scene.t('prompt.started') }) : show(view)
  },
  'p-stop': async (scene) => {
    await askDaily(scene.core, { accountId: scene.person.accountId, on: false })
    return show({ text: scene.t('prompt.stopped') })
  },
  's-blocks': async (scene, [page = '0']) => show(await blocksView(scene, pageOf(page))),
  unblock: async (scene, [id]) => {
    await unblock(scene.core, { accountId: scene.person.accountId, blockId: known<BlockId>(id) })
    return show({ text: scene.t('settings.blocks.undone'), rows: [[button(scene.t('word.back'), 'settings')]] })
  },
}

async function save(scene: Scene, change: Partial<Settings>): Promise<Reply> {
  await changeSettings(scene.core, { accountId: scene.person.accountId, change })
  const { quiet, ...plain } = change
  const hours = quiet === undefined ? {} : { quietFrom: quiet?.from ?? null, quietUntil: quiet?.until ?? null }
  return show(settingsView(withAccount(scene, { ...plain, ...hours })))
}

/** The scene after a change of the account. */
export function withAccount(scene: Scene, change: Partial<Scene['person']['account']>): Scene {
  return setScene(scene.core, scene.turn, { ...scene.person, account: { ...scene.person.account, ...change } })
}

/** The settings as they are now. */
export function settingsView({ t, person, core, language }: Scene): View {
  const { account } = person
  const text = t('settings.text', {
    penName: account.penName ?? '',
    language: t('settings.language.name'),
    reads: account.reads.length > 1 ? t('settings.reads.both') : t(`settings.reads.${account.reads[0] ?? language}`),
    zone: zoneLabel(account.zone, language),
    time: formatTime(core.clock.now(), { zone: account.zone, language }),
    willing: t(account.willing ? 'settings.willing.yes' : 'settings.willing.no'),
    daily: formatNumber(account.dailyNumber, language),
    notify: t(`settings.notify.${account.notify}`),
    quiet: quietText(t, language, account.quietFrom, account.quietUntil),
  })
  return {
    title: t('settings.title'),
    text,
    rows: [
      [
        account.willing ? button(t('settings.pause'), 's-pause') : button(t('settings.resume'), 's-resume'),
        button(t('settings.daily'), 's-daily'),
      ],
      [button(t('settings.notify'), 's-notify'), button(t('settings.quiet'), 's-quiet')],
      [
        button(t('settings.language'), 's-lang'),
        button(t('settings.reads'), 's-reads'),
        button(t('settings.zone'), 's-zone'),
      ],
      [button(t('settings.penName'), 's-name'), button(t('settings.blocks'), 's-blocks')],
      [
        account.promptAt ? button(t('prompt.off'), 's-prompt', 'off') : button(t('prompt.on'), 's-prompt', 'on'),
        button(t('settings.link'), 'link'),
        button(t('settings.mydata'), 'mydata'),
      ],
    ],
  }
}

/** The quiet hours on offer, as hours of the local day. */
const QUIET_HOURS = [
  [22, 7],
  [22, 8],
  [23, 7],
  [23, 8],
  [0, 8],
  [0, 9],
  [1, 10],
] as const

function quietText(t: Scene['t'], language: Scene['language'], from: number | null, until: number | null): string {
  if (from === null || until === null) return t('settings.quiet.none')
  return t('settings.quiet.hours', { from: formatMinute(from, language), until: formatMinute(until, language) })
}

function readQuiet(value: string): Settings['quiet'] {
  const hours = QUIET_HOURS.find(([from, until]) => value === `${from}-${until}`)
  return hours ? { from: hours[0] * 60, until: hours[1] * 60 } : null
}

function quietOptions({ t, language, person }: Scene): MenuOption[] {
  const { quietFrom, quietUntil } = person.account
  const hours = QUIET_HOURS.map(([from, until]) => ({
    value: `${from}-${until}`,
    label: quietText(t, language, from * 60, until * 60),
    chosen: quietFrom === from * 60 && quietUntil === until * 60,
  }))
  return [{ value: 'none', label: t('settings.quiet.none'), chosen: quietFrom === null }, ...hours]
}

function readsOptions({ t, person }: Scene): MenuOption[] {
  const now = person.account.reads.length > 1 ? 'both' : person.account.reads[0]
  return (['both', 'ko', 'en'] as const).map((value) => ({
    value,
    label: t(`settings.reads.${value}`),
    chosen: value === now,
  }))
}

function dailyOptions({ language, person }: Scene): MenuOption[] {
  return Array.from({ length: DAILY_NUMBER_MAX }, (_, i) => ({
    value: String(i + 1),
    label: formatNumber(i + 1, language),
    chosen: i + 1 === person.account.dailyNumber,
  }))
}

function notifyOptions({ t, person }: Scene): MenuOption[] {
  return (['each', 'daily', 'never'] as const).map((value) => ({
    value,
    label: t(`settings.notify.${value}`),
    chosen: value === person.account.notify,
  }))
}

function choice(
  { t }: Scene,
  title: 'settings.reads.title' | 'settings.daily.title' | 'settings.notify.title' | 'settings.quiet.title',
  act: string,
  options: MenuOption[],
): View {
  return {
    title: t(title),
    text: '',
    rows: [{ placeholder: t(title), act: encodeAction(act), options }, [button(t('word.back'), 'settings')]],
  }
}

async function blocksView(scene: Scene, page: number): Promise<View> {
  const { t, core, person, moment } = scene
  const { entries, more } = await listBlocks(core, { accountId: person.accountId, page })
  const back = button(t('word.back'), 'settings')
  if (entries.length === 0)
    return { title: t('settings.blocks.title'), text: t('settings.blocks.empty'), rows: [[back]] }
  const options = entries.map((block) => ({
    value: shortId(block.id),
    label: t('settings.blocks.one', { name: block.label ?? t('friends.unnamed'), when: moment(block.createdAt) }),
  }))
  return {
    title: t('settings.blocks.title'),
    text: '',
    rows: [
      { placeholder: t('settings.blocks.pick'), act: encodeAction('unblock'), options },
      [...turnPage(scene, 's-blocks', { page, more }), back],
    ],
  }
}
