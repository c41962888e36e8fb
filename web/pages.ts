import { csrfSync } from 'csrf-sync'
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import helmet from 'helmet'
import { GOOGLE_CALLBACK_PATH } from '../core/config.ts'
import type { Core } from '../core/core.ts'
import { languageFromLocale } from '../core/language.ts'
import { newIncident } from '../core/log.ts'
import { Refusal } from '../core/refusal.ts'
import { say } from '../core/texts/texts.ts'
import {
  eraseHere,
  exportHere,
  logOut,
  saveSettings,
  showAccount,
  showErase,
  unbindHere,
  unblockHere,
} from './accountPages.ts'
import { beginHere, claimLinkHere, confirmHere, declineHere, showBinding, showLinkPage } from './bindPages.ts'
import { readAsset } from './chat/assets.ts'
import { chatHeaders, showChatPage } from './chat/chatPage.ts'
import { showFile, takePicture } from './chat/files.ts'
import { type Live, openLive } from './chat/live.ts'
import { acceptLive, upgradeThrough } from './chat/upgrade.ts'
import { sendExport, showExport } from './exportPages.ts'
import { openLimits } from './limits.ts'
import { isOurPage, openLogin } from './login.ts'
import { showLoginPage } from './loginPages.ts'
import { showBroken, showOops, showRefusal } from './oops.ts'
import { goTo, isSecure, openSessions } from './sessions.ts'
import { style, stylePath } from './style.ts'
import { speak } from './texts.ts'
import { openVisit, type Visit } from './visit.ts'
import type { Mount } from './web.ts'

const PATHS = ['/account', '/link', '/bind', '/login', '/logout', '/export']
const CHAT = '/chat'
const FORM_LIMIT = '16kb'

/** The account pages and the live chat's, to be mounted on the web server. */
export function accountPages(core: Core): Mount[] {
  const live = openLive(core)
  const app = openApp(core, live)
  const chat = { path: CHAT, handle: app, upgrade: upgradeThrough(app), close: live.close }
  return [
    ...PATHS.map((path) => ({ path, handle: app, home: path === '/account' && core.config.google !== undefined })),
    chat,
  ]
}

function openApp(core: Core, live: Live): Express {
  const app = express().disable('x-powered-by').set('trust proxy', 'loopback, linklocal, uniquelocal')
  const login = core.config.google && openLogin(core, core.config.google)
  const limits = openLimits()
  const csrf = csrfSync({ getTokenFromRequest: (request) => request.body?._csrf ?? request.get('x-csrf-token') })
  const page = (show: (visit: Visit) => Promise<void> | void) => async (request: Request, response: Response) =>
    show(await openVisit(core, request, response, csrf.generateToken))

  app.use(securityHeaders(core))
  app.get(stylePath, (_request, response) => {
    response.set('cache-control', 'public, max-age=31536000, immutable').type('css').send(style)
  })
  app.get(`${CHAT}/assets/:version/:name`, (request, response, next) => {
    const asset = readAsset(request.params)
    if (!asset) return next()
    response.set('cache-control', 'public, max-age=31536000, immutable').type(asset.type).send(asset.text)
  })
  app.use((_request, response, next) => {
    response.set('cache-control', 'no-store')
    next()
  })
  app.use(openSessions(core))
  app.use(async (request, response, next) => {
    if (await limits.allow(request)) return next()
    response.set('retry-after', '60')
    showOops(plainVisit(request, response), 'often', 429)
  })
  app.use(express.urlencoded({ extended: false, limit: FORM_LIMIT, parameterLimit: 40 }))
  app.use(csrf.csrfSynchronisedProtection)

  app.get('/account', page(showAccount))
  app.post('/account/settings', page(saveSettings))
  app.post('/account/unbind', page(unbindHere))
  app.post('/account/unblock', page(unblockHere))
  app.post('/account/export', page(exportHere))
  app.get(
    '/account/erase',
    page((visit) => showErase(visit)),
  )
  app.post('/account/erase', page(eraseHere))
  app.post('/logout', page(logOut))
  app.get(
    '/export/:part',
    page((visit) => showExport(visit, part(visit, 'part'))),
  )
  app.post(
    '/export/:part',
    page((visit) => sendExport(visit, part(visit, 'part'))),
  )
  if (login) {
    app.get(
      CHAT,
      chatHeaders(core),
      page((visit) => showChatPage(visit)),
    )
    app.get(`${CHAT}/live`, acceptLive(core, live))
    app.get(`${CHAT}/file/:said/:at`, page(showFile))
    app.post(`${CHAT}/picture`, page(takePicture))
    app.post('/account/bind', page(beginHere))
    app.post('/login', async (request, response) => {
      const to = String(request.body.to ?? '')
      await login.begin(request, response, isOurPage(to) ? to : '/account')
    })
    app.get(GOOGLE_CALLBACK_PATH, async (request, response) => {
      const came = await login.finish(request, response)
      if ('to' in came) return goTo(response, came.to)
      showOops(plainVisit(request, response), came.failure, STATUS[came.failure])
    })
    app.get(
      '/link/:secret',
      page((visit) => showLinkPage(visit, part(visit, 'secret'))),
    )
    app.post(
      '/link/:secret',
      page((visit) => claimLinkHere(visit, login, part(visit, 'secret'))),
    )
    app.get(
      '/bind/:id',
      page((visit) => showBinding(visit, part(visit, 'id'))),
    )
    app.post(
      '/bind/:id',
      page((visit) => confirmHere(visit, part(visit, 'id'))),
    )
    app.post(
      '/bind/:id/no',
      page((visit) => declineHere(visit, part(visit, 'id'))),
    )
  } else {
    const noLogin = page((visit) => showLoginPage(visit))
    app.get('/link/:secret', noLogin)
    app.get(CHAT, noLogin)
  }
  app.use((request, response) => showOops(plainVisit(request, response), 'missing', 404))
  app.use(onError(core))
  return app
}

const STATUS = { denied: 403, google: 502, unverified: 403, state: 403 } as const

const part = ({ request }: Visit, name: string) => String(request.params[name] ?? '')

/** Nothing from elsewhere, nothing inline, no scripts at all (but the chat's page: `chatHeaders`). A form may lead to Google: browsers hold redirects to it against `form-action`. */
function securityHeaders(core: Core) {
  const google = new URL(core.config.google?.authorizationUrl ?? 'https://accounts.google.com').origin
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        formAction: ["'self'", google],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isSecure(core),
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
}

/** What goes wrong becomes a page: never a trace, never a word of the error. */
export function onError(core: Core): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error)
    const visit = plainVisit(request, response)
    if (error instanceof Refusal) {
      const speakOfIt = say as (language: string, key: string, params: unknown) => string
      return showRefusal(visit, speakOfIt(visit.language, error.key, error.params))
    }
    if (error?.code === 'EBADCSRFTOKEN') return showOops(visit, 'form', 403)
    const status = Number(error?.status ?? error?.statusCode)
    if (status >= 400 && status < 500) return showOops(visit, 'form', status)
    const incident = newIncident()
    core.log.error({ err: error, incident }, 'web: a page failed')
    showBroken(visit, incident)
  }
}

function plainVisit(request: Request, response: Response) {
  const language = languageFromLocale(request.get('accept-language'))
  return { response, language, t: speak(language) }
}
