import { beginFromPage } from '../core/accounts/binding/begin.ts'
import { claimLink, peekLink } from '../core/accounts/binding/claim.ts'
import { confirmOnPage } from '../core/accounts/binding/confirm.ts'
import { type BindingSummary, belongsToGoogle, readBinding } from '../core/accounts/binding/read.ts'
import { declineOnPage } from '../core/accounts/binding/undo.ts'
import type { BindingId } from '../core/ids.ts'
import { longId, shortId } from '../core/ids.ts'
import { type Html, html } from './html.ts'
import type { Login } from './login.ts'
import { isRecent, showLoginAgain } from './loginPages.ts'
import { showOops } from './oops.ts'
import { goTo, keepSession, mayGoOn } from './sessions.ts'
import { press, showPage, type Visit } from './visit.ts'

const LOOK_AGAIN_SECONDS = 4

/** The link from a chat. Looking spends nothing: previews look, too. */
export async function showLinkPage(visit: Visit, secret: string): Promise<void> {
  const { core, t } = visit
  const state = await peekLink(core, { secret })
  if (state !== 'good') return showOops(visit, state, 410)
  const body = html`<p>${t('link.text')}</p>${press(visit, { to: `/link/${secret}`, label: t('link.button'), look: 'main' })}<p><small>${t('login.privacy')}</small></p>`
  showPage(visit, { title: t('link.title'), body })
}

/** Redeems the link for this browser, and goes to Google: whoever binds has logged in just now. */
export async function claimLinkHere(visit: Visit, login: Login, secret: string): Promise<void> {
  const { core, request, response } = visit
  const state = await peekLink(core, { secret })
  if (state !== 'good') return showOops(visit, state, 410)
  const bindingId = await claimLink(core, { secret })
  mayGoOn(request, bindingId)
  await login.begin(request, response, `/bind/${shortId(bindingId)}`)
}

/** A code to say in a chat, for the Google login of this browser. */
export async function beginHere(visit: Visit): Promise<void> {
  const { core, request, response, sub, language } = visit
  if (!sub || !isRecent(visit)) return showLoginAgain(visit, '/account')
  const { bindingId, secret } = await beginFromPage(core, { sub, language })
  mayGoOn(request, bindingId)
  request.session.codes = { [bindingId]: secret }
  await keepSession(request)
  goTo(response, `/bind/${shortId(bindingId)}`)
}

/** Where a binding is, as this browser may see it. */
export async function showBinding(visit: Visit, short: string): Promise<void> {
  const binding = await ownBinding(visit, short)
  if (!binding) return
  const { t } = visit
  switch (binding.state) {
    case 'open':
      return binding.from === 'page' ? showCode(visit, binding) : showConfirmation(visit, binding)
    case 'page':
      return showConfirmation(visit, binding)
    case 'chat': {
      const platform = t(`platform.${binding.chat?.platform ?? 'discord'}`)
      const body = html`<p>${t('bind.wait', { platform })}</p><p class="words">${binding.phrase}</p>`
      return showPage(visit, { title: t('bind.wait.title'), body, reload: LOOK_AGAIN_SECONDS })
    }
    case 'bound':
      return showPage(visit, { title: t('bind.done.title'), body: html`<p>${t('bind.done')}</p>${toAccount(visit)}` })
    case 'undone':
      return showPage(visit, {
        title: t('bind.undone.title'),
        body: html`<p>${t('bind.undone')}</p>${toAccount(visit)}`,
      })
    case 'over':
      return showOops(visit, 'dead', 410)
  }
}

/** The person says that the chat is theirs. */
export async function confirmHere(visit: Visit, short: string): Promise<void> {
  const binding = await ownBinding(visit, short)
  if (!binding || !visit.sub) return
  try {
    await confirmOnPage(visit.core, { bindingId: binding.id, sub: visit.sub })
  } catch (error) {
    const pressedTwice = (await readBinding(visit.core, { bindingId: binding.id })).state === 'bound'
    if (!pressedTwice) throw error
  }
  goTo(visit.response, `/bind/${short}`)
}

/** The person says that it is not. */
export async function declineHere(visit: Visit, short: string): Promise<void> {
  const binding = await ownBinding(visit, short)
  if (!binding) return
  await declineOnPage(visit.core, { bindingId: binding.id })
  goTo(visit.response, `/bind/${short}`)
}

/** The binding, when this browser may go on with it and logged in just now; otherwise the page that says what is missing. */
async function ownBinding(visit: Visit, short: string): Promise<BindingSummary | undefined> {
  const { core, request, sub } = visit
  const bindingId = longId<BindingId>(short)
  const here = bindingId && request.session.bindings?.includes(bindingId)
  if (!bindingId || !here) {
    showOops(visit, 'foreign', 403)
    return undefined
  }
  const binding = await readBinding(core, { bindingId })
  if (!sub || (!isRecent(visit) && binding.state !== 'bound')) {
    showLoginAgain(visit, `/bind/${short}`)
    return undefined
  }
  const begun = binding.from === 'page' || binding.state === 'chat' || binding.state === 'bound'
  if (begun && !(await belongsToGoogle(core, { bindingId, sub }))) {
    showOops(visit, 'foreign', 403)
    return undefined
  }
  return binding
}

async function showConfirmation(visit: Visit, { id, phrase, chat }: BindingSummary): Promise<void> {
  const { t, account } = visit
  if (!chat) return showOops(visit, 'dead', 410)
  const platform = t(`platform.${chat.platform}`)
  const to = `/bind/${shortId(id)}`
  const body = html`
<p><strong>${chat.penName ? t('bind.chat', { platform, penName: chat.penName }) : t('bind.chat.new', { platform })}</strong></p>
<p>${t('bind.words')}</p>
<p class="words">${phrase}</p>
${account?.penName ? html`<p>${t('bind.into', { penName: account.penName })}</p>` : ''}
${chat.hasHistory && html`<p>${t('bind.history')}</p>`}
<p class="note">${t('bind.warn')}</p>
${press(visit, { to, label: t('bind.yes'), look: 'main' })}
${press(visit, { to: `${to}/no`, label: t('bind.no') })}
`
  showPage(visit, { title: t('bind.title'), body })
}

async function showCode(visit: Visit, { id, phrase }: BindingSummary): Promise<void> {
  const { t, request } = visit
  const secret = request.session.codes?.[id]
  if (!secret) return showOops(visit, 'dead', 410)
  const body = html`<p>${t('code.text')}</p><p class="code">/link ${secret}</p><p>${t('code.words')}</p><p class="words">${phrase}</p><p><small>${t('code.wait')}</small></p>`
  showPage(visit, { title: t('account.bind'), body, reload: LOOK_AGAIN_SECONDS })
}

const toAccount = ({ t }: Visit): Html => html`<p><a href="/account">${t('bind.account')}</a></p>`
