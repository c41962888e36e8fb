import { existsSync } from 'node:fs'
import { wiro } from './wiro.ts'

if (existsSync('.env')) process.loadEnvFile('.env')

const code = await wiro(process.argv.slice(2), process)
if (code !== undefined) process.exit(code)
