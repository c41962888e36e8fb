import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { terminalLanguage } from '../../cli/terminal.ts'

/** A clone whose compilers do what a test says: what is told while it is prepared, and when it cannot be. */
const clone = mkdtempSync(path.join(tmpdir(), 'wiro-build-'))
afterAll(() => rmSync(clone, { recursive: true }))

const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(clone, file)), { recursive: true })
  writeFileSync(path.join(clone, file), text)
}

beforeEach(() => {
  rmSync(clone, { recursive: true })
  mkdirSync(path.join(clone, 'dist'), { recursive: true })
  for (const file of ['package.json', 'cli/build.js', 'cli/dev.js'])
    cpSync(path.resolve(import.meta.dirname, '../..', file), path.join(clone, file))
  write('prisma/schema.prisma', 'model Letter {}')
  write('core/store/generated/client.ts', '')
  write('tsconfig.build.json', '{}')
})

function packages(typescript: string) {
  for (const [name, program] of [
    ['typescript', 'bin/tsc'],
    ['prisma', 'build/index.js'],
  ] as const) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }))
    write(`node_modules/${name}/${program}`, name === 'typescript' ? typescript : '')
  }
}

function build(env: NodeJS.ProcessEnv) {
  const { status, stderr } = spawnSync(process.execPath, ['cli/build.js'], { cwd: clone, env, encoding: 'utf8' })
  return { status, said: stderr.trimEnd().split('\n') }
}

const BROKEN = `for (let n = 1; n <= 23; n++) console.log('error ' + n)\nprocess.exit(1)`
const errors = Array.from({ length: 20 }, (_, n) => `error ${n + 1}`)

it.each([
  [
    'en_GB.UTF-8',
    'Preparing Wiro (database client) …',
    'Preparing Wiro (compiling) …',
    'Wiro could not be built: TypeScript cannot read it.',
    '(and 3 lines more)',
    'Packages are missing. Run "npm install" first.',
  ],
  [
    'ko_KR.UTF-8',
    '위로를 준비하는 중(데이터베이스 클라이언트) …',
    '위로를 준비하는 중(컴파일) …',
    '위로를 빌드하지 못했어요: 타입스크립트가 소스를 읽지 못해요.',
    '(그 밖에 3줄)',
    '패키지가 없어요. 먼저 "npm install" 을 실행해 주세요.',
  ],
])(
  'at a terminal of %s it says what it prepares, once, and what is to be mended',
  (LANG, client, compiling, broken, more, missing) => {
    expect(build({ LANG })).toEqual({ status: 1, said: [missing] })
    packages(BROKEN)
    expect(build({ LANG })).toEqual({ status: 1, said: [client, compiling, broken, ...errors, more] })
    packages('')
    expect(build({ LANG })).toEqual({ status: 0, said: [compiling] })
    expect(build({ LANG })).toEqual({ status: 0, said: [''] })
  },
)

it.each([
  { LANG: 'ko_KR.UTF-8', LC_ALL: 'C' },
  { LC_ALL: '', LC_MESSAGES: 'ko_KR', LANG: 'C' },
])('speaks as what is started then does: %j', (env) => {
  const isKorean = terminalLanguage(env) === 'ko'
  expect(/[가-힣]/.test(build(env).said.join())).toBe(isKorean)
})

it('npm run dev starts anew whenever a source changes, and leaves what runs as it is while one is broken', async () => {
  packages(`const { copyFileSync, mkdirSync, readFileSync } = require('node:fs')
    if (readFileSync('cli/main.ts', 'utf8').includes('broken')) process.exit(1)
    mkdirSync('dist/cli', { recursive: true })
    copyFileSync('cli/main.ts', 'dist/cli/main.js')`)
  const source = (name: string) =>
    write(
      'cli/main.ts',
      `process.on('SIGTERM', () => { console.log('${name} ends'); process.exit() })
      console.log('${name}: ' + process.argv[2])
      setInterval(() => undefined, 1_000)`,
    )
  source('the first')
  const dev = spawn(process.execPath, ['cli/dev.js'], { cwd: clone, env: {} })
  const ended = once(dev, 'close')
  let said = ''
  for (const stream of [dev.stdout, dev.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const until = (words: string) => expect.poll(() => said).toContain(words)
  await until('the first: start')
  source('the broken one')
  await until('Wiro could not be built')
  source('the third')
  await until('the third: start')
  expect(said).toMatch(/the first ends.*the third/s)
  dev.kill('SIGINT')
  await ended
  expect(said.trim().split('\n').at(-1)).toBe('the third ends')
  expect(said).not.toContain('the broken one:')
})
