import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { bold, cyan, dim, green } from 'yoctocolors'
import type { Access, Bot } from '../bots/bot.ts'
import { fetchFromPlatforms } from '../bots/fetchMedia.ts'
import { type Clock, openClock } from '../core/clock.ts'
import { type Config, readConfig } from '../core/config.ts'
import { ConfigError } from '../core/configError.ts'
import { type Core, openCore } from '../core/core.ts'
import { watchSweeps } from '../core/jobs/watchSweeps.ts'
import type { Bilingual } from '../core/language.ts'
import { letterWork } from '../core/letters/sweepLetters.ts'
import type { Platform } from '../core/platform.ts'
import { makeFolder } from '../core/store/makeFolder.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { PartHealth, Web } from '../web/web.ts'
import { say } from './desk.ts'
import { allRoles, type Role } from './roles.ts'
import { sandboxStatus } from './sandboxStatus.ts'
import { onSignals } from './signals.ts'
import { terminal } from './terminal.ts'

/**
 * The composition root: starts these parts of the service in this process and runs until it is told to stop. Without
 * any token it is the sandbox, which is always whole. Each part is loaded when it is its turn, and only where it runs.
 * @throws ConfigError or StoreError with one line that says what to mend.
 */
export async function start(own: Config, roles: readonly Role[] = allRoles): Promise<void> {
  const stops: Stops = []
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  const told = new AbortController()
  const beginning = begin(own, { roles, stops, told: told.signal })
  const hearNoMore = onSignals(async () => {
    told.abort()
    tell(dim(say({ en: 'Stopping: finishing what is under way …', ko: '멈추는 중: 하던 일을 마칠게요 …' })))
    // What is just being opened is opened to its end: only then it can be closed.
    await beginning.catch(() => undefined)
    await stopAll()
    tell(dim(say({ en: 'Stopped. Everything is kept.', ko: '멈췄어요. 모두 그대로 남아 있어요.' })))
  })
  try {
    await beginning
  } catch (error) {
    if (told.signal.aborted) return
    await stopAll()
    hearNoMore()
    throw error
  }
}

/** How to end each part that has begun; and whether we were told to stop, so that no other one begins. */
type Way = { roles: readonly Role[]; stops: Stops; told: AbortSignal }

async function begin(own: Config, { roles, stops, told }: Way): Promise<void> {
  const began = performance.now()
  const clock = openClock()
  checkRoles(own, roles)
  const sandbox = own.discord || own.telegram ? undefined : await playground(own, clock)
  if (sandbox) stops.push(sandbox.close)
  const config = sandbox ? inSandbox(own, sandbox) : own
  const web = roles.includes('web') ? await openHealth(config, sandbox) : undefined
  if (web) stops.push(web.close)
  if (told.aborted) return
  tell(say({ en: 'Opening the database …', ko: '데이터베이스를 여는 중 …' }))
  const core = await openCore(config, { clock, onProgress: (line) => tell(say(line)) })
  stops.push(core.close)
  if (told.aborted) return
  await startParts(core, { web, stops, roles, told })
  if (told.aborted) return
  sandbox?.watch(() => sandboxStatus(core))
  if (sandbox) web?.mount({ ...sandbox, home: true })
  if (web) await mountPages(core, web, stops)
  web?.ready()
  if (!told.aborted) announce(core, { sandbox, roles, milliseconds: performance.now() - began })
}

/** A role without its token, and the sandbox in parts, are mistakes. @throws ConfigError */
function checkRoles({ discord, telegram }: Config, roles: readonly Role[]): void {
  if (roles.length === allRoles.length) return
  if (!discord && !telegram)
    throw new ConfigError({
      en: 'The sandbox runs whole: --roles needs DISCORD_TOKEN or TELEGRAM_TOKEN.',
      ko: '놀이터는 나누어 실행할 수 없어요. --roles 를 쓰려면 DISCORD_TOKEN 이나 TELEGRAM_TOKEN 이 있어야 해요.',
    })
  if (roles.includes('discord') && !discord) throw tokenless('discord', 'DISCORD_TOKEN')
  if (roles.includes('telegram') && !telegram) throw tokenless('telegram', 'TELEGRAM_TOKEN')
}

const tokenless = (role: Role, variable: string) =>
  new ConfigError({
    en: `--roles ${role} needs ${variable}.`,
    ko: `--roles ${role} 를 쓰려면 ${variable} 이 있어야 해요.`,
  })

type Stops = (() => Promise<unknown>)[]

/** The web server, which can tell from now on how far the rest is. */
async function openHealth({ port }: Config, sandbox: Sandbox | undefined): Promise<Web> {
  const { openWeb } = await import('../web/web.ts')
  return openWeb({ port, host: sandbox ? '127.0.0.1' : undefined })
}

/** The account pages and the live chat's, the operators' desk, and what a Prometheus reads. */
async function mountPages(core: Core, web: Web, stops: Stops): Promise<void> {
  const [{ accountPages }, { operatorPages }, { metricsPage }] = await Promise.all([
    import('../web/pages.ts'),
    import('../web/desk/desk.ts'),
    import('../web/metrics.ts'),
  ])
  for (const mount of accountPages(core)) {
    if (mount.close) stops.push(mount.close)
    web.mount(mount)
  }
  for (const { mount, close } of [operatorPages(core), metricsPage(core)]) {
    stops.push(close)
    web.mount(mount)
  }
}

/** Workers and bots, each told to the health page. */
async function startParts(core: Core, { web, stops, roles, told }: Way & { web: Web | undefined }): Promise<void> {
  const { discord, telegram } = core.config
  web?.watch('database', () => databaseHealth(core))
  web?.watch('queue', async () => ({ state: (await core.queues.health()) ? 'up' : 'down' }))
  if (roles.includes('worker')) {
    const { work, sweeps } = watchSweeps(letterWork(core), () => performance.now())
    await core.queues.work(work)
    web?.watch('worker', async () => (sweeps() ? { state: 'up' } : { state: 'down', detail: 'no sweep ends' }))
  }
  stops.push(await fetchFromPlatforms(core))
  const bots: Bot[] = []
  // At the same time: what is under way on a platform that hangs may take most of the time there is.
  stops.push(() => Promise.all(bots.map((bot) => bot.close())))
  const add = async (name: Platform, starting: Promise<Bot>) => {
    tell(say({ en: `Connecting to ${name} …`, ko: `${KOREAN[name]}에 연결하는 중 …` }))
    const bot = await starting
    bots.push(bot)
    web?.watch(name, bot.health)
    await untilUp(bot, told)
  }
  await Promise.all([
    discord && roles.includes('discord') ? add('discord', connectDiscord(core, discord)) : undefined,
    telegram && roles.includes('telegram') ? add('telegram', connectTelegram(core, telegram)) : undefined,
  ])
}

async function databaseHealth(core: Core): Promise<PartHealth> {
  const health = await core.db.health()
  if (health === 'full') return { state: 'down', detail: 'its disk is full' }
  return { state: health === 'up' ? 'up' : 'down' }
}

async function connectDiscord(core: Core, access: Access): Promise<Bot> {
  const { startDiscord } = await import('../bots/discord/start.ts')
  return startDiscord(core, access)
}

async function connectTelegram(core: Core, access: Access): Promise<Bot> {
  const { startTelegram } = await import('../bots/telegram/start.ts')
  return startTelegram(core, access)
}

/**
 * Makes the commands that each platform shows those of the catalogue, once. Returns the platforms that have a token.
 * @throws ConfigError without any token, and when a platform does not take them.
 */
export async function deployCommands(env: NodeJS.ProcessEnv, { dryRun }: { dryRun: boolean }): Promise<string[]> {
  const { discord, telegram } = readConfig(env)
  if (!discord && !telegram)
    throw new ConfigError({
      en: 'There is nowhere to put them: set DISCORD_TOKEN or TELEGRAM_TOKEN.',
      ko: '보낼 곳이 없어요. DISCORD_TOKEN 이나 TELEGRAM_TOKEN 을 넣어 주세요.',
    })
  if (discord && !dryRun) {
    const [{ openApi }, { deployCommands: deploy }] = await Promise.all([
      import('../bots/discord/api.ts'),
      import('../bots/discord/registerCommands.ts'),
    ])
    const api = openApi(discord)
    await deploy(api).catch(notTaken('discord')).finally(api.close)
  }
  if (telegram && !dryRun) {
    const [{ openApi }, { deployCommands: deploy }] = await Promise.all([
      import('../bots/telegram/api.ts'),
      import('../bots/telegram/commands.ts'),
    ])
    await deploy(openApi(telegram)).catch(notTaken('telegram'))
  }
  return [...(discord ? ['discord'] : []), ...(telegram ? ['telegram'] : [])]
}

const notTaken = (platform: Platform) => () => {
  throw new ConfigError({
    en: `${ENGLISH[platform]} did not take the commands. \`wiro doctor\` looks at the token and the way there.`,
    ko: `${KOREAN[platform]}에서 명령을 받아 주지 않았어요. \`wiro doctor\` 로 토큰과 연결을 살펴봐 주세요.`,
  })
}

/** A bot is usually up at once; one that stands by or cannot reach its platform does not hold up the rest. */
const UP_WITHIN_MS = 5_000

async function untilUp(bot: Bot, told: AbortSignal): Promise<void> {
  for (const until = performance.now() + UP_WITHIN_MS; performance.now() < until && !told.aborted; await wait(50)) {
    if ((await bot.health()).state === 'up') return
  }
}

async function playground({ home, port }: Config, clock: Clock): Promise<Sandbox> {
  tell(
    say({
      en: 'No tokens are set: starting the sandbox in place of Discord, Telegram and Google.',
      ko: '토큰이 없어서 디스코드, 텔레그램, 구글 대신 놀이터를 열어요.',
    }),
  )
  makeWritable(join(home, 'sandbox'))
  const { startSandbox } = await import('../sandbox/sandbox.ts')
  return startSandbox({
    home: join(home, 'sandbox'),
    now: () => clock.now().getTime(),
    moveClock: clock.move,
    callbackBase: `http://localhost:${port}`,
    notKept: ({ code }) => tell(say(notKept(code))),
  })
}

function notKept(code = ''): Bilingual {
  const why: Bilingual =
    code === 'ENOSPC'
      ? { en: 'the disk is full: make room', ko: '디스크가 가득 찼어요. 자리를 비워 주세요' }
      : { en: code, ko: code }
  return {
    en: `What happens on the phones of the sandbox cannot be written down (${why.en}). It goes on, and is written once it can be.`,
    ko: `놀이터의 휴대폰에서 일어나는 일을 적어 둘 수 없어요(${why.ko}). 놀이터는 계속되고, 적을 수 있게 되면 적을게요.`,
  }
}

/** @throws ConfigError when nothing can be kept there. */
function makeWritable(folder: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK)
  } catch {
    throw new ConfigError({
      en: `Nothing can be kept in ${folder}. Set WIRO_HOME to a folder that you may write to.`,
      ko: `${folder} 폴더에 아무것도 저장할 수 없어요. WIRO_HOME 을 쓸 수 있는 폴더로 바꿔 주세요.`,
    })
  }
}

/** The sandbox keeps to itself: a database of its own beside the real one, and nothing but loopback. */
function inSandbox(config: Config, sandbox: Sandbox): Config {
  const { discord, telegram, google } = sandbox.access
  return {
    ...config,
    discord,
    telegram,
    google,
    publicUrl: `http://localhost:${config.port}`,
    home: join(config.home, 'sandbox'),
    databaseUrl: undefined,
    redisUrl: undefined,
    logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel,
  }
}

function announce(
  { config }: Core,
  { sandbox, roles, milliseconds }: { sandbox: Sandbox | undefined; roles: readonly Role[]; milliseconds: number },
): void {
  const seconds = (milliseconds / 1000).toFixed(1)
  const health = roles.includes('web') ? cyan(`${config.publicUrl}/healthz`) : ''
  tell(green(say({ en: `Wiro is ready (${seconds} s).`, ko: `위로가 준비됐어요(${seconds}초).` })))
  if (sandbox) announceSandbox(config, sandbox)
  else if (roles.length < allRoles.length)
    tell(
      `${say({ en: 'Roles here', ko: '여기서 맡은 일' })}: ${roles.join(', ')}.${health && ` ${HEALTH()}: ${health}`}`,
    )
  else tell(`${listening(config)}${health && ` ${HEALTH()}: ${health}`}`)
  tell(dim(say({ en: 'Ctrl-C stops it; everything is kept.', ko: 'Ctrl-C 로 멈춰요. 모두 그대로 남아요.' })))
}

const HEALTH = () => say({ en: 'Health', ko: '상태' })

function announceSandbox({ port }: Config, { access: { discord, telegram } }: Sandbox): void {
  const page = cyan(`http://localhost:${port}/sandbox`)
  tell(`${bold(say({ en: 'Play in the sandbox:', ko: '놀이터에서 놀아 보세요:' }))} ${page}`)
  const apis = `Discord ${discord.apiUrl}, Telegram ${telegram.apiUrl}`
  tell(
    dim(
      say({
        en: `It is for trying things out, reachable from this machine only. The stand-ins: ${apis}`,
        ko: `이것저것 해 보는 곳이고, 이 컴퓨터에서만 열려요. 대역: ${apis}`,
      }),
    ),
  )
}

function listening({ discord, telegram }: Config): string {
  const heard = [...(discord ? (['discord'] as const) : []), ...(telegram ? (['telegram'] as const) : [])]
  const listed = (names: Record<Platform, string>, between: string) => heard.map((one) => names[one]).join(between)
  return say({ en: `Listening on ${listed(ENGLISH, ' and ')}.`, ko: `${listed(KOREAN, ', ')}에서 듣고 있어요.` })
}

const ENGLISH: Record<Platform, string> = { discord: 'Discord', telegram: 'Telegram' }
const KOREAN: Record<Platform, string> = { discord: '디스코드', telegram: '텔레그램' }

const tell = (line: string) => void terminal().stderr.write(`${line}\n`)
