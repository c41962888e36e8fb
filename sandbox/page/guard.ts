/** Who may speak to the sandbox: this machine's own browser, on this page. */
import type { IncomingMessage } from 'node:http'

const names = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Why a request is refused; undefined when it may pass. A name that somebody pointed at this machine (DNS rebinding) shows
 * in `Host`; a page of another origin, even of another port of this machine, shows in `Origin` or `Sec-Fetch-Site`.
 */
export function refusal({ headers, method }: Pick<IncomingMessage, 'headers' | 'method'>): string | undefined {
  const { host = '', origin } = headers
  const address = `http://${host}`
  if (!URL.canParse(address) || !names.includes(new URL(address).hostname)) {
    return 'The sandbox answers to localhost only.'
  }
  if (origin !== undefined && origin !== address) return 'Only the page of the sandbox may act here.'
  const site = headers['sec-fetch-site']
  // A link from elsewhere may open the page; nothing else may be asked for from there.
  const isVisit = headers['sec-fetch-mode'] === 'navigate' && method === 'GET'
  const isOwn = site === undefined || site === 'same-origin' || site === 'none' || isVisit
  return isOwn ? undefined : 'Only the page of the sandbox may act here.'
}
