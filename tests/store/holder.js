/**
 * A process that holds the built-in database of a home open, for tests to steer and to kill.
 * Arguments: the folder of the compiled store, the home. It writes one line of JSON once it is open, stays through
 * Ctrl-C, and closes when its input ends.
 */
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [store, home] = process.argv.slice(2)
const { openEmbeddedPostgres } = await import(pathToFileURL(path.join(store, 'embedded.js')).href)

process.on('SIGINT', () => onProgress({ en: 'interrupted' }))
try {
  const postgres = await openEmbeddedPostgres({ home, onProgress, settings: { fsync: 'off' } })
  process.stdout.write(`${JSON.stringify({ url: postgres.url })}\n`)
  process.stdin.on('end', () => postgres.close().then(() => process.exit())).resume()
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: `${error.name}: ${error.message}` })}\n`)
}

function onProgress({ en: line }) {
  process.stderr.write(`${line}\n`)
}
