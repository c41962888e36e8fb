import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname
const dist = path.join(root, 'dist')

/**
 * The service's own modules are those of `dist/`, which the run's setup brings up to date: what is tested is what ships, and
 * no worker compiles it once more.
 */
const compiled = {
  name: 'compiled',
  enforce: 'pre' as const,
  resolveId(source: string, importer: string | undefined) {
    if (!importer || !source.startsWith('.')) return undefined
    const file = path.relative(root, path.resolve(path.dirname(importer), source))
    if (!/^(core|bots|cli|web|sandbox)\/.*\.tsx?$/.test(file.replaceAll('\\', '/'))) return undefined
    return path.join(dist, file.replace(/\.tsx?$/, '.js'))
  },
}

export default defineConfig({
  plugins: [compiled],
  test: {
    globalSetup: ['tests/support/globalSetup.ts'],
    include: ['tests/**/*.test.ts'],
    server: { deps: { external: [/[\\/]dist[\\/](core|bots|cli|web|sandbox)[\\/]/] } },
    // However busy the machine is: what never comes is told apart by never coming.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    // Prisma’s compiler of queries runs for a second in all here: making it quicker would take as long again.
    execArgv: ['--liftoff-only'],
    maxWorkers: 5,
    // A file opens and closes all it uses, so that files may share a process and what it has loaded.
    isolate: false,
    // What is transformed once is kept below node_modules, by its content and this file's: a second run transforms nothing.
    experimental: { fsModuleCache: true },
  },
})
