import type { Application, RequestHandler } from 'express'
import type { Core } from '../../core/core.ts'
import { openQueuesToShow } from '../../core/jobs/board.ts'
import { noteAct } from '../../core/operations/noteAct.ts'
import { readBoardAct } from './boardActs.ts'

export type Board = {
  /** Everything below the board's path, for an operator who has been let in. */
  handle(name: string): RequestHandler
  close(): Promise<void>
}

/** The job board at a path; it is loaded, and the queues are opened, when somebody first looks. Whatever it changes stands in the audit log. */
export function openBoard(core: Core, { path }: { path: string }): Board {
  let opened: ReturnType<typeof open> | undefined
  const open = async () => {
    const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }, shown] = await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/express'),
      openQueuesToShow(core),
    ])
    const server = new ExpressAdapter().setBasePath(path)
    createBullBoard({
      queues: shown.queues.map((queue) => new BullMQAdapter(queue)),
      serverAdapter: server,
      options: { uiConfig: { boardTitle: 'Wiro', hideRedisDetails: true } },
    })
    const app: Application = server.getRouter()
    keepToItself(app)
    return { route: app as RequestHandler, close: shown.close }
  }
  return {
    handle: (name) => async (request, response, next) => {
      if (request.method !== 'GET')
        await noteAct(core, { by: name, ...readBoardAct(request.method, request.path), why: 'on the job board' })
      opened ??= open()
      const { route } = await opened
      route(request, response, next)
    },
    async close() {
      await opened?.then(({ close }) => close())
    },
  }
}

type Draw = (file: string, options: object, done: (error: unknown, page?: string) => void) => void

/** The board's page asks a font of Google's: that line is taken out, so that nobody elsewhere hears of whoever looks. */
function keepToItself(app: Application): void {
  const { engines } = app as unknown as { engines: Record<string, Draw> }
  const draw = engines['.ejs']
  if (!draw) throw new Error('the board draws its page in a new way')
  app.engine('.ejs', (file, options, done) =>
    draw(file, options, (error, page) => done(error, page?.replace(/<link [^>]*href="https?:[^>]*>/g, ''))),
  )
}
