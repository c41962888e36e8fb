import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError } from './configError.ts'
import type { Bilingual } from './language.ts'

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

/** What a value must be, said behind its name. */
const EXPECTED = {
  text: { en: 'must not be blank', ko: '비워 둘 수 없어요' },
  web: { en: 'must be a web address such as https://example.org', ko: 'https://example.org 같은 웹 주소여야 해요' },
  discord: {
    en: 'must be the bot token from the Discord developer portal (three parts with dots)',
    ko: '디스코드 개발자 포털의 봇 토큰이어야 해요(점으로 나뉜 세 부분)',
  },
  telegram: {
    en: 'must be the token from @BotFather, like 123456789:AAF…',
    ko: '@BotFather 가 준 토큰이어야 해요(123456789:AAF… 모양)',
  },
  userinfo: { en: 'must end with /userinfo', ko: '/userinfo 로 끝나야 해요' },
  postgres: {
    en: 'must look like postgresql://user:password@host:5432/database',
    ko: 'postgresql://user:password@host:5432/database 같은 모양이어야 해요',
  },
  redis: { en: 'must look like redis://host:6379', ko: 'redis://host:6379 같은 모양이어야 해요' },
  port: { en: 'must be a port between 1 and 65535', ko: '1에서 65535 사이의 포트 번호여야 해요' },
  metrics: { en: 'must have at least 16 characters', ko: '16자 이상이어야 해요' },
  level: {
    en: 'must be one of fatal, error, warn, info, debug, trace',
    ko: 'fatal, error, warn, info, debug, trace 가운데 하나여야 해요',
  },
} satisfies Record<string, Bilingual>

/** Zod carries the name of what was expected as its message. */
const must = (be: keyof typeof EXPECTED) => be

function malformed(name: string, expected = ''): ConfigError {
  const { en, ko }: Bilingual = EXPECTED[expected as keyof typeof EXPECTED] ?? MALFORMED
  return new ConfigError({ en: `${name} ${en}.`, ko: `${name}: ${ko}.` })
}
const MALFORMED: Bilingual = { en: 'is malformed', ko: '모양이 올바르지 않아요' }

const text = z.string().trim().min(1, must('text'))
const httpUrl = z.url({ protocol: /^https?$/, error: must('web') }).transform((url) => url.replace(/\/+$/, ''))
const urlOf = (protocol: RegExp, expected: keyof typeof EXPECTED) => z.url({ protocol, error: must(expected) })

/** Every variable, in the order of `.env.example`; a test holds the two together. */
export const variables = {
  DISCORD_TOKEN: text.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, must('discord')),
  DISCORD_API_URL: httpUrl,
  TELEGRAM_TOKEN: text.regex(/^\d+:[\w-]{20,}$/, must('telegram')),
  TELEGRAM_API_URL: httpUrl,
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GOOGLE_AUTHORIZATION_URL: httpUrl,
  GOOGLE_TOKEN_URL: httpUrl,
  GOOGLE_USERINFO_URL: httpUrl.refine((url) => url.endsWith('/userinfo'), must('userinfo')),
  DATABASE_URL: urlOf(/^postgres(ql)?$/, 'postgres'),
  REDIS_URL: urlOf(/^rediss?$/, 'redis'),
  WIRO_HOME: text,
  WIRO_PORT: z.coerce.number(must('port')).int(must('port')).min(1, must('port')).max(65_535, must('port')),
  WIRO_PUBLIC_URL: httpUrl,
  WIRO_KEYS: text,
  WIRO_METRICS_TOKEN: text.min(16, must('metrics')),
  WIRO_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], must('level')),
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
    if (!read.success) throw malformed(name, read.error.issues[0]?.message)
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
    throw new ConfigError({
      en: `${name}_FILE names a file that cannot be read: ${path}.`,
      ko: `${name}_FILE 이 가리키는 파일을 읽을 수 없어요: ${path}`,
    })
  }
}

function readGoogle(values: Values): GoogleConfig | undefined {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = values
  if (!clientId && !clientSecret) return undefined
  if (!clientId || !clientSecret) {
    const missing = clientId ? 'GOOGLE_CLIENT_SECRET' : 'GOOGLE_CLIENT_ID'
    throw new ConfigError({
      en: `${missing} is missing: Google login needs both, or neither.`,
      ko: `${missing} 이 없어요. 구글 로그인을 쓰려면 GOOGLE_CLIENT_ID 와 GOOGLE_CLIENT_SECRET 이 둘 다 있어야 하고, 쓰지 않으려면 둘 다 비워 두세요.`,
    })
  }
  return {
    clientId,
    clientSecret,
    authorizationUrl: values.GOOGLE_AUTHORIZATION_URL,
    tokenUrl: values.GOOGLE_TOKEN_URL,
    userinfoUrl: values.GOOGLE_USERINFO_URL,
  }
}
