import type { Service } from '../../support/service.ts'
import type { Deed, Who } from './deeds.ts'
import { filesFor, handsOf, type Talker } from './hands.ts'
import { type Conversation, differing, isNothing, isThere } from './meant.ts'
import { readPage, readScreen } from './seen.ts'
import { nameIn, type Shape, textOf, type Words, wordsOf } from './words.ts'

/** What the conversation of two people is, told by what they did; and whether it is what both see. */
export type Evening = {
  act(deed: Deed): Promise<void>
  /** Both have heard all there was, and nothing is under way any more: then both see the same. Rejects if not. */
  rest(): Promise<void>
  /** What happened, a line each. */
  told: string[]
}

let count = 0
const QUIET_WITHIN_MS = 90_000
/** What is looked at again and again costs those who are to get ready: less and less often. */
const LOOK_AGAIN_MS = { first: 10, most: 160 }
/** Everything has come to rest: what differs for so long stays so. */
const DIFFERS_FOR_MS = 1_500
/** With a file fewer words stand. */
const BESIDE_FILES_MOST = 900

export function openEvening(service: Service, talkers: readonly [Talker, Talker]): Evening {
  const conversation: Conversation = new Map()
  const hands = [handsOf(service, talkers[0]), handsOf(service, talkers[1])] as const
  /** So many messages of each one's screen may stand there twice. */
  const spare: [number, number] = [0, 0]
  const told: string[] = []
  const called = (who: Who) => {
    const { seat, person } = talkers[who]
    return `${who === 0 ? 'Ana' : 'Ben'} (${seat === 'page' ? 'page' : person.platform})`
  }
  const tell = (who: Who, what: string) => void told.push(`${called(who)} ${what}`)
  const there = (who: Who) => [...conversation].flatMap(([name, said]) => (isThere(said, who) ? [name] : []))
  const own = (who: Who) => there(who).filter((name) => conversation.get(name)?.by === who)
  const among = (names: string[], at: number): string | undefined => names[at % names.length]

  const looking = (who: Who) => ({
    side: who,
    by: (name: string) => conversation.get(name)?.by,
    spare: spare[who],
    says(name: string) {
      const said = conversation.get(name)
      return said && isThere(said, who) ? { text: textOf(said.words), files: said.files.length } : undefined
    },
  })
  const screen = (who: Who) => readScreen(talkers[who].person, looking(who))
  const page = (who: Who) => readPage(service, talkers[who].accountId, looking(who))

  /** Where a message stands for somebody who is about to do something with it. */
  const placeOf = async (who: Who, name: string): Promise<string> => {
    const { seat, person } = talkers[who]
    const find = async () => (seat === 'page' ? await page(who) : await screen(who)).places.get(name)
    if (spare[who] > 0) await rest()
    else if (seat === 'bot') await person.until(({ text, deleted }) => nameIn(text) === name && !deleted)
    return until(find)
  }

  const say = async (who: Who, shape: Shape, more: { files?: number; reply?: string | undefined } = {}) => {
    const place = more.reply === undefined ? undefined : await placeOf(who, more.reply)
    const name = `n${count++}x`
    const files = talkers[who].seat === 'page' ? [] : await filesFor(more.files ?? 0)
    const words = wordsOf(name, shape, files.length > 0 ? BESIDE_FILES_MOST : hands[who].most)
    const names = files.map(([as]) => as)
    const beside = `${names.length > 0 ? ` with ${names}` : ''}${place ? ` in answer to ${more.reply}` : ''}`
    tell(who, `says ${name}: ${beginning(words)}${beside}`)
    conversation.set(name, {
      by: who,
      words,
      files: names,
      reply: more.reply,
      reactions: [undefined, undefined],
      gone: false,
      hidden: false,
    })
    await hands[who].say(words, { files: files.map(([, file]) => file), to: place })
  }

  const change = async (who: Who, name: string, shape: Shape) => {
    const place = await placeOf(who, name)
    const said = conversation.get(name)
    if (!said) return
    const beside = said.files.length > 0
    said.words = wordsOf(name, beside ? { ...shape, times: 1 } : shape, beside ? BESIDE_FILES_MOST : hands[who].most)
    tell(who, `changes ${name} to ${beginning(said.words)}`)
    await hands[who].change(place, said.words)
  }

  const takeBack = async (who: Who, name: string) => {
    const place = await placeOf(who, name)
    tell(who, `takes ${name} back`)
    const isTold = await hands[who].takeBack(place)
    Object.assign(conversation.get(name) ?? {}, isTold ? { gone: true } : { hidden: true })
  }

  const react = async (who: Who, name: string, emoji: string | null) => {
    const place = await placeOf(who, name)
    const said = conversation.get(name)
    if (!said) return
    tell(who, emoji === null ? `takes back what they felt about ${name}` : `feels ${emoji} about ${name}`)
    said.reactions[who] = emoji ?? undefined
    await hands[who].react(place, emoji)
  }

  /** On Telegram what may have arrived is said once more: whose message that is is known while nothing else is on its way. */
  const stumble = async (who: Who, kind: Extract<Deed, { kind: 'fault' }>['fault']) => {
    const { person } = talkers[who]
    if (person.platform === 'telegram' && kind !== '429' && kind !== 'delay') {
      await rest()
      spare[who]++
    }
    told.push(`${person.platform} stumbles over what concerns ${called(who)}: ${kind}`)
    const how = { times: 1, retryAfterSeconds: 0.1, delayMs: kind === 'delay' ? 200 : 0 }
    service[person.platform].faults.inject({ match: { person: person.id, path: STUMBLES }, kind, ...how })
  }

  const befall = async (kind: 'restart' | 'new session') => {
    await rest()
    told.push(kind === 'restart' ? 'the service is stopped and started again' : 'Discord forgets the session')
    const over = kind === 'restart' ? service.restart() : service.discord.gateway.invalidate(false)
    // Nobody sits on a page whose service is away.
    for (const who of [0, 1] as const) if (talkers[who].seat === 'bot') await say(who, SHORT)
    await over
    // What else people do on Discord is told to nobody until then.
    await until(async () => service.discord.gateway.sessions().find(({ connected }) => connected))
    await rest()
  }

  const act = async (deed: Deed): Promise<void> => {
    switch (deed.kind) {
      case 'say': {
        const reply = deed.answers === null ? undefined : among(there(deed.who), deed.answers)
        return say(deed.who, deed.shape, { files: deed.files, reply })
      }
      case 'change':
      case 'take back': {
        const name = among(own(deed.who), deed.at)
        if (name === undefined) return say(deed.who, SHORT)
        return deed.kind === 'change' ? change(deed.who, name, deed.shape) : takeBack(deed.who, name)
      }
      case 'react': {
        const name = among(there(deed.who), deed.at)
        return name === undefined ? say(deed.who, SHORT) : react(deed.who, name, deed.emoji)
      }
      case 'fault':
        return stumble(deed.who, deed.fault)
      case 'tell again':
        told.push('both platforms tell again what they told lately')
        service.discord.gateway.repeat()
        service.telegram.tellAgain()
        return
      case 'cut':
        told.push('the connection to Discord breaks')
        return service.discord.gateway.drop()
      case 'rest':
        return rest()
      default:
        return befall(deed.kind)
    }
  }

  const rest = async (): Promise<void> => {
    for (const who of [0, 1] as const) await say(who, SHORT)
    const last = [...conversation.keys()].slice(-2)
    for (const who of [0, 1] as const)
      await talkers[who].person.until(({ text }) => nameIn(text) === last[1 - who], { timeoutMs: QUIET_WITHIN_MS })
    await untilQuiet(service, talkers)
    for (const [since, pause] = [performance.now(), pauses()]; ; await pause()) {
      const differs = await look()
      if (!differs) return
      if (performance.now() - since > DIFFERS_FOR_MS) throw new Error(differs)
    }
  }

  /** What somebody sees that they should not, or the other way round. */
  const look = async (): Promise<string | undefined> => {
    for (const who of [0, 1] as const) {
      const sitsOnPage = talkers[who].seat === 'page'
      for (const onPage of [false, true]) {
        const { view } = onPage ? await page(who) : await screen(who)
        const { is, meant } = differing(conversation, view, { who, page: onPage, sitsOnPage })
        if (isNothing(is) && isNothing(meant)) continue
        const whose = `what the ${onPage ? 'page' : 'screen'} of ${called(who)} shows`
        return `${whose}: ${JSON.stringify(is)}\n  it should be: ${JSON.stringify(meant)}`
      }
    }
    return undefined
  }

  return { act, rest, told }
}

const beginning = (words: Words) => JSON.stringify(textOf(words).slice(0, BEGINNING_CHARACTERS))
const BEGINNING_CHARACTERS = 60

const SHORT: Shape = { styles: [0], signs: 0, lines: false, times: 1 }
/** What the bot does with messages of a conversation; never the asking for news. */
const STUMBLES = /\/(send|edit|delete|setMessageReaction|channels\/\d+\/messages)/

/** Nothing that they did waits to be heard, and nothing that was heard to be sent. */
async function untilQuiet({ core }: Service, talkers: readonly Talker[]): Promise<void> {
  const accounts = talkers.map(({ accountId }) => accountId)
  const lanes = talkers.map(({ person: { platform, id } }) => core.vault.lookup(`lane:${platform}`, id))
  await until(async () => {
    const { rows } = await core.db.pg.query(UNDER_WAY, [accounts, lanes])
    return rows[0].mail + rows[0].events === 0 ? true : undefined
  })
}

/** What there is, once there is something. Not `expect.poll`, which knows of one test at a time. */
async function until<Found>(find: () => Promise<Found | undefined>): Promise<Found> {
  for (const [end, pause] = [Date.now() + QUIET_WITHIN_MS, pauses()]; ; await pause()) {
    const found = await find()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error('it does not come to rest')
  }
}

function pauses(): () => Promise<void> {
  let ms = LOOK_AGAIN_MS.first
  return () => {
    const now = ms
    ms = Math.min(2 * ms, LOOK_AGAIN_MS.most)
    return new Promise((resolve) => setTimeout(resolve, now))
  }
}

const UNDER_WAY = `select
  (select count(*) from outbox o join identity i on i.id = o.identity_id where o.settled_at is null and i.account_id = any($1))::int as mail,
  (select count(*) from inbound where handled_at is null and lane = any($2))::int as events`
