import { existsSync } from 'node:fs'
import path from 'node:path'
import { exitCodes, say } from './desk.ts'
import { traceSources } from './traces.ts'
import { wiro } from './wiro.ts'

traceSources()
if (existsSync('.env')) readSettings('.env')

const code = await wiro(process.argv.slice(2), process)
if (code !== undefined) process.exit(code)

/** A file that is there and cannot be read would silently leave everything as it is by default. */
function readSettings(file: string): void {
  try {
    process.loadEnvFile(file)
  } catch {
    const line = say({
      en: `${path.resolve(file)} cannot be read. Give this user the right to read it, or move it away.`,
      ko: `${path.resolve(file)} 파일을 읽을 수 없어요. 이 사용자에게 읽을 권한을 주거나 다른 곳으로 옮겨 주세요.`,
    })
    process.stderr.write(`\n✗ ${line}\n`)
    process.exit(exitCodes.trouble)
  }
}
