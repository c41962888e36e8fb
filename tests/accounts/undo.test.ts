import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginFromChat } from '../../core/accounts/binding/begin.ts'
import { claimLink } from '../../core/accounts/binding/claim.ts'
import { ASK_HOURS, confirmInChat, confirmOnPage } from '../../core/accounts/binding/confirm.ts'
import { undoBinding } from '../../core/accounts/binding/undo.ts'
import { isBlockedEitherWay } from '../../core/accounts/blocks.ts'
import { eraseAccount } from '../../core/accounts/erase.ts'
import { findIdentity } from '../../core/accounts/findIdentity.ts'
import { meetPerson } from '../../core/accounts/meetPerson.ts'
import { unbindSelf } from '../../core/accounts/unbind.ts'
import type { Core } from '../../core/core.ts'
import { type AccountId, type BindingId, type IdentityId, newId } from '../../core/ids.ts'
import { blockWriter } from '../../core/letters/blockWriter.ts'
import { standingOf } from '../../core/moderation/standing.ts'
import { newKeys, parseKeys } from '../../core/vault/keys.ts'
import { openVault } from '../../core/vault/vault.ts'
import { deliver, openWorld, post, type Someone, someone } from './world.ts'

/** What "it wasn't me" must give back, whoever came in meanwhile; and what two at the same moment must not make. */

let core: Core
let close: () => Promise<void>
const KEYS = newKeys()
beforeAll(async () => {
  ;({ core, close } = await openWorld(KEYS))
  core.config.google = {
    clientId: 'a',
    clientSecret: 'b',
    authorizationUrl: undefined,
    tokenUrl: undefined,
    userinfoUrl: undefined,
  }
})
afterAll(() => close())

let number = 0
const newSub = () => `11${++number}00200300400500`

/** The page said yes. */
async function asked(who: Someone, sub: string): Promise<BindingId> {
  const { secret } = await beginFromChat(core, { identityId: who.identityId, language: 'en' })
  const bindingId = await claimLink(core, { secret })
  await confirmOnPage(core, { bindingId, sub })
  return bindingId
}
/** The chat said yes as well, where it was asked. */
async function bound(who: Someone, sub: string): Promise<BindingId> {
  const bindingId = await asked(who, sub)
  const { boundAt } = await core.db.prisma.binding.findUniqueOrThrow({ where: { id: bindingId } })
  if (!boundAt) await confirmInChat(core, { bindingId, identityId: who.identityId })
  core.clock.move(1_000)
  return bindingId
}
const accountOf = async (identityId: IdentityId) =>
  (await core.db.prisma.identity.findUniqueOrThrow({ where: { id: identityId } })).accountId as AccountId
const selvesOf = async (accountId: AccountId) =>
  (await core.db.prisma.identity.findMany({ where: { accountId } })).map(({ platform }) => platform).sort()
const pair = async (): Promise<[Someone, Someone]> => [
  await someone(core),
  await someone(core, { platform: 'telegram' }),
]

describe('a thief with a stolen link brings a second chat in', () => {
  it('and both are out with the first "it wasn’t me"', async () => {
    const [victim, thief] = await pair()
    const sub = newSub()
    const first = await bound(victim, sub)
    await bound(thief, sub)
    expect(await accountOf(thief.identityId)).toBe(victim.accountId)
    const undone = await undoBinding(core, { bindingId: first, identityId: victim.identityId })
    expect(undone).toEqual({ what: 'apart', withLogin: false })
    expect(await selvesOf(victim.accountId)).toEqual(['discord'])
    expect(await accountOf(thief.identityId)).toBe(thief.accountId)
  })

  it('also one with letters of its own: they stay, the chat begins anew', async () => {
    const [victim, thief] = await pair()
    await post(core, thief, { to: 'self' })
    const sub = newSub()
    const first = await bound(victim, sub)
    await bound(thief, sub)
    await undoBinding(core, { bindingId: first, identityId: victim.identityId })
    expect(await selvesOf(victim.accountId)).toEqual(['discord'])
    const anew = await accountOf(thief.identityId)
    expect([victim.accountId, thief.accountId]).not.toContain(anew)
    expect(await core.db.prisma.letter.count({ where: { writerId: anew } })).toBe(0)
  })

  it('whichever of the two is undone first; what is left is said', async () => {
    const [victim, thief] = await pair()
    const sub = newSub()
    const [first, second] = [await bound(victim, sub), await bound(thief, sub)]
    expect(await undoBinding(core, { bindingId: second, identityId: victim.identityId })).toEqual({
      what: 'apart',
      withLogin: true,
    })
    expect(await selvesOf(victim.accountId)).toEqual(['discord', 'google'])
    await undoBinding(core, { bindingId: first, identityId: victim.identityId })
    expect(await selvesOf(victim.accountId)).toEqual(['discord'])
  })

  it('and is out also when the login was parted with before', async () => {
    const [victim, thief] = await pair()
    const sub = newSub()
    await bound(victim, sub)
    const second = await bound(thief, sub)
    const login = await core.db.prisma.identity.findFirstOrThrow({
      where: { accountId: victim.accountId, platform: 'google' },
    })
    await unbindSelf(core, { accountId: victim.accountId, identityId: login.id as IdentityId })
    await undoBinding(core, { bindingId: second, identityId: victim.identityId })
    expect(await selvesOf(victim.accountId)).toEqual(['discord'])
    expect(await accountOf(thief.identityId)).toBe(thief.accountId)
  })

  it('whoever was blocked meanwhile stays away from the chat that goes', async () => {
    const [one, other] = await pair()
    const foe = await someone(core)
    const sub = newSub()
    await bound(one, sub)
    const second = await bound(other, sub)
    await blockWriter(core, { readerId: one.accountId, deliveryId: await deliver(core, foe, one) })
    await undoBinding(core, { bindingId: second, identityId: other.identityId })
    expect(await isBlockedEitherWay(core.db.pg, other.accountId, foe.accountId)).toBe(true)
  })
})

describe('before anything was joined', () => {
  it('one no stops everything that was asked of this chat', async () => {
    const victim = await someone(core)
    await post(core, victim, { to: 'self' })
    const [one, two] = [await asked(victim, newSub()), await asked(victim, newSub())]
    await undoBinding(core, { bindingId: one, identityId: victim.identityId })
    await expect(confirmInChat(core, { bindingId: two, identityId: victim.identityId })).rejects.toThrow(
      'refuse.link.dead',
    )
    expect(await selvesOf(victim.accountId)).toEqual(['discord'])
  })

  it('saying yes again and again on the page gives no more time', async () => {
    const victim = await someone(core)
    await post(core, victim, { to: 'self' })
    const sub = newSub()
    const bindingId = await asked(victim, sub)
    core.clock.move((ASK_HOURS - 1) * 3_600_000)
    await confirmOnPage(core, { bindingId, sub })
    core.clock.move(2 * 3_600_000)
    await expect(confirmInChat(core, { bindingId, identityId: victim.identityId })).rejects.toThrow('refuse.link.dead')
  })

  it('nobody else may say yes or no', async () => {
    const [victim, stranger] = await pair()
    await post(core, victim, { to: 'self' })
    const bindingId = await asked(victim, newSub())
    for (const act of [confirmInChat, undoBinding])
      await expect(act(core, { bindingId, identityId: stranger.identityId })).rejects.toThrow('refuse.link.dead')
  })
})

describe('at the same moment', () => {
  const count = (accountId: AccountId) => core.db.prisma.identity.count({ where: { accountId, platform: 'google' } })

  it('two logins want one chat: one of them gets it', async () => {
    const victim = await someone(core)
    await post(core, victim, { to: 'self' })
    const bindings = [await asked(victim, newSub()), await asked(victim, newSub())]
    const came = await Promise.allSettled(
      bindings.map((bindingId) => confirmInChat(core, { bindingId, identityId: victim.identityId })),
    )
    expect(came.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [refused] = came.filter((one) => one.status === 'rejected')
    expect(String(refused?.reason)).toContain('refuse.link.otherLogin')
    expect(await count(victim.accountId)).toBe(1)
  })

  it('two chats say yes to one login: one person comes of it', async () => {
    const [one, other] = await pair()
    for (const who of [one, other]) await post(core, who, { to: 'self' })
    const sub = newSub()
    const bindings = [await asked(one, sub), await asked(other, sub)]
    await Promise.all([
      confirmInChat(core, { bindingId: bindings[0] as BindingId, identityId: one.identityId }),
      confirmInChat(core, { bindingId: bindings[1] as BindingId, identityId: other.identityId }),
    ])
    const together = await accountOf(one.identityId)
    expect(await accountOf(other.identityId)).toBe(together)
    expect(await selvesOf(together)).toEqual(['discord', 'google', 'telegram'])
    expect(await core.db.prisma.letter.count({ where: { writerId: together } })).toBe(2)
  })

  it('yes is said while everything is erased: either, and nothing in between', async () => {
    const person = await someone(core)
    await post(core, person, { to: 'self' })
    const bindingId = await asked(person, newSub())
    await Promise.allSettled([
      confirmInChat(core, { bindingId, identityId: person.identityId }),
      eraseAccount(core, { accountId: person.accountId }),
    ])
    const { erasedAt } = await core.db.prisma.account.findUniqueOrThrow({ where: { id: person.accountId } })
    if (erasedAt) expect(await selvesOf(person.accountId)).toEqual([])
    else expect(await selvesOf(person.accountId)).toEqual(['discord', 'google'])
  })
})

describe('after a new lookup key came first', () => {
  const withNewKey = async (act: () => Promise<void>) => {
    const before = core.vault
    const [, lookup] = newKeys().replace('lookup1:', 'lookup2:').split(',')
    const [seal, ...old] = KEYS.split(',')
    Object.assign(core, { vault: openVault(parseKeys([seal, lookup, ...old].join())) })
    await act().finally(() => Object.assign(core, { vault: before }))
  }

  it('a login is the one that it was', async () => {
    const [one, other] = await pair()
    const sub = newSub()
    await bound(one, sub)
    await withNewKey(async () => {
      await bound(other, sub)
      expect(await selvesOf(one.accountId)).toEqual(['discord', 'google', 'telegram'])
    })
  })

  it('somebody banned who erased everything is still banned', async () => {
    const person = await someone(core)
    const platformId = core.vault.open(
      (await core.db.prisma.identity.findUniqueOrThrow({ where: { id: person.identityId } })).sealedId,
      'identity:platform-id',
    )
    const at = core.clock.now()
    const sanction = { accountId: person.accountId, kind: 'ban' as const, rule: 'threat', createdBy: 'a test' }
    await core.db.prisma.sanction.create({ data: { id: newId(at) as string, ...sanction, createdAt: at } })
    await eraseAccount(core, { accountId: person.accountId })
    await withNewKey(async () => {
      const back = await meetPerson(core, { platform: 'discord', platformId, chatId: undefined, locale: 'en' })
      expect(back.accountId).not.toBe(person.accountId)
      expect(await standingOf(core, { accountId: back.accountId })).toMatchObject({ kind: 'ban' })
    })
  })
})

it('is found with all that the schema knows of a self and its account', async () => {
  const ana = { platform: 'telegram', platformId: '77001' } as const
  const { identityId } = await meetPerson(core, { ...ana, chatId: '77001', locale: 'ko' })
  const where = { id: identityId }
  const known = await core.db.prisma.identity.findUniqueOrThrow({ where, include: { account: true } })
  const bytes = { lookup: Buffer.from(known.lookup), sealedId: Buffer.from(known.sealedId) }
  const sealedChat = known.sealedChat && Buffer.from(known.sealedChat)
  expect(await findIdentity(core, ana)).toStrictEqual({ ...known, ...bytes, sealedChat })
  expect(known).toMatchObject({ platform: 'telegram', account: { language: 'ko', reads: ['ko'] } })
  expect(await findIdentity(core, { ...ana, platform: 'discord' })).toBeNull()
})
