import { textsOf, VERSIONS } from '../../chat/versions.ts'
import type { Core } from '../../core.ts'
import { PLATFORM_ID } from '../../delivery/recipients.ts'
import { listFollowers } from '../../follows/listFollows.ts'
import type { AccountId } from '../../ids.ts'
import type { Language } from '../../language.ts'
import { listThreads, type Thread } from '../../letters/correspondence.ts'
import { openLetterText } from '../../letters/draft.ts'
import { VISIBLE } from '../../letters/received.ts'
import { stateForWriter } from '../../letters/sent.ts'
import { REPORT_WORDS } from '../../moderation/seals.ts'

/** Everything about a person that is theirs to take: what they are here, wrote and got. Of others only their signatures. */
export type PersonalData = {
  madeAt: Date
  language: Language
  zone: string
  account: Record<string, unknown>
  selves: { platform: string; id: string; since: Date; lastSeen: Date }[]
  written: LetterData[]
  received: LetterData[]
  openLetters: OpenLetterData[]
  comments: { signature: string | null; at: Date; state: string; text: string }[]
  following: { name: string | null; since: Date }[]
  followers: number
  /** What the person did with open letters of others: known by what those were signed with. */
  reading: { what: string; signature: string | null; at: Date }[]
  penFriends: { name: string | null; since: Date }[]
  blocked: { name: string | null; since: Date }[]
  reports: { category: string; words: string | null; at: Date; state: string }[]
  chats: ChatData[]
  sanctions: { kind: string; rule: string; at: Date; until: Date | null }[]
}

/** A live chat; what was said in it is kept for a day. */
export type ChatData = { begun: Date; ended: Date | null; said: SaidData[] }
/** `earlier`: what the person's own words said before they changed them, in order. */
export type SaidData = { mine: boolean; at: Date; text: string; earlier?: string[] }

export type LetterData = {
  kind: string
  state: string
  signature: string | null
  at: Date
  stamp: string | null
  text: string
}

export type OpenLetterData = {
  state: string
  signature: string | null
  at: Date
  mood: string | null
  topic: string | null
  thanks: number
  answers: number
  text: string
}

/** Undefined when the account is gone. */
export async function collectData(
  core: Core,
  { accountId }: { accountId: AccountId },
): Promise<PersonalData | undefined> {
  const { prisma } = core.db
  const account = await prisma.account.findUnique({
    where: { id: accountId },
    include: { identities: true, sanctions: true },
  })
  if (!account || account.erasedAt) return undefined
  const blocks = await prisma.block.findMany({ where: { blockerId: accountId, viaReport: false } })
  const reports = await prisma.report.findMany({ where: { reporterId: accountId } })
  const threads = await allThreads(core, accountId)
  return {
    madeAt: core.clock.now(),
    language: account.language,
    zone: account.zone,
    account: settingsOf(account),
    selves: account.identities.map((self) => ({
      platform: self.platform,
      id: core.vault.open(self.sealedId, PLATFORM_ID),
      since: self.createdAt,
      lastSeen: self.lastSeenAt,
    })),
    written: await written(core, accountId),
    received: await received(core, accountId),
    ...(await openData(core, accountId)),
    penFriends: threads.map((thread) => ({ name: thread.with, since: thread.begunAt })),
    blocked: blocks.map(({ label, createdAt }) => ({ name: label, since: createdAt })),
    reports: reports.map(({ category, words, createdAt, state }) => ({
      category,
      words: words ? core.vault.open(words, REPORT_WORDS) : null,
      at: createdAt,
      state,
    })),
    chats: await chats(core, accountId),
    sanctions: account.sanctions.map(({ kind, rule, createdAt, endsAt }) => ({
      kind,
      rule,
      at: createdAt,
      until: endsAt,
    })),
  }
}

type Account = NonNullable<Awaited<ReturnType<Core['db']['prisma']['account']['findUnique']>>>

function settingsOf({
  penName,
  reads,
  willing,
  dailyNumber,
  notify,
  quietFrom,
  quietUntil,
  arrivesOn,
  showFollowing,
  chatsAt,
  adultAt,
  welcomedAt,
  createdAt,
}: Account) {
  return {
    penName,
    reads,
    willing,
    dailyNumber,
    notify,
    quietFrom,
    quietUntil,
    arrivesOn,
    showFollowing,
    chatsAt,
    adultAt,
    welcomedAt,
    createdAt,
  }
}

async function allThreads(core: Core, accountId: AccountId): Promise<Thread[]> {
  const all: Thread[] = []
  for (let page = 0; ; page++) {
    const { threads, more } = await listThreads(core, { accountId, page })
    all.push(...threads)
    if (!more) return all
  }
}

async function chats(core: Core, accountId: AccountId): Promise<ChatData[]> {
  const rows = await core.db.prisma.chat.findMany({
    where: { OR: [{ oneId: accountId }, { otherId: accountId }] },
    include: { messages: { where: { deletedAt: null }, include: VERSIONS, orderBy: { id: 'asc' } } },
    orderBy: { begunAt: 'asc' },
  })
  return rows.map(({ begunAt, endedAt, messages }) => ({
    begun: begunAt,
    ended: endedAt,
    said: messages.map((message) => saidData(textsOf(core, message), message.at, message.senderId === accountId)),
  }))
}

function saidData(texts: [string, ...string[]], at: Date, mine: boolean): SaidData {
  const earlier = texts.slice(0, -1)
  return { mine, at, text: texts.at(-1) ?? '', ...(mine && earlier.length > 0 ? { earlier } : {}) }
}

async function written(core: Core, writerId: AccountId): Promise<LetterData[]> {
  const letters = await core.db.prisma.letter.findMany({
    where: { writerId },
    include: { deliveries: { orderBy: { createdAt: 'desc' }, take: 1 } },
    orderBy: { createdAt: 'asc' },
  })
  return letters.map((letter) => ({
    kind: letter.kind,
    state: stateForWriter(letter, letter.deliveries[0]),
    signature: letter.signature,
    at: letter.postedAt ?? letter.createdAt,
    stamp: letter.deliveries[0]?.stamp ?? null,
    text: openLetterText(core, letter),
  }))
}

/** What the person has opened and may still see. */
async function received(core: Core, readerId: AccountId): Promise<LetterData[]> {
  const deliveries = await core.db.prisma.delivery.findMany({
    where: { readerId, state: { in: VISIBLE }, openedAt: { not: null }, letter: { writerId: { not: readerId } } },
    include: { letter: true },
    orderBy: { createdAt: 'asc' },
  })
  return deliveries.map(({ letter, state, stamp, createdAt }) => ({
    kind: letter.kind,
    state,
    signature: letter.signature,
    at: createdAt,
    stamp,
    text: openLetterText(core, letter),
  }))
}

/** What the person left open, wrote under open letters, follows, and did with what others left open. */
async function openData(
  core: Core,
  accountId: AccountId,
): Promise<Pick<PersonalData, 'openLetters' | 'comments' | 'following' | 'followers' | 'reading'>> {
  const { prisma } = core.db
  const [opened, comments, follows, signals, followers] = await Promise.all([
    prisma.openLetter.findMany({ where: { authorId: accountId }, orderBy: { openedAt: 'asc' } }),
    prisma.comment.findMany({ where: { authorId: accountId }, orderBy: { createdAt: 'asc' } }),
    prisma.follow.findMany({ where: { followerId: accountId }, orderBy: { createdAt: 'asc' } }),
    prisma.signal.findMany({
      where: { readerId: accountId },
      include: { openLetter: { select: { signature: true } } },
      orderBy: { at: 'asc' },
    }),
    listFollowers(core, { accountId }),
  ])
  return {
    openLetters: opened.map((letter) => ({
      state: letter.state,
      signature: letter.signature,
      at: letter.openedAt,
      mood: letter.mood,
      topic: letter.topic,
      thanks: letter.thanks,
      answers: letter.comments,
      text: openLetterText(core, letter),
    })),
    comments: comments.map((comment) => ({
      signature: comment.signature,
      at: comment.createdAt,
      state: comment.state,
      text: openLetterText(core, comment),
    })),
    following: follows.map(({ penName, createdAt }) => ({ name: penName, since: createdAt })),
    followers: followers.count,
    reading: signals.map(({ kind, at, openLetter }) => ({ what: kind, signature: openLetter.signature, at })),
  }
}
