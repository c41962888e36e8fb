import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { bold, cyan, dim, green } from 'yoctocolors'
import type { Bot } from '../bots/bot.ts'
import { openApi as openDiscordApi } from '../bots/discord/api.ts'
import { deployCommands as deployToDiscord } from '../bots/discord/registerCommands.ts'
import { startDiscord } from '../bots/discord/start.ts'
import { fetchFromPlatforms } from '../bots/fetchMedia.ts'
import { openApi as openTelegramApi } from '../bots/telegram/api.ts'
import { deployCommands as deployToTelegram } from '../bots/telegram/commands.ts'
import { startTelegram } from '../bots/telegram/start.ts'
import { type Clock, openClock } from '../core/clock.ts'
import { type Config, readConfig } from '../core/config.ts'
import { ConfigError } from '../core/configError.ts'
import { type Core, openCore } from '../core/core.ts'
import { letterWork } from '../core/letters/sweepLetters.ts'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'
import { operatorPages } from '../web/desk/desk.ts'
import { metricsPage } from '../web/metrics.ts'
import { accountPages } from '../web/pages.ts'
import { openWeb, type Web } from '../web/web.ts'
import { allRoles, type Role } from './roles.ts'
import { sandboxStatus } from './sandboxStatus.ts'
import { onSignals } from './signals.ts'
import { terminal } from './terminal.ts'

/**
 * The composition root: starts these parts of the service in this process and runs until it is told to stop. Without
 * any token it is the sandbox, which is always whole.
 * @throws ConfigError or StoreError with one line that says what to mend.
 */
export async function start(own: Config, roles: readonly Role[] = allRoles): Promise<void> {
  const began = performance.now()
  const clock = openClock()
  const stops: (() => Promise<unknown>)[] = []
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  const hearNoMore = onSignals(async () => {
    say(dim('Stopping: finishing what is under way …'))
    await stopAll()
    say(dim('Stopped. Everything is kept.'))
  })
  try {
    checkRoles(own, roles)
    const sandbox = own.discord || own.telegram ? undefined : await playground(own, clock)
    if (sandbox) stops.push(sandbox.close)
    const config = sandbox ? inSandbox(own, sandbox) : own
    const web = roles.includes('web')
      ? await openWeb({ port: config.port, host: sandbox ? '127.0.0.1' : undefined })
      : undefined
    if (web) stops.push(web.close)
    say('Opening the database …')
    const core = await openCore(config, { clock, onProgress: say })
    stops.push(core.close)
    await startParts(core, { web, stops, roles })
    sandbox?.watch(() => sandboxStatus(core))
    if (sandbox) web?.mount(sandbox)
    const pages = web ? accountPages(core) : []
    for (const mount of pages) {
      if (mount.close) stops.push(mount.close)
      web?.mount(mount)
    }
    const desk = operatorPages(core)
    stops.push(desk.close)
    web?.mount(desk.mount)
    const metrics = metricsPage(core)
    stops.push(metrics.close)
    web?.mount(metrics.mount)
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

/** Workers and bots, each told to the health page. */
async function startParts(
  core: Core,
  { web, stops, roles }: { web: Web | undefined; stops: (() => Promise<unknown>)[]; roles: readonly Role[] },
): Promise<void> {
  const { discord, telegram } = core.config
  web?.watch('database', async () => ({ state: (await core.db.health()) ? 'up' : 'down' }))
  web?.watch('queue', async () => ({ state: (await core.queues.health()) ? 'up' : 'down' }))
  if (roles.includes('worker')) await core.queues.work(letterWork(core))
  stops.push(fetchFromPlatforms(core))
  const add = async (name: string, starting: Promise<Bot>) => {
    say(`Connecting to ${name} …`)
    const bot = await starting
    stops.push(bot.close)
    web?.watch(name, bot.health)
    await untilUp(bot)
  }
  await Promise.all([
    discord && roles.includes('discord') ? add('discord', startDiscord(core, discord)) : undefined,
    telegram && roles.includes('telegram') ? add('telegram', startTelegram(core, telegram)) : undefined,
  ])
}

/**
 * Makes the commands that each platform shows those of the catalogue, once. Returns the platforms that have a token.
 * @throws ConfigError without any token, and when a platform does not take them.
 */
export async function deployCommands(env: NodeJS.ProcessEnv, { dryRun }: { dryRun: boolean }): Promise<string[]> {
  const { discord, telegram } = readConfig(env)
  if (!discord && !telegram) throw new ConfigError('There is nowhere to put them: set DISCORD_TOKEN or TELEGRAM_TOKEN.')
  if (discord && !dryRun) {
    const api = openDiscordApi(discord)
    await deployToDiscord(api).catch(notTaken('Discord')).finally(api.close)
  }
  if (telegram && !dryRun) await deployToTelegram(openTelegramApi(telegram)).catch(notTaken('Telegram'))
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
  return startSandbox({
    home: join(home, 'sandbox'),
    now: () => clock.now().getTime(),
    moveClock: clock.move,
    callbackBase: `http://localhost:${port}`,
  })
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
