import { type Html, html } from './html.ts'
import { press, showPage, type Visit } from './visit.ts'

/** What matters (binding, export, erasing) wants a login no older than this. */
export const RECENT_MINUTES = 10

/** Whether this browser logged in just now. */
export function isRecent({ core, request }: Pick<Visit, 'core' | 'request'>): boolean {
  const at = request.session.google?.at
  return at !== undefined && core.clock.now().getTime() - at <= RECENT_MINUTES * 60_000
}

/** The page of somebody who is not logged in; the login leads back to `to`. */
export function showLoginPage(visit: Visit, to = '/account'): void {
  const { t, core } = visit
  const body = core.config.google ? loginBody(visit, to) : html`<p>${t('login.none')}</p>`
  showPage(visit, { title: t('login.title'), body })
}

function loginBody(visit: Visit, to: string): Html {
  const { t } = visit
  const button = press(visit, { to: '/login', label: t('login.button'), look: 'main', fields: { to } })
  return html`<p>${t('login.text')}</p>${button}<p><small>${t('login.privacy')}</small></p>`
}

/** Asks to log in (again), and leads back to `to`. */
export function showLoginAgain(visit: Visit, to: string): void {
  const { t } = visit
  const button = press(visit, { to: '/login', label: t('login.button'), look: 'main', fields: { to } })
  showPage(visit, { title: t('login.again.title'), body: html`<p>${t('login.again.text')}</p>${button}`, status: 401 })
}
