import type { Request, Response } from 'express'
import { accountOfGoogle, googleLookups } from '../core/accounts/google.ts'
import type { Core } from '../core/core.ts'
import type { AccountId } from '../core/ids.ts'
import { type Language, languageFromLocale } from '../core/language.ts'
import { formatMoment } from '../core/texts/format.ts'
import { type Html, html } from './html.ts'
import { stylePath } from './style.ts'
import { type SayWeb, speak } from './texts.ts'

type Account = NonNullable<Awaited<ReturnType<typeof accountOfGoogle>>>

/** One request for a page: who asks, in which language, and how to answer. */
export type Visit = {
  core: Core
  request: Request
  response: Response
  /** Google's `sub`, once logged in. */
  sub: string | undefined
  /** The account that login belongs to. */
  account: Account | undefined
  accountId: AccountId | undefined
  language: Language
  t: SayWeb
  moment(at: Date): string
  /** The hidden field that every form needs. */
  token: Html
}

export async function openVisit(
  core: Core,
  request: Request,
  response: Response,
  csrf: (request: Request) => string,
): Promise<Visit> {
  const sub = request.session?.google?.sub
  const account = sub ? await accountOfGoogle(core, { lookups: googleLookups(core, sub) }) : undefined
  const language = account?.language ?? languageFromLocale(request.get('accept-language'))
  const zone = account?.zone ?? 'UTC'
  return {
    core,
    request,
    response,
    sub,
    account,
    accountId: account?.id as AccountId | undefined,
    language,
    t: speak(language),
    moment: (at) => formatMoment(at, { now: core.clock.now(), zone, language }),
    token: html`<input type="hidden" name="_csrf" value="${request.session ? csrf(request) : ''}">`,
  }
}

/** Shows a page. `reload`: the page looks again by itself after so many seconds; `head`: what it loads beside the style. */
export function showPage(
  { response, language, t }: Pick<Visit, 'response' | 'language' | 't'>,
  page: { title: string; body: Html; status?: number; reload?: number; head?: Html },
): void {
  const { title, body, status = 200, reload, head } = page
  const { markup } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${reload !== undefined && html`<meta http-equiv="refresh" content="${reload}">`}
<title>${title} · ${t('site')}</title>
<link rel="stylesheet" href="${stylePath}">
${head}
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`
  response.status(status).type('html').send(markup)
}

/** A form with one button. */
export function press(
  { token }: Pick<Visit, 'token'>,
  {
    to,
    label,
    look = '',
    fields = {},
  }: { to: string; label: string; look?: 'main' | 'danger' | ''; fields?: Record<string, string> },
): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" action="${to}">${token}${hidden}<button class="${look}">${label}</button></form>`
}
