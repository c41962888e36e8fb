import { html } from './html.ts'
import type { WebText } from './texts.ts'
import { showPage, type Visit } from './visit.ts'

type Reason =
  | 'denied'
  | 'google'
  | 'unverified'
  | 'state'
  | 'used'
  | 'dead'
  | 'export'
  | 'foreign'
  | 'form'
  | 'often'
  | 'missing'

type Seen = Pick<Visit, 'response' | 'language' | 't'>

/** A page that says what happened, and what to do. */
export function showOops(visit: Seen, reason: Reason, status: number): void {
  say(visit, visit.t(`oops.${reason}` satisfies WebText), status)
}

/** An expected no of the core, in its own words. */
export function showRefusal(visit: Seen, words: string): void {
  say(visit, words, 409)
}

/** A failure of ours: all that is shown is its name in the log. */
export function showBroken(visit: Seen, incident: string): void {
  say(visit, visit.t('oops.broken', { incident }), 500)
}

function say(visit: Seen, words: string, status: number): void {
  const { t } = visit
  showPage(visit, {
    title: t('oops.title'),
    body: html`<p>${words}</p><p><a href="/account">${t('oops.home')}</a></p>`,
    status,
  })
}
