import { access, constants, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type Config, googleCallbackUrl, readConfig } from '../../core/config.ts'
import { ConfigError } from '../../core/configError.ts'
import { openJobBoard } from '../../core/jobs/board.ts'
import type { Bilingual } from '../../core/language.ts'
import { readServiceHealth } from '../../core/operations/serviceHealth.ts'
import { StoreError } from '../../core/store/storeError.ts'
import { exitCodes, openHere, say } from '../desk.ts'
import { openScreen, type Screen } from '../screen.ts'
import { terminal } from '../terminal.ts'

/** One look: what was looked at, how it is, and how to mend it. */
export type Finding = { name: string; state: 'good' | 'warning' | 'bad'; says: string; mend?: string }

const ASK_WITHIN_MS = 5_000
const CLOCK_TOLERANCE_SECONDS = 5
const COLOURS = { good: 'green', warning: 'yellow', bad: 'red' } as const
const SIGNS = { good: '✓', warning: '!', bad: '✗' } as const

/** `wiro doctor` */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      say({
        en: 'Look at everything the service needs: what is wrong, and how to mend it.',
        ko: '서비스에 필요한 것을 모두 살펴보고, 고치는 법을 알려 줘요.',
      }),
    )
    .option('--json', say({ en: 'for programs: JSON', ko: '프로그램용 JSON으로 출력해요' }))
    .addHelpText('after', `\n${say({ en: 'Example', ko: '예' })}:\n  $ wiro doctor && echo fine`)
    .action(async ({ json = false }: { json?: boolean }) => {
      const screen = openScreen({ output: terminal().stdout, env: terminal().env, now: () => new Date() })
      const findings = await examine(terminal().env)
      if (findings.some(({ state }) => state === 'bad')) terminal().exitCode = exitCodes.trouble
      if (json) return screen.json(findings)
      for (const finding of findings) showFinding(screen, finding)
    })
}

function showFinding(screen: Screen, { name, state, says, mend }: Finding): void {
  screen.line(`${screen[COLOURS[state]](SIGNS[state])} ${screen.bold(name)}  ${says}`)
  if (mend) screen.line(`  → ${mend}`)
}

/** All looks, in the order in which things stand on each other. A wrong setting ends it: nothing else can be trusted. */
async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    return [bad(SETTINGS, messageOf(error))]
  }
  const platforms = await Promise.all([askDiscord(config), askTelegram(config)])
  return [
    good(SETTINGS, say({ en: 'readable', ko: '읽을 수 있어요' })),
    ...(await lookAtRights(config)),
    ...platforms.flat(),
    ...lookAtWeb(config),
    ...(await lookAtService()),
  ]
}

const SETTINGS: Bilingual = { en: 'settings', ko: '설정' }
const DATABASE: Bilingual = { en: 'database', ko: '데이터베이스' }

async function lookAtRights({ home, keys }: Config): Promise<Finding[]> {
  const name: Bilingual = { en: 'rights', ko: '권한' }
  const found: Finding[] = []
  const missing = await access(home, constants.W_OK).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )
  if (missing)
    found.push(
      bad(
        name,
        say({ en: `${home} cannot be written to.`, ko: `${home} 폴더에 쓸 수 없어요.` }),
        say({ en: 'Give this user the right, or set WIRO_HOME.', ko: '권한을 주거나 WIRO_HOME 을 바꿔 주세요.' }),
      ),
    )
  const file = keys ? undefined : await stat(join(home, 'keys')).catch(() => undefined)
  if (file && (file.mode & 0o077) !== 0)
    found.push(
      bad(
        name,
        say({ en: 'Others on this machine can read the key file.', ko: '다른 사용자도 열쇠 파일을 읽을 수 있어요.' }),
        `chmod 600 ${join(home, 'keys')}`,
      ),
    )
  return found.length ? found : [good(name, home)]
}

async function askDiscord({ discord }: Config): Promise<Finding[]> {
  if (!discord) return [none('Discord', 'DISCORD_TOKEN')]
  const url = `${discord.apiUrl ?? 'https://discord.com/api'}/v10/users/@me`
  return askPlatform('Discord', 'DISCORD_TOKEN', url, { authorization: `Bot ${discord.token}` })
}

async function askTelegram({ telegram }: Config): Promise<Finding[]> {
  if (!telegram) return [none('Telegram', 'TELEGRAM_TOKEN')]
  const url = `${telegram.apiUrl ?? 'https://api.telegram.org'}/bot${telegram.token}/getMe`
  return askPlatform('Telegram', 'TELEGRAM_TOKEN', url, {})
}

/** Whether the platform knows the token, and whether its clock agrees with ours. The token is never shown. */
async function askPlatform(
  name: string,
  variable: string,
  url: string,
  headers: Record<string, string>,
): Promise<Finding[]> {
  const both = { en: name, ko: name }
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(ASK_WITHIN_MS) })
    if (response.status === 401 || response.status === 404)
      return [
        bad(
          both,
          say({ en: 'does not know this token.', ko: '토큰이 맞지 않아요.' }),
          say({ en: `Copy the bot’s token into ${variable} again.`, ko: `${variable} 에 봇 토큰을 다시 넣어 주세요.` }),
        ),
      ]
    if (!response.ok)
      return [warning(both, say({ en: `answers ${response.status}.`, ko: `${response.status} 로 답해요.` }))]
    return [
      good(both, say({ en: 'knows the token.', ko: '토큰이 맞아요.' })),
      ...clockAgainst(both, response.headers.get('date')),
    ]
  } catch {
    return [
      bad(
        both,
        say({ en: 'cannot be reached.', ko: '닿지 않아요.' }),
        say({ en: 'Check the network, a proxy, the firewall.', ko: '네트워크, 프록시, 방화벽을 살펴봐 주세요.' }),
      ),
    ]
  }
}

function clockAgainst(who: Bilingual, date: string | null): Finding[] {
  const ahead = date ? Math.round((Date.now() - Date.parse(date)) / 1000) : 0
  if (Math.abs(ahead) <= CLOCK_TOLERANCE_SECONDS) return []
  const says = {
    en: `differs by ${Math.abs(ahead)} s from ${who.en}.`,
    ko: `${who.ko} 시계와 ${Math.abs(ahead)}초 달라요.`,
  }
  return [
    warning(
      { en: 'clock', ko: '시계' },
      say(says),
      say({ en: 'Switch on time synchronisation (NTP).', ko: '시간 동기화(NTP)를 켜 주세요.' }),
    ),
  ]
}

function lookAtWeb({ google, publicUrl }: Config): Finding[] {
  const name: Bilingual = { en: 'web', ko: '웹' }
  const { protocol, hostname } = new URL(publicUrl)
  const here = hostname === 'localhost' || hostname === '127.0.0.1'
  if (protocol !== 'https:' && !here)
    return [
      bad(
        name,
        `${publicUrl}: ${say({ en: 'not https, so cookies and logins travel open.', ko: 'https 가 아니라 로그인이 드러나요.' })}`,
        'WIRO_PUBLIC_URL=https://…',
      ),
    ]
  if (google && here)
    return [
      warning(
        name,
        `${say({ en: 'Google login works on this machine only. Redirect URI to enter at Google', ko: 'Google 로그인은 이 컴퓨터에서만 돼요. Google 에 등록할 리디렉션 URI' })}: ${googleCallbackUrl({ publicUrl })}`,
        'WIRO_PUBLIC_URL=https://…',
      ),
    ]
  return [
    good(
      name,
      google
        ? `${publicUrl} · ${say({ en: 'redirect URI to enter at Google', ko: 'Google 에 등록할 리디렉션 URI' })}: ${googleCallbackUrl({ publicUrl })}`
        : publicUrl,
    ),
  ]
}

/** What can be seen only with the database open. */
async function lookAtService(): Promise<Finding[]> {
  try {
    const core = await openHere()
    try {
      const health = await readServiceHealth(core)
      const board = await openJobBoard(core)
      const queues = await board.queues().finally(() => board.close())
      const failed = queues.reduce((sum, queue) => sum + queue.failed, 0)
      const paused = queues.filter((queue) => queue.paused).map(({ queue }) => queue)
      const skew = Math.abs(health.databaseAheadSeconds) > CLOCK_TOLERANCE_SECONDS
      return [
        good(DATABASE, `PostgreSQL ${health.databaseVersion}`),
        ...(skew
          ? [
              warning(
                { en: 'clock', ko: '시계' },
                say({
                  en: `The database’s differs by ${health.databaseAheadSeconds} s.`,
                  ko: `데이터베이스 시계와 ${health.databaseAheadSeconds}초 달라요.`,
                }),
                'NTP',
              ),
            ]
          : []),
        when(
          failed === 0 && paused.length === 0,
          { en: 'queue', ko: '큐' },
          say({
            en: `${failed} failed jobs${paused.length ? `, paused: ${paused.join(', ')}` : ''}`,
            ko: `실패한 작업 ${failed}건${paused.length ? `, 멈춘 큐: ${paused.join(', ')}` : ''}`,
          }),
          paused.length ? `wiro jobs resume ${paused[0]}` : 'wiro jobs list letters --state failed',
        ),
        when(
          health.senders.length > 0,
          { en: 'senders', ko: '보내는 이' },
          health.senders.join(', ') || say({ en: 'nobody is sending', ko: '아무도 보내고 있지 않아요' }),
          'wiro start',
        ),
        when(
          health.overdueNotices + health.overdueLetters === 0,
          { en: 'on time', ko: '제때' },
          say({
            en: `${health.overdueLetters} letters and ${health.overdueNotices} notices are late`,
            ko: `늦은 편지 ${health.overdueLetters}통, 늦은 알림 ${health.overdueNotices}건`,
          }),
          say({
            en: 'Is the service running, and are the platforms reachable?',
            ko: '서비스가 돌고 있는지, 플랫폼에 닿는지 살펴봐 주세요.',
          }),
        ),
        when(
          health.failedNotices === 0,
          { en: 'delivery', ko: '배달' },
          say({
            en: `${health.failedNotices} notices of the last day failed or may be lost`,
            ko: `지난 하루 전하지 못한 알림 ${health.failedNotices}건`,
          }),
          'wiro mail list',
        ),
        when(
          health.owners > 0,
          { en: 'operators', ko: '운영진' },
          say({ en: health.owners === 1 ? '1 owner' : `${health.owners} owners`, ko: `소유자 ${health.owners}명` }),
          'wiro operators add <name> --role owner --why "…"',
        ),
        when(
          health.casesLate === 0,
          { en: 'moderation', ko: '안건' },
          say({ en: `${health.casesLate} cases are late`, ko: `늦은 안건 ${health.casesLate}건` }),
          'wiro moderate',
        ),
      ]
    } finally {
      await core.close()
    }
  } catch (error) {
    return [bad(DATABASE, messageOf(error))]
  }
}

const good = (name: Bilingual, says: string): Finding => ({ name: say(name), state: 'good', says })
const warning = (name: Bilingual, says: string, mend?: string): Finding => ({
  name: say(name),
  state: 'warning',
  says,
  ...(mend ? { mend } : {}),
})
const bad = (name: Bilingual, says: string, mend?: string): Finding => ({
  name: say(name),
  state: 'bad',
  says,
  ...(mend ? { mend } : {}),
})
const when = (isGood: boolean, name: Bilingual, says: string, mend: string): Finding =>
  isGood ? good(name, says) : warning(name, says, mend)
const none = (name: string, variable: string): Finding => ({
  name,
  state: 'warning',
  says: say({ en: 'no token: not connected', ko: '토큰이 없어 연결하지 않아요' }),
  mend: variable,
})

/** Settings and database errors are whole sentences that hold no secret; anything else is named by its kind only. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return error instanceof ConfigError || error instanceof StoreError ? say(error.said) : error.name
}
