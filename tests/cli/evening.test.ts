import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileReport } from '../../core/moderation/fileReport.ts'
import { withdrawReport } from '../../core/moderation/ownReport.ts'
import { listCases } from '../../core/moderation/queue.ts'
import { inPrisma } from '../../core/store/transaction.ts'
import { say } from '../../core/texts/texts.ts'
import type { Person } from '../../sandbox/person.ts'
import { accountOf } from '../chat/chatters.ts'
import { insist } from '../support/database.ts'
import { answerForm, openNewest, sendLetter, tap, untilControl, untilSent, welcomed } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { answers, atKeyboard, atTerminal, inScript, openOnce } from './terminal.ts'

let service: Service
let ana: Person
let ben: Person
const ko = (key: Parameters<typeof say>[1]) => say('ko', key as 'read.report')
const env: Record<string, string> = {}
const cruel = 'Dear stranger, nobody would miss a person like you, and you know it well.'

beforeAll(async () => {
  service = await openService()
  const { config } = service.core
  Object.assign(env, {
    DATABASE_URL: service.database.url,
    WIRO_KEYS: config.keys ?? '',
    TELEGRAM_TOKEN: service.telegram.token,
    TELEGRAM_API_URL: service.telegram.apiUrl,
    ...(config.redisUrl ? { REDIS_URL: config.redisUrl } : {}),
  })
  ana = await welcomed(service, { platform: 'discord', name: 'Ana', locale: 'en', willing: false })
  ben = await welcomed(service, { platform: 'telegram', name: 'Ben', locale: 'ko' })
  await ben.command('settings')
  await tap(ben, ko('settings.reads'))
  await tap(ben, ko('settings.reads.both'))
}, 120_000)
const shared = openOnce()
afterAll(async () => {
  await shared.close()
  await service.close()
})

const esc = String.fromCharCode(27)
const here = (person: Person) => ({ after: person.chat().at(-1)?.id ?? '' })

it('is a moderator’s evening: report in chat, decided at the terminal in colours, told in both chats, appealed, decided again', {
  timeout: 180_000,
}, async () => {
  const first = await inScript(
    ['operators', 'add', 'mina', '--role', 'owner', '--why', 'the first', '--as', 'mina'],
    env,
    shared,
  )
  expect(first).toMatchObject({ code: 0 })
  const second = await inScript(['operators', 'add', 'joon', '--why', 'helps', '--as', 'mina'], env, shared)
  expect(second.code).toBe(0)

  await sendLetter(ana, cruel)
  await openNewest(ben, cruel)
  await tap(ben, ko('read.report'))
  await tap(ben, ko('report.category.hurtful'))
  await ben.until(ko('report.ask.words'))
  await answerForm(ben, { words: '읽고 한참 울었어요.' })
  await expect.poll(async () => (await listCases(service.core, { open: true, limit: 5 })).length).toBe(1)

  const [anaHere, benHere] = [here(ana), here(ben)]
  const evening = atTerminal(['moderate', '--as', 'joon'], env)
  await evening.until('1 waiting')
  await evening.until('report: cruel or hateful')
  await evening.until('1 day left')
  await evening.until('읽고 한참 울었어요.')
  await evening.until(cruel)
  await answers(evening, [
    ['What shall happen?', 'u\r'],
    ['Which rule is broken', '1\r'],
    ['The words in question', 'never written\r'],
    ['Those words are not in it.', '\u0015nobody would miss a person like you\r'],
    ['Why (for the audit log)?', 'aimed at the reader\r'],
  ])
  await evening.until('upheld: a word')
  await evening.until('Nothing more is waiting for you')
  expect(await evening.exit).toBe(0)
  expect(evening.raw().split(cruel)[0]).toContain(`${esc}[1m`)

  const told = await ana.until(say('en', 'sanctioned.title', { thing: 'letter' }), anaHere)
  const inOrder = ['sanctioned.quote', 'sanctioned.word', 'sanctioned.appeal'] as const
  const [words, decided, next] = inOrder.map((key) => told.text.indexOf(say('en', key)))
  const quoted = told.text.indexOf('nobody would miss a person like you')
  expect([words, quoted, decided, next].toSorted((a = 0, b = 0) => a - b)).toEqual([words, quoted, decided, next])
  expect(words).toBeGreaterThan(0)
  expect(told.text).not.toMatch(/joon|report/i)
  await ben.until(say('ko', 'report.upheld', { thing: 'letter' }), benHere)
  await untilSent(ana, /removed/)

  const beforeAppeal = here(ana)
  await tap(ana, say('en', 'sanctioned.appeal.button'))
  await answerForm(ana, { words: 'I was quoting what somebody had said to me.' })
  await ana.until(say('en', 'appeal.done'), beforeAppeal)

  const sameJudge = atKeyboard(['moderate', '--as', 'joon'], env, shared)
  await sameJudge.until('Nothing more is waiting for you')
  await sameJudge.until('For others: 1 ')
  expect(await sameJudge.exit).toBe(0)

  const otherJudge = atKeyboard(['moderate', '--as', 'mina'], { ...env, LANG: 'ko_KR.UTF-8' }, shared)
  await otherJudge.until('이의')
  await otherJudge.until('I was quoting what somebody had said to me.')
  await answers(otherJudge, [
    ['어떻게 할까요?', 'g\r'],
    ['이유', '\r'],
  ])
  await otherJudge.until('내가 볼 안건은 이제 없어요')
  expect(await otherJudge.exit).toBe(0)
  await ana.until(say('en', 'appeal.granted'), beforeAppeal)

  const audit = await inScript(['audit', '--json', '--as', 'mina'], env, shared)
  const acts = (JSON.parse(audit.out) as { operator: string; act: string; why: string }[]).map(
    ({ operator, act, why }) => `${operator} ${act}: ${why}`,
  )
  expect(acts).toEqual([
    'mina appeal.grant: 분명한 안건',
    'joon report.uphold unkind word: aimed at the reader',
    'mina operator.add moderator: helps',
    'mina operator.add owner: the first',
  ])
  expect((await inScript(['audit', 'verify', '--as', 'mina'], env, shared)).out).toContain('Whole: 4 entries.')
})

it('gives a case back when the evening ends before it was decided', { timeout: 180_000 }, async () => {
  await insist(service.core.db.pg, 'delete from block', 'delete from letter')
  const again = `${cruel} Again.`
  await sendLetter(ana, again)
  await openNewest(ben, again)
  await tap(ben, ko('read.report'))
  await tap(ben, ko('report.category.spam'))
  await untilControl(ben, ko('word.skip'))
  await answerForm(ben, { words: '광고 같아요.' })
  await expect.poll(async () => (await listCases(service.core, { open: true, limit: 5 })).length).toBe(1)
  const evening = atKeyboard(['moderate', '--as', 'joon'], env, shared)
  await evening.until('What shall happen?')
  expect(await listCases(service.core, { open: true, limit: 5 })).toMatchObject([{ claimedBy: 'joon' }])
  const other = await inScript(['reports', 'list', '--as', 'mina'], env, shared)
  expect(other.out).toMatch(/advertising.*joon/)
  evening.type('q\r')
  await evening.until('Decided: 0')
  expect(await evening.exit).toBe(0)
  expect(await listCases(service.core, { open: true, limit: 5 })).toMatchObject([{ claimedBy: null }])
})

it('keeps two moderators apart, brings what is due first first, and passes over what was taken back', {
  timeout: 180_000,
}, async () => {
  const { core } = service
  await core.db.pg.query('delete from moderation_case')
  const writerId = await accountOf(service, ana)
  const reporterId = await accountOf(service, ben)
  const things = ['old', 'late', 'danger'].map((copy) => ({
    copy,
    thingId: randomUUID(),
    words: '',
    writerId,
    reporterId,
  }))
  const [, late, danger] = things
  if (!late || !danger) throw new Error('not made')
  for (const thing of things)
    await inPrisma(core, (tx) =>
      fileReport(core, tx, { kind: 'chat', category: thing === danger ? 'danger' : 'spam', ...thing }),
    )
  await core.db.pg.query(
    `update moderation_case c set created_at = now() - interval '30 hours' from report r where r.id = c.report_id and r.thing_id = $1`,
    [late.thingId],
  )

  const joon = atKeyboard(['moderate', '--as', 'joon'], env)
  await joon.until('3 waiting')
  await joon.until('6 hours late')
  await joon.until('┃ late')
  await joon.until('What shall happen?')
  await expect
    .poll(async () => (await listCases(core, { open: true, limit: 5 })).map(({ claimedBy }) => claimedBy))
    .toEqual(['joon', 'joon', null])
  const mina = atKeyboard(['moderate', '--as', 'mina'], env)
  await mina.until('┃ old')
  await mina.until('What shall happen?')

  await withdrawReport(core, { reporterId, kind: 'chat', thingId: danger.thingId })
  joon.type('x\r')
  await joon.until('Please take one of the list.')
  joon.type('\u0015n\r')
  await joon.until('Nothing more is waiting for you but what you left for later: 1.')
  expect(await joon.exit).toBe(0)
  expect(joon.said()).not.toMatch(/┃ (old|danger)/)
  expect(mina.said()).not.toMatch(/┃ (late|danger)/)

  mina.type('w\r')
  await answers(mina, [
    ['a threat → a word to them', '6\r'],
    ['The words in question', '\r'],
    ['Why (for the audit log)?', 'a joke that went wrong\r'],
  ])
  await mina.until('upheld: a word to them')
  await mina.until('┃ late')
  await answers(mina, [
    ['What shall happen?', 'd\r'],
    ['Why (for the audit log)?', '\u0003'],
  ])
  expect(await mina.exit).toBe(4)
  expect(await listCases(core, { open: true, limit: 5 })).toMatchObject([{ claimedBy: null }])
})

it('has no colours under NO_COLOR, and says the same', { timeout: 180_000 }, async () => {
  // That a terminal of the system has them is seen above: here it is the process of the tests that may have none.
  const coloured = atKeyboard(['reports', 'list', '--as', 'mina'], env, shared)
  const plain = atKeyboard(['reports', 'list', '--as', 'mina'], { ...env, NO_COLOR: '1' }, shared)
  expect([await coloured.exit, await plain.exit]).toEqual([0, 0])
  expect(plain.raw()).not.toContain(esc)
  expect(plain.said()).toBe(coloured.said())
})
