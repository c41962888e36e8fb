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
      const from = request.ip ?? ''
      if (!(await take(address, from))) return false
      if (request.method === 'GET') return true
      const sub = request.session?.google?.sub
      return (await take(changesOfAddress, from)) && (!sub || (await take(changesOfLogin, sub)))
    },
  }
}
