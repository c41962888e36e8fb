import { join } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../../core/config.ts'
import { openEmbeddedPostgres } from '../../core/store/embedded.ts'
import { applyMigrations, pendingMigrations } from '../../core/store/migrate.ts'
import { say } from '../desk.ts'
import { terminal } from '../terminal.ts'

/** `wiro migrate` */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      say({
        en: 'Bring the database to the newest migration. The service does so at every start.',
        ko: '데이터베이스를 최신으로 맞춰요. 서비스는 시작할 때마다 스스로 해요.',
      }),
    )
    .option('--dry-run', say({ en: 'say what would be applied', ko: '무엇을 적용할지만 말해요' }))
    .option('--json', say({ en: 'for programs: JSON', ko: '프로그램용 JSON으로 출력해요' }))
    .addHelpText('after', `\n${say({ en: 'Example', ko: '예' })}:\n  $ wiro migrate --dry-run`)
    .action(async ({ dryRun = false, json = false }: { dryRun?: boolean; json?: boolean }) => {
      const config = readConfig(terminal().env)
      const home = config.discord || config.telegram ? config.home : join(config.home, 'sandbox')
      const embedded = config.databaseUrl ? undefined : await openEmbeddedPostgres({ home })
      const url = embedded?.url ?? config.databaseUrl ?? ''
      try {
        const names = dryRun ? await pendingMigrations({ url }) : (await applyMigrations({ url })).applied
        if (json) return void terminal().stdout.write(`${JSON.stringify({ dryRun, migrations: names }, null, 2)}\n`)
        for (const name of names) terminal().stdout.write(`${name}\n`)
        if (names.length === 0)
          terminal().stdout.write(`${say({ en: 'Nothing to apply.', ko: '적용할 것이 없어요.' })}\n`)
      } finally {
        await embedded?.close()
      }
    })
}
