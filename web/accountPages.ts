import { listBlocks, unblock } from '../core/accounts/blocks.ts'
import { changeSettings } from '../core/accounts/changeSettings.ts'
import { eraseAccount } from '../core/accounts/erase.ts'
import { askExport } from '../core/accounts/export/make.ts'
import { googleLookups } from '../core/accounts/google.ts'
import { listAwaited, listSelves, type SelfEntry } from '../core/accounts/selves.ts'
import { unbindSelf } from '../core/accounts/unbind.ts'
import { dropSessions, listSessions, sessionEntryId } from '../core/accounts/webSessions.ts'
import { type AccountId, type BlockId, type IdentityId, longId, shortId } from '../core/ids.ts'
import { chatPlatforms } from '../core/platform.ts'
import { type Html, html } from './html.ts'
import { isRecent, showLoginAgain, showLoginPage } from './loginPages.ts'
import { endSession, goTo } from './sessions.ts'
import { readSettings, settingsForm } from './settingsForm.ts'
import { press, showPage, type Visit } from './visit.ts'

/** Everything of a person's on one page. */
export async function showAccount(visit: Visit): Promise<void> {
  const { t, sub, account, accountId } = visit
  if (!sub) return showLoginPage(visit)
  const said = visit.request.query.done
  const notice = said === 'saved' ? t('account.saved') : said === 'export' ? t('account.exported') : undefined
  const body = html`
${notice && html`<p class="note" role="status">${notice}</p>`}
${account?.penName ? html`<p><strong>${account.penName}</strong></p>` : ''}
${account && accountId ? await ownSections(visit, accountId) : unbound(visit)}
${await sessionsSection(visit, sub)}
${account && dataSection(visit)}`
  showPage(visit, { title: t('account.title'), body })
}

export async function saveSettings(visit: Visit): Promise<void> {
  const { core, request, response, accountId } = visit
  if (!accountId) return showLoginPage(visit)
  await changeSettings(core, { accountId, change: readSettings(request.body) })
  goTo(response, '/account?done=saved')
}

export async function unbindHere(visit: Visit): Promise<void> {
  const { core, request, response, accountId } = visit
  const identityId = longId<IdentityId>(field(request.body, 'self'))
  if (!accountId || !identityId || !isRecent(visit)) return showLoginAgain(visit, '/account')
  await unbindSelf(core, { accountId, identityId })
  goTo(response, '/account')
}

export async function unblockHere(visit: Visit): Promise<void> {
  const { core, request, response, accountId } = visit
  const blockId = longId<BlockId>(field(request.body, 'block'))
  if (!accountId || !blockId) return showLoginPage(visit)
  await unblock(core, { accountId, blockId })
  goTo(response, '/account')
}

export async function logOut(visit: Visit): Promise<void> {
  const { core, request, response, sub } = visit
  if (sub && field(request.body, 'everywhere')) await dropSessions(core, { sub })
  await endSession(request)
  goTo(response, '/account')
}

export async function exportHere(visit: Visit): Promise<void> {
  const { core, response, accountId } = visit
  if (!accountId || !isRecent(visit)) return showLoginAgain(visit, '/account')
  await askExport(core, { accountId })
  goTo(response, '/account?done=export')
}

/** Asks a first time; the word to be written is the second. */
export async function showErase(visit: Visit, { wrong = false } = {}): Promise<void> {
  const { t, accountId } = visit
  if (!accountId || !isRecent(visit)) return showLoginAgain(visit, '/account/erase')
  const word = t('erase.word')
  const body = html`
<p>${t('erase.text')}</p>
${wrong && html`<p class="note" role="alert">${t('erase.wrong', { word })}</p>`}
<form method="post" action="/account/erase">${visit.token}
<label>${t('erase.type', { word })}<input type="text" name="word" autocomplete="off" required></label>
<button class="danger">${t('erase.button')}</button></form>
<p><a href="/account">${t('back')}</a></p>`
  showPage(visit, { title: t('erase.title'), body, status: wrong ? 422 : 200 })
}

export async function eraseHere(visit: Visit): Promise<void> {
  const { core, request, t, accountId } = visit
  if (!accountId || !isRecent(visit)) return showLoginAgain(visit, '/account/erase')
  if (field(request.body, 'word').trim().toLowerCase() !== t('erase.word')) return showErase(visit, { wrong: true })
  await eraseAccount(core, { accountId })
  await endSession(request)
  showPage(visit, { title: t('erase.done.title'), body: html`<p>${t('erase.done')}</p>` })
}

function unbound(visit: Visit): Html {
  return html`<p>${visit.t('account.unbound')}</p>${bindButton(visit)}`
}

const bindButton = (visit: Visit) => press(visit, { to: '/account/bind', label: visit.t('account.bind') })

async function ownSections(visit: Visit, accountId: AccountId): Promise<Html> {
  const selves = await listSelves(visit.core, { accountId })
  const chats = chatPlatforms.filter((platform) => selves.some((self) => self.platform === platform))
  return html`<p><a href="/chat">${visit.t('account.chat')}</a></p>
${await selvesSection(visit, selves)}
<h2>${visit.t('account.settings')}</h2>${settingsForm(visit, chats)}
${await blocksSection(visit, accountId)}`
}

async function selvesSection(visit: Visit, selves: SelfEntry[]): Promise<Html> {
  const { core, t, moment, sub } = visit
  const awaited = await listAwaited(core, { lookups: googleLookups(core, sub ?? '') })
  const lines = selves.map(
    ({
      identityId,
      platform,
      since,
      gone,
    }) => html`<li><span>${t(`platform.${platform}`)} <small>${t('account.self', { when: moment(since) })}${gone && ` · ${t('account.gone')}`}</small></span>
${press(visit, { to: '/account/unbind', label: t('account.unbind'), fields: { self: shortId(identityId) } })}</li>`,
  )
  const waiting = awaited.map(
    ({ bindingId, platform }) =>
      html`<li><a href="/bind/${shortId(bindingId)}">${t('account.awaited', { platform: t(`platform.${platform}`) })}</a></li>`,
  )
  return html`<h2>${t('account.selves')}</h2><ul class="list">${lines}${waiting}</ul>${selves.length < 3 && bindButton(visit)}`
}

async function blocksSection(visit: Visit, accountId: AccountId): Promise<Html> {
  const { core, t, moment } = visit
  const { entries } = await listBlocks(core, { accountId, page: 0 })
  const lines = entries.map(
    ({
      id,
      label,
      createdAt,
    }) => html`<li><span>${label ?? t('account.unsigned')} <small>${moment(createdAt)}</small></span>
${press(visit, { to: '/account/unblock', label: t('account.unblock'), fields: { block: shortId(id) } })}</li>`,
  )
  return html`<h2>${t('account.blocks')}</h2>${lines.length ? html`<ul class="list">${lines}</ul>` : html`<p>${t('account.blocks.none')}</p>`}`
}

async function sessionsSection(visit: Visit, sub: string): Promise<Html> {
  const { core, t, moment, request } = visit
  const here = sessionEntryId(core, request.sessionID)
  const lines = (await listSessions(core, { sub })).map(
    ({ id, data, seenAt }) =>
      html`<li><span>${agentOf(data)} <small>${id === here ? t('account.session.here') : t('account.session.seen', { when: moment(seenAt) })}</small></span></li>`,
  )
  return html`<h2>${t('account.sessions')}</h2><ul class="list">${lines}</ul>
${press(visit, { to: '/logout', label: t('account.logout') })}${press(visit, { to: '/logout', label: t('account.logout.all'), fields: { everywhere: 'yes' } })}`
}

function dataSection(visit: Visit): Html {
  const { t } = visit
  return html`<h2>${t('account.data')}</h2>${press(visit, { to: '/account/export', label: t('account.export') })}
<p><a href="/account/erase">${t('account.erase')}</a></p>`
}

const agentOf = (data: string): string => (JSON.parse(data) as { google?: { agent?: string } }).google?.agent ?? ''

function field(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
