import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import helmet from 'helmet'
import { ConfigError } from '../core/configError.ts'

/** How a part of the service is doing. Details are for operators: no ids. */
export type PartHealth = { state: 'up' | 'standing-by' | 'down'; detail?: string }

/** Something with a place of its own on the web server. */
export type Mount = {
  path: string
  handle: RequestHandler
  /** Whoever opens the bare address of the server is led here; the first one that is mounted has them. */
  home?: boolean
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends what goes on there by itself. */
  close?(): Promise<void>
}

export type Web = {
  /** Where it listens. */
  readonly port: number
  /** Adds a part to `/healthz`. */
  watch(name: string, health: () => Promise<PartHealth>): void
  /** From now on the service is complete; `/healthz` may say so. */
  ready(): void
  mount(mount: Mount): void
  close(): Promise<void>
}

const HEALTH_WITHIN_MS = 2_500

/** Opens the web server. @throws ConfigError when the port is taken or may not be used. */
export async function openWeb({ port, host }: { port: number; host: string | undefined }): Promise<Web> {
  const parts = new Map<string, () => Promise<PartHealth>>()
  const mounts: Mount[] = []
  let complete = false
  const app = express().disable('x-powered-by').use(helmet())

  app.get('/healthz', async (_request, response) => {
    const health = Object.fromEntries(
      await Promise.all([...parts].map(async ([name, ask]) => [name, await within(ask)] as const)),
    )
    const ok = complete && Object.values(health).every((part) => part.state !== 'down')
    response.status(ok ? 200 : 503).json({ status: ok ? 'ok' : complete ? 'degraded' : 'starting', parts: health })
  })
  app.use((request, response, next) => {
    const mount = mounts.find(({ path }) => request.path === path || request.path.startsWith(`${path}/`))
    if (mount) mount.handle(request, response, next)
    else next()
  })
  app.get('/', (_request, response, next) => {
    const home = mounts.find((mount) => mount.home)
    if (home) response.writeHead(302, { location: home.path }).end()
    else next()
  })
  app.use((_request, response) => {
    response.status(404).type('text').send('There is nothing here. 여기에는 아무것도 없어요.')
  })
  app.use(brokenQuietly)

  const server = createServer(app)
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    socket.on('error', () => socket.destroy())
    const [path = ''] = (request.url ?? '').split('?')
    const mount = mounts.find((one) => one.upgrade && path.startsWith(`${one.path}/`))
    if (mount?.upgrade) mount.upgrade(request, socket, head)
    else socket.destroy()
  })
  await listen(server, port, host)

  return {
    port: (server.address() as AddressInfo).port,
    watch: (name, health) => void parts.set(name, health),
    ready: () => {
      complete = true
    },
    mount: (mount) => void mounts.push(mount),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        for (const socket of upgraded) socket.destroy()
      }),
  }
}

/** Whatever a part did not answer itself: no trace and no word of the error, whatever the surroundings. */
const brokenQuietly: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error)
  const status = Number(error?.status)
  response
    .status(status >= 400 && status < 500 ? status : 500)
    .type('text')
    .send('Something went wrong. 문제가 생겼어요.')
}

/** A part that does not answer in time is down. */
async function within(ask: () => Promise<PartHealth>): Promise<PartHealth> {
  const late = new Promise<PartHealth>((resolve) => {
    setTimeout(() => resolve({ state: 'down', detail: 'does not answer' }), HEALTH_WITHIN_MS).unref()
  })
  return Promise.race([ask().catch((): PartHealth => ({ state: 'down' })), late])
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new ConfigError({
            en: `Port ${port} is taken. Set WIRO_PORT to a free one, or stop the program that uses it.`,
            ko: `${port}번 포트를 다른 프로그램이 쓰고 있어요. WIRO_PORT 를 비어 있는 번호로 바꾸거나 그 프로그램을 멈춰 주세요.`,
          }),
        )
      else if (error.code === 'EACCES')
        reject(
          new ConfigError({
            en: `Port ${port} may not be used by this user. Set WIRO_PORT to one above 1023.`,
            ko: `이 사용자는 ${port}번 포트를 쓸 수 없어요. WIRO_PORT 를 1023보다 큰 번호로 바꿔 주세요.`,
          }),
        )
      else reject(error)
    })
    server.listen(port, host, () => resolve())
  })
}
