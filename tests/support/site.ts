import { GOOGLE_CALLBACK_PATH } from '../../core/config.ts'
import { type GoogleStandIn, startGoogleStandIn } from '../../sandbox/google/start.ts'
import { accountPages } from '../../web/pages.ts'
import { type Mount, openWeb, type Web } from '../../web/web.ts'
import type { Service } from './service.ts'

/** The account pages of a service, with a Google to log in at. */
export type Site = {
  base: string
  google: GoogleStandIn
  web: Web
  /** Closes the pages; and opens them again at the same place, for the service as it runs then. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** Opens the pages for a running service; `publicUrl` says that people reach them by another address. */
export async function openSite(service: Service): Promise<Site> {
  let web = await openWeb({ port: 0, host: '127.0.0.1' })
  const base = `http://127.0.0.1:${web.port}`
  const google = await startGoogleStandIn({
    now: () => service.clock.now().getTime(),
    redirects: [`${base}${GOOGLE_CALLBACK_PATH}`],
  })
  const { clientId, clientSecret, authorizationUrl, tokenUrl, userinfoUrl } = google
  let pages: Mount[] = []
  const open = () => {
    Object.assign(service.core.config, {
      publicUrl: base,
      google: { clientId, clientSecret, authorizationUrl, tokenUrl, userinfoUrl },
    })
    pages = accountPages(service.core)
    for (const mount of pages) web.mount(mount)
  }
  const close = async () => {
    for (const mount of pages) await mount.close?.()
    await web.close()
  }
  open()
  return {
    base,
    google,
    get web() {
      return web
    },
    down: close,
    async up() {
      web = await openWeb({ port: Number(new URL(base).port), host: '127.0.0.1' })
      open()
    },
    async close() {
      await Promise.all([close(), google.close()])
    },
  }
}

export type Page = { status: number; url: string; html: string; text: string; headers: Headers; bytes: Buffer }

/** A browser without a screen, at an address of its own: keeps cookies, follows redirects within the site, fills and presses forms. */
export type Browser = {
  open(path: string): Promise<Page>
  /** Presses the form button with this label on a page, with these fields filled. Follows where it leads, Google left to the caller. */
  press(page: Page, label: string, values?: Record<string, string>): Promise<Page>
  /** Posts as it is told: what no page offers. */
  post(path: string, values: Record<string, string>, headers?: Record<string, string>): Promise<Page>
  cookies: Map<string, string>
}

let browsers = 0
const nextAddress = () => `198.18.${Math.floor(++browsers / 250) % 250}.${(browsers % 250) + 1}`

export function openBrowser(
  base: string,
  { language = 'en', agent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' } = {},
): Browser {
  const cookies = new Map<string, string>()
  const at = nextAddress()
  const visit = async (url: string, init: RequestInit = {}): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      'accept-language': language,
      'user-agent': agent,
      'x-forwarded-for': at,
      ...(cookie ? { cookie } : {}),
      ...(init.headers as Record<string, string> | undefined),
    }
    const response = await fetch(url, { ...init, redirect: 'manual', headers })
    for (const set of response.headers.getSetCookie()) keep(set)
    const location = response.headers.get('location')
    if (location) {
      const next = new URL(location, url).href
      if (next.startsWith(base)) return visit(next)
    }
    const bytes = Buffer.from(await response.arrayBuffer())
    const html = bytes.toString()
    return { status: response.status, url: location ?? url, html, text: textOf(html), headers: response.headers, bytes }
  }
  const keep = (set: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
    if (/expires=thu, 01 jan 1970/i.test(set) || value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
  const post = (path: string, values: Record<string, string>, headers: Record<string, string> = {}) =>
    visit(new URL(path, base).href, { method: 'POST', body: new URLSearchParams(values), headers })
  return {
    cookies,
    open: (path) => visit(new URL(path, base).href),
    post,
    async press(page, label, values = {}) {
      const form = [...page.html.matchAll(/<form method="post" action="([^"]*)">(.*?)<\/form>/gs)].find(
        ([, , inside = '']) => textOf(/<button[^>]*>(.*?)<\/button>/s.exec(inside)?.[1] ?? '') === label,
      )
      if (!form) throw new Error(`no button "${label}" on: ${page.text}`)
      const [, action = '', inside = ''] = form
      return post(action, { ...fieldsOf(inside), ...values })
    },
  }
}

/** Logs in at Google as one of its people and comes back. `page` is where Google was asked for. */
export async function throughGoogle(browser: Browser, site: Site, page: Page, who = 0): Promise<Page> {
  return browser.open(await site.google.consent(page.url, site.google.people[who]))
}

/** From nothing to logged in, on the account page. */
export async function logIn(browser: Browser, site: Site, who = 0): Promise<Page> {
  const start = await browser.open('/account')
  return throughGoogle(browser, site, await browser.press(start, 'Log in with Google'), who)
}

function fieldsOf(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input type="(hidden|checkbox)" name="([^"]*)" value="([^"]*)"( checked)?>/g)]
    .filter(([, type, , , checked]) => type === 'hidden' || checked)
    .map(([, , name = '', value = '']) => [name, asText(value)] as const)
  const selects = [...form.matchAll(/<select name="([^"]*)">(.*?)<\/select>/gs)].map(
    ([, name = '', options = '']) =>
      [name, asText(/<option value="([^"]*)" selected>/.exec(options)?.[1] ?? '')] as const,
  )
  return Object.fromEntries([...inputs, ...selects])
}

function textOf(html: string): string {
  return asText(html.replace(/<(style|title)[^>]*>.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

const asText = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
