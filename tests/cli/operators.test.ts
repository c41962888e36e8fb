import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addLetters, addReaders } from '../../bench/recommend/world.ts'
import { type AccountId, newId, type OpenLetterId } from '../../core/ids.ts'
import { openBackend } from '../../core/jobs/backend.ts'
import { chooseOpenLetters } from '../../core/recommendations/chooseOpenLetters.ts'
import { noteSignals } from '../../core/recommendations/noteSignals.ts'
import { say } from '../../core/texts/texts.ts'
import { answerForm, tap, welcomed } from '../support/people.ts'
import { type House, openHouse } from './house.ts'
import { asProcess, atTerminal, inScript } from './terminal.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
}, 120_000)
afterAll(() => house.close())

describe('a script can trust the exit code', { timeout: 180_000 }, () => {
  it.each([
    [0, ['reports', 'list']],
    [2, ['reports', 'decide', '1', '--why', 'x']],
    [2, ['reports', 'decide', '1', '--dismiss']],
    [2, ['reports', 'nonsense']],
    [2, ['operators', 'remove', 'mina', '--why', 'x']],
    [3, ['reports', 'show', '99']],
    [3, ['reports', 'list', '--as', 'eve']],
    [3, ['operators', 'remove', 'mina', '--why', 'x', '--yes']],
  ])('%i: wiro %j', async (code, args) => {
    const ran = await house.wiro(...args)
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(code === 0 ? /^(Preparing.*\n)*$/ : /./)])
    expect(ran.err).not.toMatch(/^\s+at /m)
  })

  it('of a process, too', async () => {
    const show = await asProcess(['reports', 'show', '99'], house.env)
    expect(show).toMatchObject({ code: 3, err: expect.stringMatching(/^✗ .*$/m) })
  })
})

it('says what would follow without changing anything', { timeout: 180_000 }, async () => {
  const tried = await house.wiro('reports', 'decide', '1', '--uphold', 'threat', '--dry-run')
  expect(tried.out).toContain('a pause of 3 days')
  expect(tried.out).toContain('nothing was changed')
  expect((await house.json('reports', 'list')).length).toBe(1)
})

it('unseals somebody only for an owner with a reason, and writes it down', { timeout: 180_000 }, async () => {
  await house.wiro('operators', 'add', 'joon', '--why', 'helps')
  const [person] = (await house.json('accounts', 'list')) as { penName: string }[]
  const name = person?.penName ?? ''
  expect((await house.wiro('accounts', 'unseal', name, '--yes')).code).toBe(2)
  const moderator = await house.wiro('accounts', 'unseal', name, '--yes', '--why', 'curious', '--as', 'joon')
  expect(moderator).toMatchObject({ code: 3, out: '' })
  const owner = await house.wiro('accounts', 'unseal', name, '--yes', '--why', 'somebody is in danger')
  expect(owner.out).toMatch(new RegExp(`(discord|telegram) {2}(${house.ana.id}|${house.ben.id})`))
  const [entry] = await house.json('audit')
  expect(entry).toMatchObject({ operator: 'mina', act: 'unseal', why: 'somebody is in danger' })
})

it('adds a word that holds at once in the running service', { timeout: 180_000 }, async () => {
  await house.wiro('words', 'block', 'marzipan*', '--kind', 'abuse', '--why', 'to try it')
  await expect
    .poll(
      async () => {
        await house.ana.command('letter')
        const before = house.ana.chat().at(-1)?.id
        await answerForm(house.ana, { text: 'Dear stranger, my marzipanic neighbour sings at night.' })
        await house.ana.until(say('en', 'letter.preview.title'), before ? { after: before } : {})
        const words = house.ana.chat().at(-1)?.text ?? ''
        await tap(house.ana, say('en', 'letter.preview.discard'))
        return words
      },
      { timeout: 60_000, interval: 500 },
    )
    .toContain('“marzipan')
})

it('steers the queues beside the running service', { timeout: 180_000 }, async () => {
  const { config, db } = house.service.core
  const backend = await openBackend({ databaseUrl: db.url, redisUrl: config.redisUrl }, () => undefined)
  const queue = backend.queue('letters')
  const failing = await queue.add('no-such-work', { letterId: house.letterId }, { delay: 3_600_000 })
  const id = failing.id ?? ''
  expect(
    (await house.json('jobs', 'list', 'letters', '--state', 'delayed')).map((job: { id: string }) => job.id),
  ).toContain(id)
  await house.wiro('jobs', 'pause', 'letters', '--why', 'a look', '--yes')
  expect((await house.json('jobs'))[0]).toMatchObject({ queue: 'letters', paused: true })
  await house.wiro('jobs', 'promote', 'letters', id, '--why', 'a look')
  expect((await house.json('jobs'))[0]).toMatchObject({ waiting: 1 })
  expect((await house.json('jobs', 'show', 'letters', id)).state).toBe('waiting')
  await house.wiro('jobs', 'remove', 'letters', id, '--why', 'a look', '--yes')
  expect((await house.wiro('jobs', 'show', 'letters', id)).code).toBe(3)
  await house.wiro('jobs', 'resume', 'letters', '--why', 'a look')
  expect((await house.json('jobs'))[0]).toMatchObject({ paused: false, waiting: 0 })
  await queue.close()
  await backend.close()
})

it('watches the queues until q is pressed', { timeout: 180_000 }, async () => {
  const watching = atTerminal(['jobs', '--watch'], house.env)
  await watching.until('wake-telegram')
  await watching.until('wake-telegram')
  watching.type('q')
  expect(await watching.exit).toBe(0)
})

it('runs a part of the service apart, and puts the commands where people see them', { timeout: 180_000 }, async () => {
  const part = atTerminal(['start', '--roles', 'worker'], house.env)
  await part.until('Roles here: worker.')
  expect(part.said()).not.toContain('Connecting to')
  part.type('\u0003')
  await part.until('Stopped. Everything is kept.')
  await part.exit
  const lame = await inScript(['start', '--roles', 'web,discord'], house.env)
  expect(lame).toMatchObject({ code: 1, err: expect.stringContaining('--roles discord needs DISCORD_TOKEN') })
  expect(await house.json('commands', 'deploy')).toEqual({ platforms: ['telegram'], dryRun: false })
})

it('makes an archive for somebody and erases somebody, without seeing anything of them', {
  timeout: 180_000,
}, async () => {
  const gone = await welcomed(house.service, { platform: 'telegram', name: 'Gone', locale: 'en', willing: false })
  const [person] = (await house.json('accounts', 'list', '--limit', '1')) as { penName: string }[]
  const name = person?.penName ?? ''
  const made = await house.wiro('export', name, '--why', 'asked by mail')
  expect(made.out).toMatch(/^The link is on its way/)
  await gone.until(say('en', 'mydata.ready'))
  expect((await house.wiro('erase', name, '--dry-run')).out).toContain('Nothing would be left of')
  expect((await house.wiro('erase', name, '--why', 'asked by mail')).code).toBe(2)
  expect((await house.wiro('erase', name, '--why', 'asked by mail', '--yes', '--as', 'joon')).code).toBe(3)
  expect((await house.json('accounts', 'show', name)).penName).toBe(name)
  expect((await house.wiro('erase', name, '--why', 'asked by mail', '--yes')).code).toBe(0)
  expect((await house.wiro('accounts', 'show', name)).code).toBe(3)
  const acts = (await house.json('audit', '--limit', '2')) as { act: string; subject: string }[]
  expect(acts.map(({ act }) => act)).toEqual(['erase', 'export'])
  expect(JSON.stringify(acts)).not.toContain(name)
})

it('tells everybody something, once, and not those who came after it was stopped', { timeout: 180_000 }, async () => {
  const said = 'We pause on Sunday from two to three.'
  expect((await house.wiro('announce', '--en', said, '--dry-run')).out).toContain('It would go to 2.')
  expect((await house.wiro('announce', '--en', said, '--why', 'planned work', '--yes')).code).toBe(0)
  await Promise.all([house.ana.until(said), house.ben.until(said)])
  expect((await house.wiro('announce', 'stop', '1', '--why', 'everybody knows')).code).toBe(0)
  expect(await house.json('announce', 'list')).toMatchObject([{ number: 1, en: said, sent: 2, waiting: 0 }])
})

it('says why somebody is shown what they are shown, in both languages, and learns all anew', {
  timeout: 180_000,
}, async () => {
  const { core } = house.service
  const now = core.clock.now()
  const people = Array.from({ length: 6 }, () => newId<AccountId>(now))
  await addReaders(core, people)
  const made = people.map((authorId, at) => ({
    id: newId<OpenLetterId>(now),
    authorId,
    mood: 'calm',
    topic: at < 3 ? 'family' : 'work',
    openedAt: now,
  }))
  await addLetters(core, made)
  const [liked, kin] = made.map(({ id }) => id) as [OpenLetterId, OpenLetterId]
  const [ben] = (
    await core.db.pg.query(`select a.id, a.pen_name from account a join identity i on i.account_id = a.id
    where i.platform = 'telegram' and a.pen_name is not null order by a.created_at limit 1`)
  ).rows
  for (const readerId of [ben.id, ...people.slice(2)])
    for (const openLetterId of readerId === ben.id ? [liked] : [liked, kin])
      await noteSignals(core, { readerId, openLetterId, kinds: ['shown', 'thanked'] })
  expect((await house.wiro('recommend', 'rebuild', '--why', 'to try it')).out).toBe('Learnt 9 likings.\n')
  await chooseOpenLetters(core, { accountId: ben.id, count: 3, session: now })

  const why = await house.wiro('recommend', 'explain', ben.pen_name)
  expect(why.out).toMatch(/letters they took to heart +1\n/)
  expect(why.out).toMatch(
    new RegExp(`${kin} .*calm, family.*readers of a letter they liked also liked it \\(${liked}\\)`),
  )
  for (const one of people) expect(why.out).not.toContain(one)
  const json = await house.json('recommend', 'explain', ben.pen_name)
  expect(json.lately).toHaveLength(3)
  expect(json.next.find(({ id }: { id: string }) => id === kin)).toMatchObject({ source: 'kin', because: liked })
  expect(await house.wiro('recommend', 'explain', ben.pen_name, '--as', 'eve')).toMatchObject({ code: 3, out: '' })
  expect((await house.json('audit', '--limit', '1'))[0]).toMatchObject({ operator: 'mina', act: 'recommend.explain' })

  const inKorean = { ...house.env, LC_ALL: 'ko_KR.UTF-8' }
  const korean = await inScript(['recommend', 'explain', ben.pen_name], inKorean, house.shared)
  expect(korean.code).toBe(0)
  expect(korean.out).toContain('마음에 든 편지')
  expect(korean.out).toContain(`${say('ko', 'mood.calm')}, ${say('ko', 'topic.family')}`)
  expect(korean.out).toContain(`좋아한 편지의 다른 독자들도 좋아했어요 (${liked})`)
  const anew = await inScript(['recommend', 'rebuild', '--why', '해 보려고'], inKorean, house.shared)
  expect(anew).toMatchObject({ code: 0, out: expect.stringContaining('마음에 든 기록 9건을 익혔어요.') })
})

it('finds what is wrong and says how to mend it', { timeout: 180_000 }, async () => {
  const ran = await inScript(['doctor', '--json'], {
    ...house.env,
    TELEGRAM_TOKEN: `${house.env.TELEGRAM_TOKEN?.slice(0, -3)}xyz`,
  })
  const findings = JSON.parse(ran.out) as { name: string; state: string; mend?: string }[]
  expect(ran.code).toBe(1)
  expect(findings.find(({ name }) => name === 'Telegram')).toMatchObject({
    state: 'bad',
    mend: expect.stringContaining('TELEGRAM_TOKEN'),
  })
  expect(findings.find(({ name }) => name === 'database')).toMatchObject({ state: 'good' })
  expect(ran.out).not.toContain('xyz')
})

it('speaks Korean where the terminal does, and has colours on a terminal only', { timeout: 180_000 }, async () => {
  const korean = await inScript(['reports', 'list', '--help'], { ...house.env, LC_ALL: 'ko_KR.UTF-8' })
  expect(korean.out).toContain('사용법:')
  expect(korean.out).toContain('목표 시간이 가까운 순서로')
  const env = { ...house.env, LC_ALL: 'ko_KR.UTF-8' }
  const [schedules, check, person] = await Promise.all([
    inScript(['jobs', 'schedules', '--as', 'mina'], env, house.shared),
    inScript(['safety', 'test', '010-1234-5678'], env, house.shared),
    inScript(['accounts', 'list', '--as', 'mina'], env, house.shared),
  ])
  expect(schedules.out).toMatch(/\d분/)
  expect(check.out).toContain('연락처')
  expect(person.out).toContain('영어')
  expect((await inScript(['--version'], env)).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  const esc = String.fromCharCode(27)
  expect((await house.wiro('reports', 'list')).out).not.toContain(esc)
})

it('completes its commands in bash', { timeout: 180_000 }, async () => {
  const { out } = await house.wiro('completion', 'bash')
  expect(out).toContain("'jobs') words='list show retry promote remove pause resume drain schedules")
  const { out: zsh } = await house.wiro('completion', 'zsh')
  expect(zsh.split('\n')[0]).toBe('#compdef wiro')
})
