import { afterAll, beforeAll, expect, it } from 'vitest'
import { addOperator } from '../../core/moderation/operators.ts'
import { listCases } from '../../core/moderation/queue.ts'
import { say } from '../../core/texts/texts.ts'
import type { Person } from '../../sandbox/person.ts'
import { accountOf, chatter, heard, together } from '../chat/chatters.ts'
import { answerForm, tap, untilControl } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { answers, atKeyboard, inScript, openOnce } from './terminal.ts'

let service: Service
let env: Record<string, string>
beforeAll(async () => {
  service = await openService()
  const { config } = service.core
  const redis = config.redisUrl ? { REDIS_URL: config.redisUrl } : {}
  env = { WIRO_OPERATOR: 'mina', DATABASE_URL: service.database.url, WIRO_KEYS: config.keys ?? '', ...redis }
  await addOperator(service.core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
  await addOperator(service.core, { by: 'mina', name: 'joon', role: 'moderator', why: 'helps' })
}, 120_000)
const shared = openOnce()
afterAll(async () => {
  await shared.close()
  await service.close()
})

/** Somebody who reads both languages, so that anybody suits them. */
async function talker(platform: 'discord' | 'telegram', name: string, locale: 'ko' | 'en') {
  const person = await chatter(service, platform, name, locale)
  await service.core.db.pg.query(`update account set reads = '{ko,en}' where id = $1`, [
    await accountOf(service, person),
  ])
  return person
}
const here = (person: Person) => ({ after: person.chat().at(-1)?.id ?? '' })
const wiro = (...args: string[]) => inScript(args, env, shared)
const json = async (...args: string[]) => JSON.parse((await wiro(...args, '--json')).out)

it('operators see who talks and how much, never a word of it, and end it for both', { timeout: 180_000 }, async () => {
  const ana = await talker('discord', 'Ana', 'en')
  const ben = await talker('telegram', 'Ben', 'ko')
  await together(ana, ben)
  await ana.say('The kettle sings every morning.')
  await heard(ben, 'The kettle sings every morning.')
  await ben.say('우리 집 주전자도 그래요.')
  await heard(ana, '우리 집 주전자도 그래요.')

  const [chat] = await json('chats', 'list', '--open')
  expect(chat).toMatchObject({ first: true, endedAt: null, messages: 2 })
  const [penName] = chat.between as string[]
  expect((await json('chats', 'list', '--of', penName ?? '')).map(({ id }: { id: string }) => id)).toEqual([chat.id])
  const shown = await wiro('chats', 'show', chat.id)
  expect(shown.out).toMatch(/strangers[\s\S]*under way/)
  const file = await json('chats', 'show', chat.id)
  expect(file.people.map(({ said }: { said: number }) => said)).toEqual([1, 1])
  for (const text of [shown.out, JSON.stringify(file), JSON.stringify(chat)]) {
    expect(text).not.toMatch(/kettle|주전자/)
    expect(text).not.toMatch(new RegExp(`${ana.id}|${ben.id}`))
  }

  const end = ['chats', 'end', chat.id, '--why', 'both asked for help']
  expect((await wiro(...end, '--as', 'eve', '--yes')).code).toBe(3)
  expect((await wiro(...end)).code).toBe(2)
  expect((await wiro(...end, '--dry-run')).out).toContain('nothing was changed')
  const [anaHere, benHere] = [here(ana), here(ben)]
  const asked = atKeyboard([...end, '--as', 'joon'], env, shared)
  await asked.until('End this chat for both?')
  asked.type('n\r')
  expect(await asked.exit).toBe(4)
  expect((await json('chats', 'list', '--open')).length).toBe(1)
  const sure = atKeyboard([...end, '--as', 'joon'], env, shared)
  await sure.until('End this chat for both?')
  sure.type('y\r')
  await sure.until('The chat has ended.')
  expect(await sure.exit).toBe(0)

  const [anaReads, benReads] = await Promise.all([
    ana.until(say('en', 'chat.ended'), anaHere),
    ben.until(say('ko', 'chat.ended'), benHere),
  ])
  for (const { text } of [anaReads, benReads]) expect(text).not.toMatch(/joon|moderator|운영진|help/)
  expect(await json('chats', 'list', '--open')).toEqual([])
  expect((await wiro(...end, '--yes')).code).toBe(3)
  const heardBy = ben.chat().length
  const after = await ana.say('Are you there?')
  await ana.until(({ from }) => from === 'bot', { after })
  expect(ben.chat().length).toBe(heardBy)
  const [entry] = await json('audit', '--limit', '1')
  expect(entry).toMatchObject({
    operator: 'joon',
    act: 'chat.end',
    subject: `chat ${chat.id}`,
    why: 'both asked for help',
  })
})

it('a report in a live chat: decided at the terminal, told in both chats, appealed, decided again', {
  timeout: 180_000,
}, async () => {
  const cora = await talker('telegram', 'Cora', 'en')
  const dan = await talker('discord', 'Dan', 'ko')
  await together(cora, dan)
  const harsh = await dan.say('너 같은 사람은 아무도 좋아하지 않아.')
  await heard(cora, '너 같은 사람은 아무도 좋아하지 않아.')
  await dan.edit(harsh, '농담이었어요.')
  await heard(cora, '농담이었어요.')
  await cora.say('I will go now.')
  await heard(dan, 'I will go now.')
  const danHere = here(dan)
  await tap(cora, say('en', 'chat.report'))
  const told = await dan.until(say('ko', 'chat.ended'), danHere)
  expect(told.text).not.toMatch(/신고/)
  await tap(cora, say('en', 'report.category.hurtful'))
  await untilControl(cora, say('en', 'word.skip'))
  await answerForm(cora, { words: 'It hurt.' })
  await cora.until(say('en', 'report.done', { thing: 'chat' }))
  await expect.poll(() => listCases(service.core, { open: true, limit: 5 })).toMatchObject([{ thing: 'chat' }])

  const [coraAsked, danAsked] = [here(cora), here(dan)]
  const evening = atKeyboard(['moderate', '--as', 'joon'], env, shared)
  await evening.until('report (live chat): cruel or hateful')
  await evening.until('It hurt.')
  await evening.until('what they said in the chat')
  await evening.until('┃ 너 같은 사람은 아무도 좋아하지 않아. → 농담이었어요.')
  expect(evening.said()).not.toContain('I will go now.')
  await answers(evening, [
    ['What shall happen?', 'u\r'],
    ['Which rule is broken', '1\r'],
    ['The words in question', '아무도 좋아하지 않아\r'],
    ['Why (for the audit log)?', 'said to hurt\r'],
  ])
  await evening.until('upheld: a word')
  expect(await evening.exit).toBe(0)

  await cora.until(say('en', 'report.upheld', { thing: 'chat' }), coraAsked)
  const sanctioned = await dan.until(say('ko', 'sanctioned.title', { thing: 'chat' }), danAsked)
  const below = sanctioned.text.split('아무도 좋아하지 않아')[1]
  expect(below).toMatch(new RegExp(`^[^가-힣]*${say('ko', 'sanctioned.word')}\\s+${say('ko', 'sanctioned.appeal')}$`))
  expect(sanctioned.text).not.toMatch(/joon|신고/)

  const beforeAppeal = here(dan)
  await tap(dan, say('ko', 'sanctioned.appeal.button'))
  await answerForm(dan, { words: '정말로 농담이었고, 바로 고쳤어요.' })
  await dan.until(say('ko', 'appeal.done'), beforeAppeal)
  const judge = atKeyboard(['moderate'], { ...env, LANG: 'ko_KR.UTF-8' }, shared)
  await judge.until('이의')
  await judge.until('정말로 농담이었고, 바로 고쳤어요.')
  await judge.until('아무도 좋아하지 않아')
  await answers(judge, [
    ['어떻게 할까요?', 'd\r'],
    ['이유', '\r'],
  ])
  await judge.until('내가 볼 안건은 이제 없어요')
  expect(await judge.exit).toBe(0)
  await dan.until(say('ko', 'appeal.denied'), beforeAppeal)

  const [sanction] = await json('sanctions', 'list')
  const shown = await json('sanctions', 'show', String(sanction.number))
  expect(shown).toMatchObject({ kind: 'word', rule: 'unkind', quote: '아무도 좋아하지 않아', granted: false })
  expect((await json('chats', 'list', '--limit', '1'))[0]).toMatchObject({ endedAt: expect.any(String) })
})
