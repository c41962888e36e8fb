import { isIPv6 } from 'node:net'
import type { Request } from 'express'
import { RateLimiterMemory } from 'rate-limiter-flexible'

/**
 * So many requests a minute: for an address all pages, for an address everything that changes something, and the same
 * for a login. Counted in memory, so that no address is ever stored; each web process counts for itself.
 */
const A_MINUTE = { address: 240, changesOfAddress: 60, changesOfLogin: 30 }

export type Limits = { allow(request: Request): Promise<boolean> }

export function openLimits(): Limits {
  const counter = (points: number) => new RateLimiterMemory({ points, duration: 60 })
  const [address, changesOfAddress, changesOfLogin] = [
    counter(A_MINUTE.address),
    counter(A_MINUTE.changesOfAddress),
    counter(A_MINUTE.changesOfLogin),
  ]
  const take = async (limiter: RateLimiterMemory, key: string) =>
    limiter.consume(key).then(
      () => true,
      () => false,
    )
  return {
    async allow(request) {
      const from = networkOf(request.ip ?? '')
      if (!(await take(address, from))) return false
      if (request.method === 'GET') return true
      const sub = request.session?.google?.sub
      return (await take(changesOfAddress, from)) && (!sub || (await take(changesOfLogin, sub)))
    },
  }
}

/** What counts as one visitor: an IPv4 address, or the network of 64 bits that somebody with IPv6 has to themselves. */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%')
  if (!isIPv6(plain)) return address
  const url = new URL(`http://[${plain}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(url)
  if (mapped) return url
  const [head = '', tail] = url.split('::')
  const groups = (part: string | undefined) => (part ? part.split(':') : [])
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)]
  return `${all.slice(0, 4).join(':')}::/64`
}
