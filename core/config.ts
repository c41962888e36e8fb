import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError } from './configError.ts'

/** What the operator decides, read once. Secrets may also come from a file: `NAME_FILE` holds its path. */
export type Config = {
  discord: { token: string; apiUrl: string | undefined } | undefined
  telegram: { token: string; apiUrl: string | undefined } | undefined
  google: GoogleConfig | undefined
  databaseUrl: string | undefined
  redisUrl: string | undefined
  home: string
  port: number
  publicUrl: string
  /** The list of `WIRO_KEYS`; undefined means the key file in `home`. */
  keys: string | undefined
  /** What `/metrics` asks for; without it, it answers this machine only. */
  metricsToken: string | undefined
  logLevel: string
}

/** Where Google sends people back to after the login: the exact redirect URL to enter there. */
export function googleCallbackUrl({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `${publicUrl}${GOOGLE_CALLBACK_PATH}`
}
export const GOOGLE_CALLBACK_PATH = '/login/google/callback'

export type GoogleConfig = {
  clientId: string
  clientSecret: string
  authorizationUrl: string | undefined
  tokenUrl: string | undefined
  userinfoUrl: string | undefined
}

const text = z.string().trim().min(1, 'must not be blank')
const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be a web address such as https://example.org' })
  .transform((url) => url.replace(/\/+$/, ''))
const urlOf = (protocols: RegExp, example: string) => z.url({ protocol: protocols, error: `must look like ${example}` })

/** Every variable, in the order of `.env.example`; a test holds the two together. */
export const variables = {
  DISCORD_TOKEN: text.regex(
    /^[\w-]+\.[\w-]+\.[\w-]+$/,
    'must be the bot token from the Discord developer portal (three parts with dots)',
  ),
  DISCORD_API_URL: httpUrl,
  TELEGRAM_TOKEN: text.regex(/^\d+:[\w-]{20,}$/, 'must be the token from @BotFather, like 123456789:AAF…'),
  TELEGRAM_API_URL: httpUrl,
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GOOGLE_AUTHORIZATION_URL: httpUrl,
  GOOGLE_TOKEN_URL: httpUrl,
  GOOGLE_USERINFO_URL: httpUrl.refine((url) => url.endsWith('/userinfo'), 'must end with /userinfo'),
  DATABASE_URL: urlOf(/^postgres(ql)?$/, 'postgresql://user:password@host:5432/database'),
  REDIS_URL: urlOf(/^rediss?$/, 'redis://host:6379'),
  WIRO_HOME: text,
  WIRO_PORT: z.coerce
    .number('must be a port between 1 and 65535')
    .int()
    .min(1)
    .max(65_535, 'must be a port between 1 and 65535'),
  WIRO_PUBLIC_URL: httpUrl,
  WIRO_KEYS: text,
  WIRO_METRICS_TOKEN: text.min(16, 'must have at least 16 characters'),
  WIRO_LOG_LEVEL: z.enum(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
    'must be one of fatal, error, warn, info, debug, trace',
  ),
} as const

type Values = { [Name in keyof typeof variables]?: z.output<(typeof variables)[Name]> | undefined }

const DEFAULT_PORT = 3000
const DEFAULT_HOME = '.wiro'

/** Reads the environment. @throws ConfigError naming the first variable that is wrong and what it must look like. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const values = readVariables(env)
  const port = values.WIRO_PORT ?? DEFAULT_PORT
  return {
    discord: values.DISCORD_TOKEN ? { token: values.DISCORD_TOKEN, apiUrl: values.DISCORD_API_URL } : undefined,
    telegram: values.TELEGRAM_TOKEN ? { token: values.TELEGRAM_TOKEN, apiUrl: values.TELEGRAM_API_URL } : undefined,
    google: readGoogle(values),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    home: resolve(values.WIRO_HOME ?? DEFAULT_HOME),
    port,
    publicUrl: values.WIRO_PUBLIC_URL ?? `http://localhost:${port}`,
    keys: values.WIRO_KEYS,
    metricsToken: values.WIRO_METRICS_TOKEN,
    logLevel: values.WIRO_LOG_LEVEL ?? 'info',
  }
}

function readVariables(env: NodeJS.ProcessEnv): Values {
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(variables)) {
    const raw = env[name] || fromFile(name, env)
    if (!raw) continue
    const read = schema.safeParse(raw)
    if (!read.success) throw new ConfigError(`${name} ${read.error.issues[0]?.message ?? 'is malformed'}.`)
    values[name] = read.data
  }
  return values as Values
}

function fromFile(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const path = env[`${name}_FILE`]
  if (!path) return undefined
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    throw new ConfigError(`${name}_FILE names a file that cannot be read: ${path}.`)
  }
}

function readGoogle(values: Values): GoogleConfig | undefined {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = values
  if (!clientId && !clientSecret) return undefined
  if (!clientId || !clientSecret) {
    throw new ConfigError(
      `${clientId ? 'GOOGLE_CLIENT_SECRET' : 'GOOGLE_CLIENT_ID'} is missing: Google login needs both, or neither.`,
    )
  }
  return {
    clientId,
    clientSecret,
    authorizationUrl: values.GOOGLE_AUTHORIZATION_URL,
    tokenUrl: values.GOOGLE_TOKEN_URL,
    userinfoUrl: values.GOOGLE_USERINFO_URL,
  }
}
