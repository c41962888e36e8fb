import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A program of this folder, `delivery/thin`, in a process of its own. Dies with this one. */
export function startChild(name: string, args: string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(`./${name}.js`, import.meta.url)), args, { execArgv: [] })
}

/** Tells a child something and resolves to what it says next. */
export function ask<Answer>(child: ChildProcess, order?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a child process ended'))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      resolve(answer as Answer)
    })
    if (order) child.send(order)
  })
}
