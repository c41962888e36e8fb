import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { sandboxStatus } from '../../../cli/sandboxStatus.ts'
import { GOOGLE_CALLBACK_PATH } from '../../../core/config.ts'
import { startGoogleStandIn } from '../../../sandbox/google/start.ts'
import { openPage, pagePath } from '../../../sandbox/page/page.ts'
import { accountPages } from '../../../web/pages.ts'
import { openWeb } from '../../../web/web.ts'
import { openService, type Service } from '../../support/service.ts'

export type PlayedService = Service & { origin: string }

/** The whole service with the page of the sandbox over it, and the account pages with Google, on a port of its own. */
export async function openPlayedService(): Promise<PlayedService> {
  const service = await openService()
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const [web, google] = await Promise.all([
    openWeb({ port, host: '127.0.0.1' }),
    startGoogleStandIn({ redirects: [`${origin}${GOOGLE_CALLBACK_PATH}`] }),
  ])
  const { clientId, clientSecret, authorizationUrl, tokenUrl, userinfoUrl } = google
  Object.assign(service.core.config, {
    publicUrl: origin,
    google: { clientId, clientSecret, authorizationUrl, tokenUrl, userinfoUrl },
  })
  for (const mount of accountPages(service.core)) web.mount(mount)
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
    await google.close()
    await service.close()
  }
  return Object.create(service, { origin: { value: origin }, close: { value: close } })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
