import { type Html, html } from './html.ts'
import { press, showPage, type Visit } from './visit.ts'

/** What matters (binding, export, erasing) wants a login no older than this. */
export const RECENT_MINUTES = 10

/** Whether this browser logged in just now. */
export function isRecent({ core, request }: Pick<Visit, 'core' | 'request'>): boolean {
  const at = request.session.google?.at
  return at !== undefined && core.clock.now().getTime() - at <= RECENT_MINUTES * 60_000
}

/** Where a login leads, and what the page that asks for it says of that. */
type Aim = { to: string; title: string; text: string }

/** The page of somebody who is not logged in: to the account page, if nothing else is said. */
export function showLoginPage(visit: Visit, aim?: Aim): void {
  const { t, core } = visit
  const { to, title, text } = aim ?? { to: '/account', title: t('login.title'), text: t('login.text') }
  const body = core.config.google ? loginBody(visit, { to, text }) : html`<p>${t('login.none')}</p>`
  showPage(visit, { title, body })
}

function loginBody(visit: Visit, { to, text }: Omit<Aim, 'title'>): Html {
  const { t } = visit
  const button = press(visit, { to: '/login', label: t('login.button'), look: 'main', fields: { to } })
  return html`<p>${text}</p>${button}<p><small>${t('login.privacy')}</small></p>`
}

/** Asks to log in (again), and leads back to `to`. */
export function showLoginAgain(visit: Visit, to: string): void {
  const { t } = visit
  const button = press(visit, { to: '/login', label: t('login.button'), look: 'main', fields: { to } })
  showPage(visit, { title: t('login.again.title'), body: html`<p>${t('login.again.text')}</p>${button}`, status: 401 })
}
