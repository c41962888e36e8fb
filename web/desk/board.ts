import type { RequestHandler } from 'express'
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
    return { route: server.getRouter() as RequestHandler, close: shown.close }
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
