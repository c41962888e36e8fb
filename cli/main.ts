import { existsSync } from 'node:fs'
import { traceSources } from './traces.ts'
import { wiro } from './wiro.ts'

traceSources()
if (existsSync('.env')) process.loadEnvFile('.env')

const code = await wiro(process.argv.slice(2), process)
if (code !== undefined) process.exit(code)
