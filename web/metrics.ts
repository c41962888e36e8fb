import { timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Core } from '../core/core.ts'
import { type JobBoard, jobStates, openJobBoard } from '../core/jobs/board.ts'
import { readServiceHealth } from '../core/operations/serviceHealth.ts'
import { readStats } from '../core/operations/stats.ts'
import type { Mount } from './web.ts'

/**
 * `/metrics` for Prometheus: counts and times only, nobody is in them. For this machine itself, or for whoever shows
 * `WIRO_METRICS_TOKEN`; to everybody else it is not there. A proxy on this machine is somebody else.
 */
export function metricsPage(core: Core): { mount: Mount; close(): Promise<void> } {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  let board: Promise<JobBoard> | undefined
  const service = gaugeOf(registry, 'wiro_service', 'How things stand now.', ['what'])
  const health = gaugeOf(registry, 'wiro_late', 'What should have happened by now, or failed within a day.', ['what'])
  const senders = gaugeOf(registry, 'wiro_sender_up', 'Whether a bot has a sender.', ['lease'])
  const jobs = gaugeOf(registry, 'wiro_jobs', 'Jobs by queue and state.', ['queue', 'state'])

  const collect = async () => {
    board ??= openJobBoard(core)
    const [{ now }, found, queues] = await Promise.all([
      readStats(core, { days: 1 }),
      readServiceHealth(core),
      (await board).queues(),
    ])
    for (const [what, value] of Object.entries(now)) service.set({ what }, value)
    for (const what of ['overdueNotices', 'failedNotices', 'overdueLetters', 'casesLate'] as const)
      health.set({ what }, found[what])
    senders.reset()
    for (const lease of found.senders) senders.set({ lease }, 1)
    for (const line of queues) for (const state of jobStates) jobs.set({ queue: line.queue, state }, line[state])
  }
  return {
    mount: {
      path: '/metrics',
      handle: async (request, response, next) => {
        if (request.path !== '/metrics' || !mayRead(core, request)) return next()
        await collect()
        response
          .set('cache-control', 'no-store')
          .type(registry.contentType)
          .send(await registry.metrics())
      },
    },
    async close() {
      registry.clear()
      await board?.then(({ close }) => close())
    },
  }
}

function gaugeOf(registry: Registry, name: string, help: string, labelNames: string[]): Gauge {
  return new Gauge({ name, help, labelNames, registers: [registry] })
}

function mayRead({ config }: Core, request: Request): boolean {
  const { metricsToken } = config
  if (metricsToken) return isSame(request.get('authorization') ?? '', `Bearer ${metricsToken}`)
  const from = request.socket.remoteAddress ?? ''
  const local = from === '127.0.0.1' || from === '::1' || from === '::ffff:127.0.0.1'
  return local && !request.get('x-forwarded-for') && !request.get('forwarded')
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}
