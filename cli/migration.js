/**
 * For contributors, after a change to prisma/schema.prisma:
 *
 *   npm run migration -- <name>   writes prisma/migrations/<stamp>_<name>/migration.sql
 *
 * The comparison happens in a database server of its own, which is thrown away.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BuildError, build } from './build.js'

const name = process.argv[2]
if (name) await write(name)
else fail('Give the migration a name: npm run migration -- add_thanks')

async function write(migrationName) {
  compile()
  const { openEmbeddedPostgres } = await import('../dist/core/store/embedded.js')
  const { createMigration } = await import('../dist/core/store/migrate.js')
  const home = mkdtempSync(path.join(tmpdir(), 'wiro-migration-'))
  chmodSync(home, 0o755)
  try {
    const postgres = await openEmbeddedPostgres({ home, settings: { fsync: 'off' } })
    const file = await createMigration({ url: postgres.url, name: migrationName }).finally(postgres.close)
    process.stdout.write(
      file ? `${path.relative(process.cwd(), file)}\n` : 'The migrations already lead to the schema.\n',
    )
  } catch (error) {
    if (error.name !== 'StoreError') throw error
    fail(error.message)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Code that does not fit a changed schema yet is no reason to refuse its migration. */
function compile() {
  try {
    build()
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    process.stderr.write('(The code does not compile at the moment; the migration does not need it.)\n')
  }
}

function fail(line) {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}
