import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { backUp } from '../../core/backup/backup.ts'
import { restore } from '../../core/backup/restore.ts'
import { type Findings, verifyBackup, verifyDatabase } from '../../core/backup/verify.ts'
import { readConfig } from '../../core/config.ts'
import { openEmbeddedPostgres } from '../../core/store/embedded.ts'
import { formatLastingMoment } from '../../core/texts/format.ts'
import { keysOfHome, parseKeys } from '../../core/vault/keys.ts'
import { openVault } from '../../core/vault/vault.ts'
import { exitCodes, openHere, say } from '../desk.ts'
import { terminal, terminalLanguage } from '../terminal.ts'

const jsonOption = () => ['--json', say({ en: 'for programs: JSON', ko: '프로그램용 JSON으로 출력해요' })] as const
const example = (line: string) => `\n${say({ en: 'Example', ko: '예' })}:\n  $ ${line}`

/** `wiro backup`, `wiro restore`, `wiro verify` */
export function addBackup(program: Command): void {
  program
    .command('backup')
    .argument('<folder>', say({ en: 'a new or empty folder', ko: '새 폴더나 빈 폴더' }))
    .description(
      say({
        en: 'Write everything into a folder, as of one moment, while the service runs. The keys are not in it: keep them apart.',
        ko: '서비스가 도는 동안 한 시점의 모든 것을 폴더에 담아요. 열쇠는 들어가지 않으니 따로 보관하세요.',
      }),
    )
    .option(...jsonOption())
    .addHelpText('after', example('wiro backup backups/2026-11-23'))
    .action(backupTo)
  program
    .command('restore')
    .argument('<folder>', say({ en: 'a back-up', ko: '백업 폴더' }))
    .description(
      say({
        en: 'Fill an empty database with a back-up. Needs the keys of its time.',
        ko: '빈 데이터베이스를 백업으로 채워요. 그때의 열쇠가 있어야 해요.',
      }),
    )
    .option('--dry-run', say({ en: 'try it, change nothing', ko: '바꾸지 않고 미리 해 봐요' }))
    .option(...jsonOption())
    .addHelpText('after', example('WIRO_HOME=.wiro-new wiro restore backups/2026-11-23'))
    .action(restoreFrom)
  program
    .command('verify')
    .argument('[folder]', say({ en: 'a back-up; the database when left out', ko: '백업 폴더. 없으면 데이터베이스' }))
    .description(
      say({
        en: 'Open every letter and everything else that is sealed, and say what does not open.',
        ko: '편지와 봉인된 것을 모두 열어 보고, 열리지 않는 것을 알려 줘요.',
      }),
    )
    .option(...jsonOption())
    .addHelpText('after', example('wiro verify backups/2026-11-23'))
    .action(verify)
}

async function backupTo(folder: string, { json = false }: { json?: boolean }): Promise<void> {
  const core = await openHere()
  try {
    const manifest = await backUp({ url: core.db.url, vault: core.vault, folder, now: core.clock.now() })
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const done = say({
      en: `${rows} rows of ${manifest.tables.length} tables. Now: wiro verify ${folder}, and a copy of the keys somewhere else.`,
      ko: `표 ${manifest.tables.length}개, ${rows}줄을 담았어요. 이제 wiro verify ${folder} 로 확인하고, 열쇠는 다른 곳에 따로 복사해 두세요.`,
    })
    tell(json, manifest, done)
  } finally {
    await core.close()
  }
}

async function restoreFrom(
  folder: string,
  { json = false, dryRun = false }: { json?: boolean; dryRun?: boolean },
): Promise<void> {
  const { config, vault } = here()
  // A rehearsal makes no database: where there is none yet, it would be empty.
  const none = config.databaseUrl || (dryRun && !existsSync(join(config.home, 'postgres')))
  const embedded = none ? undefined : await openEmbeddedPostgres({ home: config.home })
  try {
    const url = embedded?.url ?? config.databaseUrl
    const manifest = await restore({ url, vault, folder, rehearse: dryRun })
    const when = momentHere(manifest.madeAt)
    const done = say({
      en: `Restored as of ${when}. What became due since leaves when the service starts.`,
      ko: `${when} 시점으로 되돌렸어요. 그사이 때가 된 편지는 서비스를 시작하면 길을 나서요.`,
    })
    const tried = say({
      en: `It would be restored as of ${when}. Only tried: nothing was changed.`,
      ko: `${when} 시점으로 되돌릴 수 있어요. 미리 해 봤어요. 바뀐 것은 없어요.`,
    })
    tell(json, manifest, dryRun ? tried : done)
  } finally {
    await embedded?.close()
  }
}

/** On the clock of this terminal. */
function momentHere(at: string): string {
  const { env } = terminal()
  const zone = env.TZ || Intl.DateTimeFormat().resolvedOptions().timeZone
  return formatLastingMoment(new Date(at), { zone, language: terminalLanguage(env) })
}

async function verify(folder: string | undefined, { json = false }: { json?: boolean }): Promise<void> {
  const findings = folder ? await verifyBackup({ vault: here().vault, folder }) : await verifyHere()
  const fine = findings.broken.length === 0 && findings.keysFit
  tell(json, findings, saying(findings, fine))
  if (!fine) terminal().exitCode = exitCodes.trouble
}

async function verifyHere(): Promise<Findings> {
  const core = await openHere()
  try {
    return await verifyDatabase({ vault: core.vault, url: core.db.url })
  } finally {
    await core.close()
  }
}

function saying({ rows, letters, sealed, broken, keysFit }: Findings, fine: boolean): string {
  if (fine)
    return say({
      en: `All is well: ${rows} rows, ${letters} letters and ${sealed} other seals open.`,
      ko: `모두 괜찮아요. ${rows}줄, 편지 ${letters}통, 그 밖의 봉인 ${sealed}개가 열려요.`,
    })
  const keys = keysFit ? '' : say({ en: 'These are the keys of another time. ', ko: '다른 때의 열쇠예요. ' })
  const many = say({ en: `${broken.length} seals do not open:`, ko: `봉인 ${broken.length}개가 열리지 않아요:` })
  return [`✗ ${keys}${many}`, ...broken.slice(0, 20)].join('\n')
}

/** The database and keys of this machine, without touching either; the sandbox's own while there is no token. */
function here() {
  const own = readConfig(terminal().env)
  const real = own.discord || own.telegram || own.databaseUrl
  const config = real ? own : { ...own, home: join(own.home, 'sandbox') }
  return { config, vault: openVault(config.keys ? parseKeys(config.keys) : keysOfHome(config.home)) }
}

function tell(json: boolean, value: unknown, line: string): void {
  terminal().stdout.write(`${json ? JSON.stringify(value, null, 2) : line}\n`)
}
