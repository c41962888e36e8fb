import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { ConfigError } from '../core/configError.ts'
import { StoreError } from '../core/store/storeError.ts'
import { addStart } from './commands/start.ts'
import { addCommands } from './commands.ts'
import { complain, endWithOwnCode } from './desk.ts'

if (existsSync('.env')) process.loadEnvFile('.env')

const program = new Command('wiro').description('Warm anonymous letters between strangers, on Discord and Telegram.')

addStart(program)
addCommands(program)
endWithOwnCode(program)

try {
  await program.parseAsync()
} catch (error) {
  const code = complain(error)
  if (code !== undefined) process.exit(code)
  if (!(error instanceof ConfigError || error instanceof StoreError)) throw error
  process.stderr.write(`\n✗ ${error.message}\n`)
  process.exit(1)
}
