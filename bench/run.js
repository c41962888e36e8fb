/**
 * Measures: `npm run bench -- <name> [options]`, one line of JSON on stdout, progress on stderr.
 * Names are the files of this folder that export `run(args)`: delivery, discover, matching, paper, recommend, relay,
 * safety.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from '../cli/build.js'

const root = path.dirname(import.meta.dirname)
const [name = '', ...args] = process.argv.slice(2)
const source = path.join(root, 'bench', `${name}.ts`)

if (/^\w+$/.test(name) && existsSync(source)) await measure()
else {
  process.stderr.write(
    'Which one? npm run bench -- delivery | discover | matching | paper | recommend | relay | safety; and npm run chaos.\n',
  )
  process.exitCode = 1
}

async function measure() {
  build()
  const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.bench.json'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(1)
  cpSync(path.join(root, 'bench', 'data'), path.join(root, 'dist', 'bench', 'data'), { recursive: true })
  const { run } = await import(pathToFileURL(path.join(root, 'dist', 'bench', `${name}.js`)).href)
  process.stdout.write(`${JSON.stringify(await run(args))}\n`)
  process.exit()
}
