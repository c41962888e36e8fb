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
import { letterWork } from '../core/letters/sweepLetters.ts'
import { makeFolder } from '../core/store/makeFolder.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { PartHealth, Web } from '../web/web.ts'
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
  const began = performance.now()
  const clock = openClock()
  const stops: Stops = []
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  let stopping = false
  const hearNoMore = onSignals(async () => {
    stopping = true
    say(dim('Stopping: finishing what is under way …'))
    await stopAll()
    say(dim('Stopped. Everything is kept.'))
  })
  try {
    checkRoles(own, roles)
    const sandbox = own.discord || own.telegram ? undefined : await playground(own, clock)
    if (sandbox) stops.push(sandbox.close)
    const config = sandbox ? inSandbox(own, sandbox) : own
    const web = roles.includes('web') ? await openHealth(config, sandbox) : undefined
    if (web) stops.push(web.close)
    say('Opening the database …')
    const opening = openCore(config, { clock, onProgress: say })
    // Told to stop meanwhile, the database is not left behind running.
    stops.push(() =>
      opening.then(
        (opened) => opened.close(),
        () => undefined,
      ),
    )
    const core = await opening
    if (stopping) return
    await startParts(core, { web, stops, roles })
    sandbox?.watch(() => sandboxStatus(core))
    if (sandbox) web?.mount({ ...sandbox, home: true })
    if (web) await mountPages(core, web, stops)
    web?.ready()
    announce(core, { sandbox, roles, milliseconds: performance.now() - began })
  } catch (error) {
    await stopAll()
    hearNoMore()
    throw error
  }
}

/** A role without its token, and the sandbox in parts, are mistakes. @throws ConfigError */
function checkRoles({ discord, telegram }: Config, roles: readonly Role[]): void {
  if (roles.length === allRoles.length) return
  if (!discord && !telegram)
    throw new ConfigError('The sandbox runs whole: --roles needs DISCORD_TOKEN or TELEGRAM_TOKEN.')
  if (roles.includes('discord') && !discord) throw new ConfigError('--roles discord needs DISCORD_TOKEN.')
  if (roles.includes('telegram') && !telegram) throw new ConfigError('--roles telegram needs TELEGRAM_TOKEN.')
}

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
async function startParts(
  core: Core,
  { web, stops, roles }: { web: Web | undefined; stops: Stops; roles: readonly Role[] },
): Promise<void> {
  const { discord, telegram } = core.config
  web?.watch('database', () => databaseHealth(core))
  web?.watch('queue', async () => ({ state: (await core.queues.health()) ? 'up' : 'down' }))
  if (roles.includes('worker')) {
    const { work, sweeps } = watchSweeps(letterWork(core), () => performance.now())
    await core.queues.work(work)
    web?.watch('worker', async () => (sweeps() ? { state: 'up' } : { state: 'down', detail: 'no sweep ends' }))
  }
  stops.push(fetchFromPlatforms(core))
  const bots: Bot[] = []
  // At the same time: what is under way on a platform that hangs may take most of the time there is.
  stops.push(() => Promise.all(bots.map((bot) => bot.close())))
  const add = async (name: string, starting: Promise<Bot>) => {
    say(`Connecting to ${name} …`)
    const bot = await starting
    bots.push(bot)
    web?.watch(name, bot.health)
    await untilUp(bot)
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
  if (!discord && !telegram) throw new ConfigError('There is nowhere to put them: set DISCORD_TOKEN or TELEGRAM_TOKEN.')
  if (discord && !dryRun) {
    const [{ openApi }, { deployCommands: deploy }] = await Promise.all([
      import('../bots/discord/api.ts'),
      import('../bots/discord/registerCommands.ts'),
    ])
    const api = openApi(discord)
    await deploy(api).catch(notTaken('Discord')).finally(api.close)
  }
  if (telegram && !dryRun) {
    const [{ openApi }, { deployCommands: deploy }] = await Promise.all([
      import('../bots/telegram/api.ts'),
      import('../bots/telegram/commands.ts'),
    ])
    await deploy(openApi(telegram)).catch(notTaken('Telegram'))
  }
  return [...(discord ? ['discord'] : []), ...(telegram ? ['telegram'] : [])]
}

const notTaken = (platform: string) => () => {
  throw new ConfigError(`${platform} did not take the commands. \`wiro doctor\` looks at the token and the way there.`)
}

/** A bot is usually up at once; one that stands by or cannot reach its platform does not hold up the rest. */
const UP_WITHIN_MS = 5_000

async function untilUp(bot: Bot): Promise<void> {
  for (const until = performance.now() + UP_WITHIN_MS; performance.now() < until; await wait(50)) {
    if ((await bot.health()).state === 'up') return
  }
}

async function playground({ home, port }: Config, clock: Clock): Promise<Sandbox> {
  say('No tokens are set: starting the sandbox in place of Discord, Telegram and Google.')
  makeWritable(join(home, 'sandbox'))
  const { startSandbox } = await import('../sandbox/sandbox.ts')
  return startSandbox({
    home: join(home, 'sandbox'),
    now: () => clock.now().getTime(),
    moveClock: clock.move,
    callbackBase: `http://localhost:${port}`,
    notKept: ({ code }) => say(notKept(code)),
  })
}

const notKept = (code = '') =>
  `What happens on the phones of the sandbox cannot be written down (${code === 'ENOSPC' ? 'the disk is full: make room' : code}). It goes on, and is written once it can be.`

/** @throws ConfigError when nothing can be kept there. */
function makeWritable(folder: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK)
  } catch {
    throw new ConfigError(`Nothing can be kept in ${folder}. Set WIRO_HOME to a folder that you may write to.`)
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
  say(green(`Wiro is ready (${(milliseconds / 1000).toFixed(1)} s).`))
  if (sandbox) {
    say(`${bold('Play in the sandbox:')} ${cyan(`http://localhost:${config.port}/sandbox`)}`)
    say(
      dim(
        `It is for trying things out, reachable from this machine only. The stand-ins: Discord ${sandbox.access.discord.apiUrl}, Telegram ${sandbox.access.telegram.apiUrl}`,
      ),
    )
  } else {
    const heard = [
      config.discord && roles.includes('discord') && 'Discord',
      config.telegram && roles.includes('telegram') && 'Telegram',
    ].filter(Boolean)
    const health = roles.includes('web') ? ` Health: ${cyan(`${config.publicUrl}/healthz`)}` : ''
    if (roles.length < allRoles.length) say(`Roles here: ${roles.join(', ')}.${health}`)
    else say(`Listening on ${heard.join(' and ')}.${health}`)
  }
  say(dim('Ctrl-C stops it; everything is kept.'))
}

const say = (line: string) => void terminal().stderr.write(`${line}\n`)
