#!/usr/bin/env node
/** The command `wiro`: prepares a source clone when something is stale, then runs `dist/cli/main.js`. */
import { existsSync } from 'node:fs'
import nodeModule from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const root = path.dirname(import.meta.dirname)

nodeModule.enableCompileCache?.()

if (await prepare()) await import(pathToFileURL(path.join(root, 'dist', 'cli', 'main.js')).href)

/** Builds where there are sources; an image with `dist/` alone has nothing to build. */
async function prepare() {
  if (!existsSync(path.join(root, 'tsconfig.build.json'))) return true
  const { build, BuildError } = await import('./build.js')
  try {
    build()
    return true
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
    return false
  }
}
