import { changeSettings } from '../../core/accounts/changeSettings.ts'
import { sayHello } from '../../core/accounts/sayHello.ts'
import { suggestFreePenName, takePenName } from '../../core/accounts/takePenName.ts'
import { declareAdult, finishWelcome } from '../../core/accounts/welcome.ts'
import { formatTime } from '../../core/texts/formatTime.ts'
import { zoneLabel } from '../../core/zones.ts'
import { showDiscover } from './discover.ts'
import { showFollowing } from './following.ts'
import { ask } from './formByMessage.ts'
import { helplineText } from './help.ts'
import { showInbox } from './inbox.ts'
import { menu } from './menu.ts'
import { penNameForm } from './penName.ts'
import { button, type Handler, primary, type Scene, setScene, show, tell } from './scene.ts'
import { showSent } from './sent.ts'
import { showSettings, withAccount } from './settings.ts'
import type { Reply, View } from './view.ts'
import { beginLetter } from './writing.ts'
import { zoneMenu } from './zone.ts'

/**
 * The welcome: adult, pen-name, zone, willing. Each step carries in its buttons where the newcomer wanted to go (the
 * name of a command), so that the welcome can end there.
 */
export function beginWelcome(scene: Scene, wanted: string): Reply {
  return tell(greeting(scene, wanted))
}

/** Where somebody who began earlier takes it up again: at the first step that is still open. */
export async function resumeWelcome(scene: Scene, wanted: string): Promise<Reply> {
  const { adultAt, penName } = scene.person.account
  if (!adultAt) return beginWelcome(scene, wanted)
  return tell(penName ? zoneStep(scene, wanted) : await penNameStep(scene, wanted))
}

export const welcomeActions: Record<string, Handler> = {
  'w-lang': async (scene, [wanted = '']) => {
    const language = scene.language === 'ko' ? 'en' : 'ko'
    await changeSettings(scene.core, { accountId: scene.person.accountId, change: { language, reads: [language] } })
    return show(greeting(inLanguage(scene, language), wanted))
  },
  'w-young': async (scene, [wanted = '']) =>
    show({
      text: `${scene.t('welcome.tooYoung')}\n\n${helplineText(scene)}`,
      rows: [[button(scene.t('word.back'), 'w-back', wanted)]],
    }),
  'w-back': async (scene, [wanted = '']) => show(greeting(scene, wanted)),
  'w-adult': async (scene, [wanted = '']) => {
    await declareAdult(scene.core, { accountId: scene.person.accountId })
    return show(await penNameStep(scene, wanted))
  },
  'w-name': async (scene, [wanted = '']) => show(await penNameStep(scene, wanted)),
  'w-own': async (scene, [wanted = '']) => ask(scene, penNameForm(scene, ['welcome', wanted])),
  'w-take': async (scene, [wanted = '']) => show(zoneStep(scene, wanted)),
  'w-zone': async (scene, [wanted = '']) => show(zoneMenu(scene, ['welcome', wanted])),

  'w-here': async (scene, [wanted = '']) => show(willingStep(scene, wanted)),
  'w-yes': (scene, [wanted = '']) => finish(scene, wanted, true),
  'w-later': (scene, [wanted = '']) => finish(scene, wanted, false),
  'w-dm': async (scene) => {
    const { text, closed } = await tryFirstMessage(scene)
    return show({ text, rows: closed ? [[button(scene.t('welcome.dm.again'), 'w-dm')]] : menu(scene) })
  },
}

/** The next step once a pen-name was taken or a zone chosen by form or menu. */
export function afterPenName(scene: Scene, wanted: string): Reply {
  return show(zoneStep(scene, wanted))
}
export function afterZone(scene: Scene, wanted: string): Reply {
  return show(willingStep(scene, wanted))
}

function greeting({ t }: Scene, wanted: string): View {
  return {
    title: t('welcome.title'),
    text: t('welcome.text'),
    rows: [
      [primary(t('welcome.adult'), 'w-adult', wanted)],
      [button(t('welcome.young'), 'w-young', wanted), button(t('welcome.otherLanguage'), 'w-lang', wanted)],
    ],
  }
}

/** The suggested name is theirs at once, so that nobody else is suggested it; another roll gives it back. */
async function penNameStep(scene: Scene, wanted: string): Promise<View> {
  const { t, core, language, person } = scene
  const penName = await takePenName(core, {
    accountId: person.accountId,
    wish: await suggestFreePenName(core, { language }),
  })
  return {
    title: t('welcome.penName.title'),
    text: t('welcome.penName.text', { penName }),
    rows: [
      [primary(t('welcome.penName.take'), 'w-take', wanted)],
      [button(t('welcome.penName.another'), 'w-name', wanted), button(t('welcome.penName.own'), 'w-own', wanted)],
    ],
  }
}

function zoneStep({ t, core, person, language }: Scene, wanted: string): View {
  const { zone } = person.account
  return {
    title: t('welcome.zone.title'),
    text: t('welcome.zone.text', {
      zone: zoneLabel(zone, language),
      time: formatTime(core.clock.now(), { zone, language }),
    }),
    rows: [[primary(t('welcome.zone.yes'), 'w-here', wanted), button(t('welcome.zone.other'), 'w-zone', wanted)]],
  }
}

function willingStep({ t }: Scene, wanted: string): View {
  return {
    title: t('welcome.willing.title'),
    text: t('welcome.willing.text'),
    rows: [[primary(t('welcome.willing.yes'), 'w-yes', wanted), button(t('welcome.willing.later'), 'w-later', wanted)]],
  }
}

async function finish(scene: Scene, wanted: string, willing: boolean): Promise<Reply> {
  const { t, core, person } = scene
  const first = person.account.welcomedAt === null
  await finishWelcome(core, { accountId: person.accountId, willing })
  const dm = first && scene.turn.platform === 'discord' ? await tryFirstMessage(scene) : undefined
  const penName = person.account.penName ?? ''
  const text = [dm?.text, t('welcome.done.text')].filter(Boolean).join('\n\n')
  const again = dm?.closed ? [[button(t('welcome.dm.again'), 'w-dm')]] : []
  const done: View = { title: t('welcome.done.title', { penName }), text, rows: [...again, ...menu(scene)] }
  const now = withAccount(scene, { willing, welcomedAt: core.clock.now() })
  return show(done, ...(await wantedViews(now, wanted)))
}

const PLACES: Record<string, Handler | undefined> = {
  letter: beginLetter,
  inbox: showInbox,
  sent: showSent,
  discover: showDiscover,
  following: showFollowing,
  settings: showSettings,
}

/** Where the newcomer wanted to go. A form cannot stand beside other messages: it waits behind its button. */
async function wantedViews(scene: Scene, wanted: string): Promise<View[]> {
  const reply = await PLACES[wanted]?.(scene, [])
  return reply?.kind === 'views' ? reply.views : []
}

/** Discord: whether a direct message reaches this person, and what to do if not. */
async function tryFirstMessage({ core, person, t, turn }: Scene): Promise<{ text: string; closed: boolean }> {
  const outcome = await sayHello(core, { accountId: person.accountId, key: turn.id })
  return outcome === 'gone'
    ? { text: t('welcome.dm.closed'), closed: true }
    : { text: t('welcome.dm.works'), closed: false }
}

const inLanguage = (scene: Scene, language: Scene['language']): Scene =>
  setScene(scene.core, scene.turn, { ...scene.person, account: { ...scene.person.account, language } })
