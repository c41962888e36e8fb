import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import type { Turn } from '../../../bots/dialogue/turn.ts'
import type { FormView, Reply, View } from '../../../bots/dialogue/view.ts'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { layTable, type Table, until } from './table.ts'

const door: View = {
  text: 'What now?',
  rows: [
    [
      { label: 'Open', act: 'open:1' },
      { label: 'Toast', act: 'toast' },
    ],
  ],
}
const form: FormView = {
  form: 'letter',
  args: ['now', ''],
  title: 'A letter',
  fields: [
    { id: 'body', label: 'Your letter', required: true, long: true, min: 2, max: 4_000 },
    {
      id: 'sign',
      label: 'Signed?',
      required: true,
      long: false,
      max: 10,
      options: [
        { label: 'Yes', value: 'yes' },
        { label: 'No', value: 'no' },
      ],
    },
  ],
}
const insteadOfForm: View = { text: 'The form opens here', rows: [[{ label: 'Write', act: 'open:1' }]] }
const tell = (...views: View[]): Reply => ({ kind: 'views', views, replace: false })
const show = (...views: View[]): Reply => ({ kind: 'views', views, replace: true })
const texts = (person: DiscordPerson) =>
  person
    .chat()
    .filter(({ deleted }) => !deleted)
    .map(({ text }) => text)
const long = (marker: string) => `${marker} ${'many words '.repeat(300)}`

let table: Table
let ana: DiscordPerson
beforeEach(async () => {
  table = await layTable()
  ana = table.discord.join({ name: 'Ana', locale: 'ko' })
})
afterEach(() => table.close())

const pressing = (reply: Reply) => (turn: Turn) => (turn.act.kind === 'press' ? reply : tell(door))

describe('what a person does, as a turn', () => {
  it('a command with its options, in the DM and in a server', async () => {
    table.reply = () => ({ kind: 'note', text: 'ok' })
    await ana.command('letter', { to: 'myself' })
    await ana.command('letter', {}, { in: 'guild' })
    expect(table.turns).toMatchObject([
      {
        platform: 'discord',
        platformId: ana.id,
        locale: 'ko',
        place: 'private',
        asks: 'form',
        act: { kind: 'command', name: 'letter', options: { to: 'myself' } },
      },
      { platformId: ana.id, chatId: undefined, place: 'public', act: { kind: 'command', options: {} } },
    ])
    expect(table.turns[0]?.chatId).toMatch(/^\d+$/)
  })

  it('a pressed button, a choice, a form filled in', async () => {
    const menu: View = {
      text: 'Choose',
      rows: [
        {
          placeholder: 'When',
          act: 'when:x',
          options: [
            { label: 'Now', value: 'now' },
            { label: 'Later', value: 'later' },
          ],
        },
      ],
    }
    const replies: Record<string, Reply> = {
      command: tell(menu),
      'press:when': { kind: 'form', form, late: door },
      form: show({ text: 'Thanks' }),
    }
    table.reply = ({ act }) => replies[act.kind === 'press' ? `press:${act.action}` : act.kind] ?? { kind: 'nothing' }
    await ana.command('letter')
    await ana.choose('Later')
    expect(ana.form()).toMatchObject({
      title: 'A letter',
      fields: [{ id: 'body', min: 2, max: 4_000, long: true }, { id: 'sign' }],
    })
    await ana.submit({ body: '*Dear* you', sign: 'no' })
    expect(table.turns.slice(1).map(({ act }) => act)).toEqual([
      { kind: 'press', action: 'when', args: ['x', 'later'] },
      { kind: 'form', form: 'letter', args: ['now', ''], values: { body: '*Dear* you', sign: 'no' } },
    ])
    expect(texts(ana)).toEqual(['Thanks'])
  })

  it('words and pictures in the DM, but not what is said in a server', async () => {
    table.reply = (turn) => tell({ text: `Heard a ${turn.act.kind}` })
    await ana.say('**hello**')
    await ana.until('Heard a text')
    await ana.say('', { files: [{ name: 'cat.png', type: 'image/png', data: new Uint8Array([1]) }] })
    await ana.until('Heard a other')
    expect(table.turns).toMatchObject([
      {
        platformId: ana.id,
        locale: undefined,
        place: 'private',
        asks: 'messages',
        act: { kind: 'text', text: '**hello**' },
      },
      { act: { kind: 'other' } },
    ])
  })
})

describe('a reply', () => {
  it('in a server is for that person only, with everything that follows it', async () => {
    const ben = table.discord.join({ name: 'Ben', locale: 'en-US' })
    table.reply = () => tell({ text: 'one' }, { text: 'two' })
    await ana.command('letter', {}, { in: 'guild' })
    await ana.until('two')
    expect(ana.chat().map(({ text, ephemeral, place }) => ({ text, ephemeral, place }))).toEqual([
      { text: 'one', ephemeral: true, place: 'guild' },
      { text: 'two', ephemeral: true, place: 'guild' },
    ])
    expect(ben.chat()).toEqual([])
  })

  it('takes the place of the pressed message, and the rest follows', async () => {
    table.reply = pressing(show({ text: long('first') }, { text: 'second' }))
    await ana.command('letter')
    await ana.press('Open')
    await ana.until('second')
    expect(texts(ana).length).toBe(3)
    expect(texts(ana)[0]).toMatch(/^first/)
    expect(ana.chat()[0]).toMatchObject({ controls: [] })
  })

  it('that replaces nothing comes below', async () => {
    table.reply = pressing(tell({ text: 'below' }))
    await ana.command('letter')
    await ana.press('Open')
    expect(texts(ana)).toEqual(['What now?', 'below'])
  })

  it('that is a passing line is seen by that person only and leaves the message as it is', async () => {
    table.reply = pressing({ kind: 'note', text: 'Noted *so*' })
    await ana.command('letter')
    await ana.press('Toast')
    expect(ana.chat().map(({ text, ephemeral }) => ({ text, ephemeral }))).toEqual([
      { text: 'What now?', ephemeral: false },
      { text: 'Noted *so*', ephemeral: true },
    ])
  })

  it('that says nothing still acknowledges', async () => {
    table.reply = pressing({ kind: 'nothing' })
    await ana.command('letter')
    await ana.press('Open')
    expect(texts(ana)).toEqual(['What now?'])
    table.reply = () => ({ kind: 'nothing' })
    await ana.command('letter')
    expect(texts(ana)).toEqual(['What now?'])
    expect(table.failures).toEqual([])
  })
})

describe.concurrent('a turn that takes long', () => {
  /** A table of one's own, where every second turn is answered only once Discord was asked for more time. */
  const waiting = async (test: TestContext, first: Reply | undefined, reply: Reply) => {
    const own = await layTable()
    test.onTestFinished(() => own.close())
    const bo = own.discord.join({ name: 'Bo', locale: 'en-US' })
    const askedForTime = () =>
      own.discord.requests.some(
        ({ path, body }) => path.endsWith('/callback') && [5, 6].includes(JSON.parse(body.toString()).type),
      )
    own.reply = async (turn) => {
      if (first && turn.act.kind === 'command') return first
      await until(askedForTime)
      return reply
    }
    return bo
  }

  it('says that it thinks, and then what it thought', async (test) => {
    const bo = await waiting(test, undefined, tell({ text: 'one' }, { text: 'two' }))
    await bo.command('letter')
    await bo.until('two')
    expect(texts(bo)).toEqual(['one', 'two'])
  })

  it('that began with a press still replaces the pressed message', async (test) => {
    const bo = await waiting(test, tell(door), show({ text: 'done' }))
    await bo.command('letter')
    await bo.press('Open')
    await bo.until('done')
    expect(texts(bo)).toEqual(['done'])
  })

  it('that began with a press still leaves it alone when it has something to add', async (test) => {
    const bo = await waiting(test, tell(door), { kind: 'note', text: 'noted' })
    await bo.command('letter')
    await bo.press('Open')
    await bo.until('noted')
    expect(bo.chat().map(({ text, ephemeral }) => [text, ephemeral])).toEqual([
      ['What now?', false],
      ['noted', true],
    ])
  })

  it.for(['command', 'press'] as const)(
    'that should have opened a form shows its button instead (%s)',
    async (began, test) => {
      const bo = await waiting(test, began === 'press' ? tell(door) : undefined, {
        kind: 'form',
        form,
        late: insteadOfForm,
      })
      await bo.command('letter')
      if (began === 'press') await bo.press('Open')
      await bo.until('The form opens here')
      expect(bo.form()).toBeUndefined()
      expect(
        bo
          .chat()
          .at(-1)
          ?.controls.map(({ label }) => label),
      ).toEqual(['Write'])
    },
  )

  it('takes its sign of thinking back when there is nothing to say', async (test) => {
    const bo = await waiting(test, undefined, { kind: 'nothing' })
    await bo.command('letter')
    expect(texts(bo)).toEqual([])
  })
})

describe('when Discord stumbles', () => {
  it('an answer whose receipt is lost is shown once', async () => {
    table.discord.faults.inject({ match: { path: /\/callback$/ }, kind: 'dropAfterCommit', times: 1 })
    table.reply = () => tell({ text: 'one' }, { text: 'two' })
    await ana.command('letter')
    await ana.until('two')
    expect(texts(ana)).toEqual(['one', 'two'])
    expect(table.failures).toEqual([])
  })

  it('a new message below a pressed one, whose receipt is lost, does not swallow the pressed one', async () => {
    table.reply = pressing(tell({ text: 'below' }))
    await ana.command('letter')
    table.discord.faults.inject({ match: { path: /\/callback$/ }, kind: '500AfterCommit', times: 1 })
    await ana.press('Open')
    await until(() => table.discord.requests.some(({ method }) => method === 'PATCH'))
    expect(texts(ana)).toEqual(['What now?', 'below'])
  })

  it('a press that was acknowledged by a process which died since still leaves its message alone', async () => {
    table.reply = async (turn, event) => {
      if (event.is === 'interaction' && turn.act.kind === 'press') await table.api.answerFirst(event, { type: 6 })
      return turn.act.kind === 'press' ? tell({ text: 'below' }) : tell(door)
    }
    await ana.command('letter')
    await ana.press('Open')
    await ana.until('below')
    expect(texts(ana)).toEqual(['What now?', 'below'])
  })

  it('a rate limit is waited out', async () => {
    table.discord.faults.inject({ match: { path: /\/callback$/ }, kind: '429', times: 1, retryAfterSeconds: 0.2 })
    table.reply = () => tell({ text: 'patience' })
    await ana.command('letter')
    expect(texts(ana)).toEqual(['patience'])
  })

  it('a form that comes back refused is a failure that is told of', async () => {
    table.reply = () => ({ kind: 'form', form: { ...form, title: '' }, late: door })
    void ana.command('letter').catch(() => undefined)
    await until(() => table.failures.length > 0)
    expect(table.failures).toMatchObject([{ code: 50035 }])
  })

  it('someone who closed their DMs is no failure', async () => {
    table.reply = () => tell({ text: 'hello' })
    ana.closeDms('send')
    await ana.say('anybody?')
    await until(() => table.discord.requests.some(({ status }) => status === 403))
    expect(table.failures).toEqual([])
  })
})

describe('too late for the token', () => {
  let late: Table
  let clock = 0
  beforeEach(async () => {
    clock = Date.now()
    late = await layTable({ now: () => clock })
  })
  afterEach(() => late.close())

  it('the answer comes as an ordinary DM, in a server too, and once', async () => {
    const bo = late.discord.join({ name: 'Bo', locale: 'en-US' })
    late.reply = () => {
      clock += 4_000
      return tell({ text: 'sorry for the wait' }, { text: 'and more' })
    }
    void bo.command('letter', {}, { in: 'guild' }).catch(() => undefined)
    await bo.until('and more')
    expect(bo.chat().map(({ text, place }) => [text, place])).toEqual([
      ['sorry for the wait', 'dm'],
      ['and more', 'dm'],
    ])
  })

  it('a form leaves its button', async () => {
    const bo = late.discord.join({ name: 'Bo', locale: 'en-US' })
    late.reply = () => {
      clock += 4_000
      return { kind: 'form', form, late: insteadOfForm }
    }
    void bo.command('letter').catch(() => undefined)
    await bo.until('The form opens here')
    expect(texts(bo)).toEqual(['The form opens here'])
  })

  it('what was pressed in the DM is replaced all the same', async () => {
    const bo = late.discord.join({ name: 'Bo', locale: 'en-US' })
    late.reply = () => tell(door)
    await bo.command('letter')
    late.reply = () => {
      clock += 4_000
      return show({ text: 'done' })
    }
    void bo.press('Open').catch(() => undefined)
    await bo.until('done')
    expect(texts(bo)).toEqual(['done'])
  })

  it('follow-ups of an expired token go on as DMs', async () => {
    const bo = late.discord.join({ name: 'Bo', locale: 'en-US' })
    late.discord.onEvent(({ message }) => {
      if (message?.text === 'one') clock += 16 * 60_000
    })
    late.reply = () => tell({ text: 'one' }, { text: 'two' })
    await bo.command('letter')
    await bo.until('two')
    expect(texts(bo)).toEqual(['one', 'two'])
  })
})
