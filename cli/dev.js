/** `npm run dev`: runs `wiro start` and, when a source changes, builds again and starts it anew. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BuildError, build, sourceState } from './build.js'

const root = path.dirname(import.meta.dirname)
const main = path.join(root, 'dist', 'cli', 'main.js')
const args = process.argv.length > 2 ? process.argv.slice(2) : ['start']
const lookEveryMs = 300

let child
let ending = false

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end)
await watch()

/** Looks instead of listening: notices of changes differ between systems and editors, and some never come. */
async function watch() {
  let built
  while (!ending) {
    const now = sourceState()
    if (now !== built) await restart()
    built = now
    await sleep(lookEveryMs)
  }
}

async function restart() {
  if (!tryBuild()) return
  await stopChild()
  if (!ending) child = spawn(process.execPath, ['--enable-source-maps', main, ...args], { cwd: root, stdio: 'inherit' })
}

/** A broken source leaves the running service as it is. */
function tryBuild() {
  try {
    build()
    return true
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    process.stderr.write(`${error.message}\n`)
    return false
  }
}

function stopChild() {
  const running = child
  if (!running || running.exitCode !== null || running.signalCode !== null) return
  const gone = new Promise((resolve) => running.once('exit', resolve))
  running.kill('SIGTERM')
  return gone
}

async function end() {
  ending = true
  await stopChild()
  process.exit()
}
