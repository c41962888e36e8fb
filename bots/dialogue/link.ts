import { beginFromChat, SECRET_MINUTES } from '../../core/accounts/binding/begin.ts'
import { claimCode } from '../../core/accounts/binding/claim.ts'
import { type Confirmed, confirmInChat } from '../../core/accounts/binding/confirm.ts'
import { readBinding } from '../../core/accounts/binding/read.ts'
import { undoBinding } from '../../core/accounts/binding/undo.ts'
import { changeSettings } from '../../core/accounts/changeSettings.ts'
import { logOutEverywhere } from '../../core/accounts/google.ts'
import { listSelves, type SelfEntry } from '../../core/accounts/selves.ts'
import { unbindSelf } from '../../core/accounts/unbind.ts'
import { type BindingId, type IdentityId, shortId } from '../../core/ids.ts'
import { chatPlatforms } from '../../core/platform.ts'
import { Refusal } from '../../core/refusal.ts'
import { menu } from './menu.ts'
import { button, danger, type Handler, primary, type Scene, show, tell } from './scene.ts'
import { encodeAction } from './turn.ts'
import type { Reply, Row, View } from './view.ts'
import { known } from './writing.ts'

/** `/link`: a link to bind this chat; what it is bound to; or, with a code, the other end of a binding begun on the page. */
export const showLink: Handler = async (scene, [code = '']) => {
  if (code) return askAboutCode(scene, code)
  const selves = await listSelves(scene.core, { accountId: scene.person.accountId })
  if (selves.length > 1) return tell(boundView(scene, selves))
  return tell(await linkView(scene))
}

export const linkActions: Record<string, Handler> = {
  link: (scene) => showLink(scene, []),
  'link-new': async (scene) => tell(await linkView(scene)),
  bind: async (scene, [id]) => {
    const bindingId = known<BindingId>(id)
    const confirmed = await confirmInChat(scene.core, { bindingId, identityId: scene.person.identityId })
    return afterYes(scene, confirmed)
  },
  'not-me': async (scene, [id]) => {
    const undone = await undoBinding(scene.core, {
      bindingId: known<BindingId>(id),
      identityId: scene.person.identityId,
    })
    const text = scene.t(undone.what === 'stopped' ? 'bind.stopped' : 'bind.apart')
    if (!undone.withLogin) return show({ text })
    return show({
      text: `${text}\n\n${scene.t('bind.stillLogin')}`,
      rows: [[button(scene.t('link.part'), 'part')]],
    })
  },
  'link-where': async (scene) => show(await arrivesView(scene)),
  arrives: async (scene, [value]) => {
    const { core, person } = scene
    const arrivesOn = chatPlatforms.find((platform) => platform === value) ?? null
    await changeSettings(core, { accountId: person.accountId, change: { arrivesOn } })
    return show({ text: scene.t('settings.saved'), rows: menu(scene) })
  },
  part: async (scene) =>
    tell({
      text: scene.t('link.part.ask'),
      rows: [[danger(scene.t('link.part.yes'), 'part-yes'), button(scene.t('word.cancel'), 'cancel')]],
    }),
  'part-yes': partWithLogin,
  'logout-all': async ({ core, person, t }) => {
    await logOutEverywhere(core, { accountId: person.accountId })
    return tell({ text: t('link.loggedOut') })
  },
  unbind: async (scene, [id]) => {
    const self = await ownChat(scene, id)
    const platform = scene.t(`platform.${self.platform}`)
    const here = self.identityId === scene.person.identityId
    return tell({
      text: here ? scene.t('link.unbind.ask') : scene.t('link.unbind.ask.other', { platform }),
      rows: [
        [
          danger(scene.t('link.unbind.yes'), 'unbind-yes', shortId(self.identityId)),
          button(scene.t('word.cancel'), 'cancel'),
        ],
      ],
    })
  },
  'unbind-yes': async (scene, [id]) => {
    const { core, person, t } = scene
    const { identityId, platform } = await ownChat(scene, id)
    const { penName } = await unbindSelf(core, { accountId: person.accountId, identityId })
    if (identityId === person.identityId) return show({ text: t('link.unbound', { penName: penName ?? '' }) })
    return show({ text: t('link.unbound.other', { platform: t(`platform.${platform}`) }) })
  },
}

/** A chat of this person's: the one named, or the one they speak from. */
async function ownChat({ core, person }: Scene, id: string | undefined): Promise<SelfEntry> {
  const wanted = id ? known<IdentityId>(id) : person.identityId
  const selves = await listSelves(core, { accountId: person.accountId })
  const self = selves.find(({ identityId, platform }) => identityId === wanted && platform !== 'google')
  if (!self) throw new Refusal('refuse.unbind.gone')
  return self
}

/** Forgets the Google login of this person, from the chat: also for whoever cannot log in any more. */
async function partWithLogin({ core, person, t }: Scene): Promise<Reply> {
  const selves = await listSelves(core, { accountId: person.accountId })
  const login = selves.find(({ platform }) => platform === 'google')
  if (login) await unbindSelf(core, { accountId: person.accountId, identityId: login.identityId })
  return show({ text: t('link.parted') })
}

async function linkView({ core, person, language, t }: Scene): Promise<View> {
  const { secret, phrase } = await beginFromChat(core, { identityId: person.identityId, language })
  return {
    title: t('link.title'),
    text: t('link.text', { phrase, minutes: SECRET_MINUTES }),
    rows: [[{ label: t('link.button'), url: `${core.config.publicUrl}/link/${secret}` }]],
  }
}

function boundView({ core, person, t }: Scene, selves: SelfEntry[]): View {
  const others = selves.filter(({ identityId }) => identityId !== person.identityId)
  const otherChats = others.filter(({ platform }) => platform !== 'google')
  const severalChats = otherChats.length > 0
  const takeOut = ({ identityId, platform }: SelfEntry) =>
    danger(t('link.unbind.other', { platform: t(`platform.${platform}`) }), 'unbind', shortId(identityId))
  const rows: Row[] = [
    [{ label: t('link.page'), url: `${core.config.publicUrl}/account` }],
    severalChats ? [button(t('link.arrives'), 'link-where')] : [],
    severalChats ? [danger(t('link.unbind'), 'unbind'), ...otherChats.map(takeOut)] : [],
  ]
  const withLogin = others.some(({ platform }) => platform === 'google')
  const part = withLogin
    ? [button(t('link.logout'), 'logout-all'), button(t('link.part'), 'part')]
    : [button(t('link.button'), 'link-new')]
  return {
    title: t('link.title'),
    text: [
      t('link.bound', { selves: others.map(({ platform }) => t(`platform.${platform}`)).join(', ') }),
      severalChats ? '' : t('link.bound.more'),
    ]
      .filter(Boolean)
      .join('\n\n'),
    rows: [...rows, part],
  }
}

async function arrivesView({ core, person, t }: Scene): Promise<View> {
  const selves = await listSelves(core, { accountId: person.accountId })
  const chats = chatPlatforms.filter((platform) => selves.some((self) => self.platform === platform))
  const chosen = person.account.arrivesOn
  const options = [
    { value: 'seen', label: t('link.arrives.seen'), chosen: chosen === null },
    ...chats.map((platform) => ({ value: platform, label: t(`platform.${platform}`), chosen: chosen === platform })),
  ]
  const title = t('link.arrives.title')
  return { title, text: '', rows: [{ placeholder: title, act: encodeAction('arrives'), options }] }
}

/** A code was said: this chat is asked, by the words that its page shows, before anything happens. */
async function askAboutCode(scene: Scene, code: string): Promise<Reply> {
  const { core, person, t } = scene
  const bindingId = await claimCode(core, { secret: code.trim(), identityId: person.identityId })
  const { phrase, account } = await readBinding(core, { bindingId })
  const whose = account?.penName ? t('link.code.account', { penName: account.penName }) : ''
  const id = shortId(bindingId)
  return tell({
    title: t('link.code.title'),
    text: [t('link.code.text', { phrase }), whose].filter(Boolean).join('\n\n'),
    rows: [[primary(t('link.code.yes'), 'bind', id), danger(t('bind.notMe'), 'not-me', id)]],
  })
}

function afterYes({ t }: Scene, confirmed: Confirmed): Reply {
  return show({ text: t(confirmed === 'bound' ? 'bind.done' : 'link.code.page') })
}
