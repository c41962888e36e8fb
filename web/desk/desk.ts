import { csrfSync } from 'csrf-sync'
import express, { type Request, type Response } from 'express'
import helmet from 'helmet'
import type { Core } from '../../core/core.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import { DESK_HOURS, redeemWebLogin } from '../../core/operations/webLogin.ts'
import { Refusal } from '../../core/refusal.ts'
import { html } from '../html.ts'
import { openLimits } from '../limits.ts'
import { onError } from '../pages.ts'
import { endSession, goTo, isSecure, keepSession, openSessions } from '../sessions.ts'
import { openVisit, press, showPage, type Visit } from '../visit.ts'
import type { Mount } from '../web.ts'
import { openBoard } from './board.ts'
import { showStats } from './statsPage.ts'
import { deskWords } from './texts.ts'

const PATH = '/desk'
const BOARD = `${PATH}/jobs`

/**
 * The operators' pages: statistics and the job board, for owners who came in by a link from the terminal
 * (`wiro operators web-login`). Who is no owner any more is out with their next click.
 */
export function operatorPages(core: Core): { mount: Mount; close(): Promise<void> } {
  const board = openBoard(core, { path: BOARD })
  const app = express().disable('x-powered-by').set('trust proxy', 'loopback, linklocal, uniquelocal')
  const limits = openLimits()
  const csrf = csrfSync({ getTokenFromRequest: (request) => request.body?._csrf })
  const page = (show: (visit: Visit) => Promise<void> | void) => async (request: Request, response: Response) =>
    show(await openVisit(core, request, response, csrf.generateToken))

  app.use((_request, response, next) => {
    response.set('cache-control', 'no-store')
    next()
  })
  app.use(openSessions(core))
  app.use(async (request, response, next) => {
    if (await limits.allow(request)) next()
    else response.status(429).set('retry-after', '60').end()
  })

  app.use(BOARD, boardHeaders(core), async (request, response, next) => {
    const name = await operatorOf(core, request)
    if (!name) return goTo(response, PATH)
    if (request.method !== 'GET' && !isOwnPage(core, request)) return response.status(403).end()
    board.handle(name)(request, response, next)
  })

  app.use(plainHeaders(core))
  app.use(express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 }))
  app.use(csrf.csrfSynchronisedProtection)
  app.get(PATH, page(showDesk))
  app.get(`${PATH}/enter/:secret`, page(showEnter))
  app.post(`${PATH}/enter/:secret`, page(enter))
  app.post(`${PATH}/leave`, page(leave))
  app.get(
    `${PATH}/stats`,
    page(async (visit) => {
      const name = await operatorOf(core, visit.request)
      if (name) await showStats(visit, name)
      else showClosed(visit)
    }),
  )
  app.use(onError(core))
  return { mount: { path: PATH, handle: app }, close: board.close }
}

/** The owner who sits at this browser; undefined for anybody else, and for an owner whose time is over or who is one no more. */
async function operatorOf(core: Core, request: Request): Promise<string | undefined> {
  const desk = request.session.desk
  if (!desk || core.clock.now().getTime() - desk.at > DESK_HOURS * 3_600_000) return undefined
  const known = await checkOperator(core, { by: desk.name, role: 'owner' }).catch((error) => {
    if (error instanceof Refusal) return undefined
    throw error
  })
  return known?.name
}

async function showDesk(visit: Visit): Promise<void> {
  const name = await operatorOf(visit.core, visit.request)
  if (!name) return showClosed(visit)
  const words = deskWords[visit.language]
  const body = html`<p>${words.who}: <b>${name}</b></p>
<ul class="list"><li><a href="${PATH}/stats">${words.stats}</a></li><li><a href="${BOARD}">${words.jobs}</a></li></ul>
${press(visit, { to: `${PATH}/leave`, label: words.leave })}`
  showPage(visit, { title: words.title, body })
}

function showClosed(visit: Visit): void {
  const words = deskWords[visit.language]
  const body = html`<p>${words.closedText}</p><p class="code">npm run wiro -- operators web-login</p>`
  showPage(visit, { title: words.closed, body, status: 401 })
}

/** A page between, so that nothing that only looks at links uses this one up. */
function showEnter(visit: Visit): void {
  const words = deskWords[visit.language]
  const button = press(visit, { to: visit.request.path, label: words.enter, look: 'main' })
  showPage(visit, { title: words.title, body: html`<p>${words.enterText}</p>${button}` })
}

/** A new session at the moment of coming in, which keeps nothing of the one before. */
async function enter({ core, request, response }: Visit): Promise<void> {
  const name = await redeemWebLogin(core, { secret: String(request.params.secret ?? '') })
  await new Promise<void>((resolve, reject) =>
    request.session.regenerate((error) => (error ? reject(error) : resolve())),
  )
  request.session.desk = { name, at: core.clock.now().getTime() }
  await keepSession(request)
  goTo(response, PATH)
}

async function leave({ request, response }: Visit): Promise<void> {
  await endSession(request)
  goTo(response, PATH)
}

/** A change on the board comes from the board's own page, as the browser says; the cookie alone is not believed. */
function isOwnPage(core: Core, request: Request): boolean {
  const site = request.get('sec-fetch-site')
  if (site) return site === 'same-origin'
  return request.get('origin') === new URL(core.config.publicUrl).origin
}

const SHARED = { useDefaults: false } as const

function plainHeaders(core: Core) {
  return helmet({
    ...common(core),
    contentSecurityPolicy: {
      ...SHARED,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  })
}

/** The board is an application of its own: its scripts and requests, from here only. Nothing from elsewhere. */
function boardHeaders(core: Core) {
  return helmet({
    ...common(core),
    // With `no-referrer` a browser would hide from us where a change comes from.
    referrerPolicy: { policy: 'same-origin' },
    contentSecurityPolicy: {
      ...SHARED,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  })
}

const common = (core: Core) => ({
  strictTransportSecurity: isSecure(core),
  referrerPolicy: { policy: 'no-referrer' as const },
  xFrameOptions: { action: 'deny' as const },
})
