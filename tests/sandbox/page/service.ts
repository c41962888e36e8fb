import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { sandboxStatus } from '../../../cli/sandboxStatus.ts'
import { openPage, pagePath } from '../../../sandbox/page/page.ts'
import { openWeb } from '../../../web/web.ts'
import { openService, type Service } from '../../support/service.ts'

export type PlayedService = Service & { origin: string }

/** The whole service with the page of the sandbox over it, on a port of its own. */
export async function openPlayedService(): Promise<PlayedService> {
  const service = await openService()
  const port = await freePort()
  const web = await openWeb({ port, host: '127.0.0.1' })
  const page = openPage({
    discord: service.discord,
    telegram: service.telegram,
    now: () => service.clock.now().getTime(),
    moveClock: service.clock.move,
    status: () => sandboxStatus(service.core),
    acted: () => undefined,
  })
  web.mount({
    path: pagePath,
    handle: (request, response, next) => void page.handle(request, response).catch(next),
    upgrade: page.upgrade,
  })
  const close = async () => {
    await web.close()
    page.close()
    await service.close()
  }
  return Object.create(service, { origin: { value: `http://localhost:${port}` }, close: { value: close } })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
