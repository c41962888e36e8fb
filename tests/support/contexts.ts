import { AsyncLocalStorage } from 'node:async_hooks'

type Context = AsyncLocalStorage<unknown>
const prototype: Context & { wiroUsed?: Set<Context> } = AsyncLocalStorage.prototype

/** Those that ran in this process, whichever file of tests they ran for. */
function noteThem(): Set<Context> {
  const used = new Set<Context>()
  const { run } = prototype
  prototype.run = function (this: Context, ...args: Parameters<typeof run>) {
    used.add(this)
    return run.apply(this, args)
  } as typeof run
  return used
}
prototype.wiroUsed ??= noteThem()

/**
 * Ends what libraries (of browsers, of questions at a terminal) follow through all that a process does. As long as one is
 * followed every promise costs several times as much, in this file and in those after it.
 */
export function endContexts(): void {
  for (const context of prototype.wiroUsed ?? []) context.disable()
  prototype.wiroUsed?.clear()
}
