import type { Log } from '../log.ts'
import type { Queues } from './queues.ts'

/**
 * The queues of a command, which seldom has anything for them: they are opened (and BullMQ is loaded) with the first word.
 * When that fails, those words are lost as to an emptied queue, and the sweep finds what is due.
 */
export function queuesWhenAsked(open: () => Promise<Queues>, log: Log): Queues {
  let opening: Promise<Queues> | undefined
  const queues = () => {
    opening ??= open()
    return opening
  }
  const tell = (say: (queues: Queues) => void) =>
    void queues().then(say, (error) => log.warn({ err: error }, 'queue: trouble'))
  return {
    releaseAt: (letterId, at) => tell((opened) => opened.releaseAt(letterId, at)),
    seekReaders: (language) => tell((opened) => opened.seekReaders(language)),
    makeExport: (exportId) => tell((opened) => opened.makeExport(exportId)),
    wakeDispatcher: (wake) => tell((opened) => opened.wakeDispatcher(wake)),
    work: async (work) => (await queues()).work(work),
    hearWakes(platform, wake) {
      const hearing = queues().then((opened) => opened.hearWakes(platform, wake))
      return { close: async () => (await hearing).close() }
    },
    health: () =>
      queues().then(
        (opened) => opened.health(),
        () => false,
      ),
    close: async () => {
      const opened = await opening?.catch(() => undefined)
      await opened?.close()
    },
  }
}
