import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { ConfigError } from '../core/configError.ts'
import { StoreError } from '../core/store/storeError.ts'
import { newKeys } from '../core/vault/keys.ts'
import { start } from './start.ts'

if (existsSync('.env')) process.loadEnvFile('.env')

const program = new Command('wiro').description('Warm anonymous letters between strangers, on Discord and Telegram.')

program
  .command('start')
  .description('Start the service; without any token, the sandbox to play in.')
  .action(() => start(process.env))

program
  .command('keys')
  .description('The keys that seal what people write.')
  .command('new')
  .description('Print a fresh value for WIRO_KEYS. Keep it apart from the database.')
  .action(() => void process.stdout.write(`${newKeys()}\n`))

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof StoreError)) throw error
  process.stderr.write(`\n✗ ${error.message}\n`)
  process.exit(1)
}
