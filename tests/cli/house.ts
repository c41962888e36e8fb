import { say } from '../../core/texts/texts.ts'
import type { Person } from '../../sandbox/person.ts'
import { answerForm, openNewest, sendLetter, tap, untilControl, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { inScript, openOnce, type Shared } from './terminal.ts'

/** A running service with two people, a reported letter, and an owner at the command line beside it. */
export type House = {
  service: Service
  /** Wrote {@link LETTER}; on Discord. */
  ana: Person
  /** Reported it; on Telegram. */
  ben: Person
  letterId: string
  /** What makes a command look at this service. */
  env: Record<string, string>
  /** What all command lines typed here work with; what one opens and closes by itself, others show. */
  shared: Shared
  /** Runs a command as a script does. */
  wiro(...args: string[]): ReturnType<typeof inScript>
  /** Runs a command with `--json` and reads what it says. */
  json(...args: string[]): Promise<ReturnType<typeof JSON.parse>>
  close(): Promise<void>
}

export const LETTER = 'Dear stranger, the heating is broken and the cat has moved into my bed.'

/** Opens it; close it in `afterAll`. */
export async function openHouse(): Promise<House> {
  const service = await openService()
  try {
    return await moveIn(service)
  } catch (error) {
    await service.close()
    throw error
  }
}

async function moveIn(service: Service): Promise<House> {
  const { config } = service.core
  const env = {
    WIRO_OPERATOR: 'mina',
    DATABASE_URL: service.database.url,
    WIRO_KEYS: config.keys ?? '',
    TELEGRAM_TOKEN: service.telegram.token,
    TELEGRAM_API_URL: service.telegram.apiUrl,
    ...(config.redisUrl ? { REDIS_URL: config.redisUrl } : {}),
  }
  const shared = openOnce()
  const wiro = (...args: string[]) => inScript(args, env, shared)
  const json = async (...args: string[]) => JSON.parse((await wiro(...args, '--json')).out)
  const ana = await welcomed(service, { platform: 'discord', name: 'Ana', locale: 'en', willing: false })
  const ben = await welcomed(service, { platform: 'telegram', name: 'Ben', locale: 'en' })
  await wiro('operators', 'add', 'mina', '--role', 'owner', '--why', 'the first')
  await sendLetter(ana, LETTER)
  await openNewest(ben, LETTER)
  await tap(ben, say('en', 'read.report'))
  await tap(ben, say('en', 'report.category.spam'))
  await untilControl(ben, say('en', 'word.skip'))
  await answerForm(ben, { words: 'It sells cats.' })
  await ben.until(say('en', 'report.done', { thing: 'letter' }))
  const { rows } = await service.core.db.pg.query('select id from letter')
  const close = async () => {
    await shared.close()
    await service.close()
  }
  return { service, ana, ben, letterId: rows[0].id, env, shared, wiro, json, close }
}
