import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { openContent } from '../../core/chat/content.ts'
import { type ChatId, newId } from '../../core/ids.ts'
import type { Vault } from '../../core/vault/vault.ts'
import type { Person, SeenMessage } from '../../sandbox/person.ts'
import { MIXES } from '../relay/pairs.ts'
import { addAccounts } from './letters.ts'

/** Two who talk live all through the storm, and what each of them said, in order. */
type Pair = { name: string; sides: [Side, Side] }
type Side = { person: Person; said: Line[] }
/** `own`: the platform's id of the sender's message; `answers`: which line of the other one's it replies to. */
type Line = { text: string; own: string; answers: Line | undefined }

export type Talk = {
  pairs: Pair[]
  stop(): void
  done: Promise<void>
  /** How often somebody on Telegram did something: each is one update. */
  updates: number
}

const CHATS_A_MIX = 4
const SAYS_EVERY_MS = 1_500
/** Every so manieth line answers what was heard last. */
const ANSWERS_EVERY = 5

/** Pairs of people in chats of their own, over all mixes of platforms; straight into the database, as pairing leaves them. */
export async function seatTalkers(
  db: pg.Pool,
  vault: Vault,
  join: (platform: Person['platform'], name: string) => Person,
): Promise<Pair[]> {
  const pairs = Array.from({ length: CHATS_A_MIX * MIXES.length }, (_, n): Pair => {
    const [here, there] = MIXES[n % MIXES.length] as (typeof MIXES)[number]
    const side = (platform: Person['platform'], at: string): Side => ({ person: join(platform, `${at}${n}`), said: [] })
    return { name: spelt(n), sides: [side(here, 'ann'), side(there, 'bob')] }
  })
  const people = await addAccounts(
    db,
    vault,
    pairs.flatMap(({ sides }) => sides.map(({ person }) => person)),
  )
  for (const n of pairs.keys()) {
    const [one, other] = people.slice(2 * n, 2 * n + 2)
    const id = newId<ChatId>(new Date())
    await db.query(
      'insert into chat (id, one_id, other_id, first, begun_at, last_at) values ($1, $2, $3, false, now(), now())',
      [id, one?.accountId, other?.accountId],
    )
    for (const sitter of [one, other])
      await db.query('insert into chat_seat (account_id, chat_id, identity_id) values ($1, $2, $3)', [
        sitter?.accountId,
        id,
        sitter?.identityId,
      ])
  }
  return pairs
}

/** They say line after line until it is stopped. */
export function talkLive(pairs: Pair[]): Talk {
  let stopped = false
  const stop = () => {
    stopped = true
  }
  const talk: Talk = { pairs, updates: 0, done: Promise.resolve(), stop }
  const speak = async (pair: Pair, at: 0 | 1) => {
    for (let n = 0; !stopped; n++) {
      await say(talk, pair, at, n % ANSWERS_EVERY === ANSWERS_EVERY - 1)
      await wait(SAYS_EVERY_MS * (0.5 + Math.random()))
    }
  }
  talk.done = Promise.all(pairs.flatMap((pair) => [speak(pair, 0), speak(pair, 1)])).then(() => undefined)
  return talk
}

const LAST_WORDS_WITHIN_MS = 180_000

/** Everybody says one thing more, and hears the other one's, if they do in this time: both bots are there again. */
export async function lastWords(talk: Talk): Promise<void> {
  const said = talk.pairs.flatMap((pair) => ([0, 1] as const).map((at) => ({ pair, at })))
  await Promise.all(said.map(({ pair, at }) => say(talk, pair, at, false)))
  const heard = ({ pair: { sides }, at }: (typeof said)[number]) =>
    shownTo(sides[at === 0 ? 1 : 0].person).has(sides[at].said.at(-1)?.text ?? '')
  await comesTrue(() => said.every(heard), LAST_WORDS_WITHIN_MS)
}

async function say(talk: Talk, { name, sides }: Pair, at: 0 | 1, answering: boolean): Promise<void> {
  const me = sides[at]
  const other = sides[at === 0 ? 1 : 0]
  const last = answering ? me.person.chat().findLast((message) => lineIn(message)) : undefined
  const answers = last && other.said.find(({ text }) => text === last.text)
  const text = `line ${spelt(me.said.length)} of ${at === 0 ? 'ann' : 'bob'} ${name}, said while processes come and go`
  const line: Line = { text, own: '', answers }
  me.said.push(line)
  line.own = await me.person.say(text, last && answers ? { replyTo: last.id } : {})
  if (me.person.platform === 'telegram') talk.updates++
}

/** Numbers in letters: digits would look like a way to reach somebody. */
const spelt = (n: number) => [...String(n)].map((digit) => 'bcdfghjklm'[Number(digit)]).join('')
const lineIn = ({ from, text }: SeenMessage) => from === 'bot' && /^line \w+ of (ann|bob) /.test(text)

type Mail = { state: string | null; ambiguous: number }
type Shown = { message: SeenMessage; at: number }

type Chats = Record<
  | 'chat_said'
  | 'chat_lost'
  | 'chat_unsure'
  | 'chat_doubled'
  | 'chat_doubled_unexplained'
  | 'chat_out_of_order'
  | 'chat_replies'
  | 'chat_replies_astray'
  | 'chat_twin_checks'
  | 'chat_twins_lost',
  number
>

/**
 * What was said against what the other one's screen shows. `unsure`: nobody can say whether it arrived, and its sender was
 * told. A double is explained where an answer of Telegram's was lost and its row says so. Then old lines are changed,
 * answered, reacted to and taken back: each must find its twin.
 */
export async function tallyChats(db: pg.Pool, vault: Vault, talk: Talk): Promise<Chats> {
  const mails = await mailOf(db, vault)
  const counts: Chats = {
    chat_said: 0,
    chat_lost: 0,
    chat_unsure: 0,
    chat_doubled: 0,
    chat_doubled_unexplained: 0,
    chat_out_of_order: 0,
    chat_replies: 0,
    chat_replies_astray: 0,
    chat_twin_checks: 0,
    chat_twins_lost: 0,
  }
  const checks: (() => Promise<boolean>)[] = []
  for (const { sides } of talk.pairs)
    for (const [from, to] of [sides, [sides[1], sides[0]]] as [Side, Side][]) {
      const shown = shownTo(to.person)
      const sure = (line: Line) => mails.get(line.text)?.ambiguous === 0 && shown.get(line.text)?.length === 1
      tallySide(counts, { from, mails, shown, sure })
      checks.push(...twinChecks(talk, { from, to, lines: from.said.filter(sure), shown }))
    }
  const found = await Promise.all(checks.map((check) => check()))
  counts.chat_twin_checks = found.length
  counts.chat_twins_lost = found.filter((one) => !one).length
  return counts
}

/** What became of each line, by its words. */
async function mailOf(db: pg.Pool, vault: Vault): Promise<Map<string, Mail>> {
  const { rows } = await db.query(
    `select m.body, o.state::text, coalesce(o.ambiguous, 0) as ambiguous from chat_message m left join outbox o on o.once_key = 'chat:' || m.id`,
  )
  return new Map(
    rows.map(({ body, state, ambiguous }) => [openContent({ vault }, body).text.text, { state, ambiguous }]),
  )
}

function shownTo(person: Person): Map<string, Shown[]> {
  const all = new Map<string, Shown[]>()
  for (const [at, message] of person.chat().entries())
    if (lineIn(message)) all.set(message.text, [...(all.get(message.text) ?? []), { message, at }])
  return all
}

type OneWay = {
  from: Side
  mails: Map<string, Mail>
  shown: Map<string, Shown[]>
  sure(line: Line): boolean
}

function tallySide(counts: Chats, { from, mails, shown, sure }: OneWay): void {
  let furthest = -1
  for (const line of from.said) {
    const seen = shown.get(line.text) ?? []
    const mail = mails.get(line.text)
    const [first] = seen
    counts.chat_said++
    if (!first) counts[mail?.state === 'unknown' ? 'chat_unsure' : 'chat_lost']++
    const extra = Math.max(0, seen.length - 1)
    counts.chat_doubled += extra
    counts.chat_doubled_unexplained += Math.max(0, extra - (mail?.ambiguous ?? 0))
    if (first && first.at < furthest) counts.chat_out_of_order++
    furthest = Math.max(furthest, first?.at ?? -1)
    if (first && sure(line)) tallyReply(counts, { line, first, mails })
  }
}

/** Where the line that is answered may stand there twice, nobody knows which of the two was meant. */
function tallyReply(
  counts: Chats,
  { line, first, mails }: { line: Line; first: Shown; mails: Map<string, Mail> },
): void {
  if (!line.answers || mails.get(line.answers.text)?.ambiguous !== 0) return
  counts.chat_replies++
  if (first.message.replyTo !== line.answers.own) counts.chat_replies_astray++
}

const FOUND_WITHIN_MS = 60_000
const PARTY = '🎉'

/** Of each side one early line is changed, one from the middle reacted to, a late one taken back, or answered where that is not told. */
function twinChecks(
  talk: Talk,
  { from, to, lines, shown }: { from: Side; to: Side; lines: Line[]; shown: Map<string, Shown[]> },
): (() => Promise<boolean>)[] {
  const pick = (part: number) => lines[Math.floor(lines.length * part)]
  const twin = (line: Line) => shown.get(line.text)?.[0]?.message.id ?? ''
  const find = (person: Person, id: string) => person.chat().find((message) => message.id === id)
  const acted = (...who: Side[]) => {
    talk.updates += who.filter(({ person }) => person.platform === 'telegram').length
  }
  const [early, middle, late] = [pick(0.1), pick(0.5), pick(0.9)]
  if (!early || !middle || !late) return []
  return [
    async () => {
      await from.person.edit(early.own, `${early.text}, changed`)
      acted(from)
      return comesTrue(() => find(to.person, twin(early))?.text.endsWith(', changed') === true)
    },
    async () => {
      await to.person.react(twin(middle), PARTY)
      acted(to)
      return comesTrue(() => find(from.person, middle.own)?.reactions.some((one) => one.from === 'bot') === true)
    },
    async () => {
      if (from.person.platform === 'discord') {
        await from.person.remove(late.own)
        return comesTrue(() => find(to.person, twin(late))?.deleted === true)
      }
      await to.person.say(`an answer to ${late.text}`, { replyTo: twin(late) })
      acted(to)
      const answered = ({ text, replyTo }: SeenMessage) => text === `an answer to ${late.text}` && replyTo === late.own
      return comesTrue(() => from.person.chat().some(answered))
    },
  ]
}

async function comesTrue(holds: () => boolean, withinMs = FOUND_WITHIN_MS): Promise<boolean> {
  for (const until = performance.now() + withinMs; performance.now() < until; await wait(100)) if (holds()) return true
  return false
}
