import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { keepForm } from '../../core/accounts/pendingForm.ts'
import type { IdentityId } from '../../core/ids.ts'
import { newKeys, parseKeys } from '../../core/vault/keys.ts'
import { countStale, rotateKeys } from '../../core/vault/rotateKeys.ts'
import { sealedColumns, unsealedBytes } from '../../core/vault/sealedColumns.ts'
import { openVault, type Vault } from '../../core/vault/vault.ts'
import type { Person } from '../../sandbox/person.ts'
import { answerForm, openNewest, sendLetter, tap, untilSent, welcomed, writeLetter } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { columnsOfSchema } from './schema.ts'

describe('the list of sealed columns', () => {
  test('has every column of bytes, or says why not', () => {
    const bytes = columnsOfSchema().filter(({ type }) => type === 'Bytes')
    expect(bytes.length).toBeGreaterThan(10)
    const known = [...sealedColumns.map(({ table, column }) => `${table}.${column}`), ...Object.keys(unsealedBytes)]
    expect(bytes.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(known.sort())
  })
})

describe('keys rotate', () => {
  let service: Service
  let ana: Person
  let ben: Person
  let oldKeys: string
  const [sealNew, lookupNew] = newKeys().replace('k1:', 'k2:').replace('lookup1:', 'lookup2:').split(',')
  const LETTER = 'Dear stranger, the old key once closed this letter and a new one holds it now.'
  const DRAFT = 'A half-written letter that waits for its writer while the keys change.'

  beforeAll(async () => {
    service = await openService()
    oldKeys = service.core.config.keys ?? ''
    ana = await welcomed(service, { platform: 'discord', name: 'Ana', locale: 'en', willing: false })
    ben = await welcomed(service, { platform: 'telegram', name: 'Ben', locale: 'en' })
    await sendLetter(ana, LETTER)
    await openNewest(ben, LETTER)
    await writeLetter(ana, DRAFT)
  })
  afterAll(() => service.close())

  /** A service with other keys, as after a restart with another WIRO_KEYS. */
  const restartWith = async (...keys: (string | undefined)[]) => {
    service.core.config.keys = keys.join()
    await service.restart()
  }
  const needs = (vault: Vault) => ({ db: service.core.db, vault })

  it('wraps everything anew while people write, goes on after a stop, and leaves nothing behind', async () => {
    const [identity] = (await service.core.db.pg.query('select id from identity limit 1')).rows
    await keepForm(service.core, identity.id as IdentityId, {
      form: 'zone',
      args: [],
      values: { place: 'Seoul' },
      asking: 'place',
    })
    await restartWith(sealNew, lookupNew, oldKeys)
    const both = service.core.vault
    const stale = await countStale(needs(both))
    expect(stale).toBeGreaterThanOrEqual(8)

    const told: number[] = []
    const stopped = rotateKeys(needs(both), {
      onProgress: ({ done }) => {
        told.push(done)
        if (done === 3) throw new Error('stopped')
      },
    })
    await expect(stopped).rejects.toThrow('stopped')
    expect(told).toEqual([1, 2, 3])
    expect(await countStale(needs(both))).toBe(stale - 3)

    const meanwhile = sendLetter(ben, 'Dear somebody, I am writing to you while all the locks are being changed.')
    const rotation = await rotateKeys(needs(both))
    await meanwhile
    expect(rotation).toMatchObject({ rehashed: 2, broken: 0, left: 0 })
    expect(await countStale(needs(both))).toBe(0)
    expect(await rotateKeys(needs(both))).toEqual({ rewrapped: 0, rehashed: 0, broken: 0, left: 0 })
  })

  it('lets the old keys be thrown away: everybody is known, everything can be read', async () => {
    await restartWith(sealNew, lookupNew)
    await ben.command('inbox')
    await tap(ben, '📖')
    const reread = await ben.until(LETTER)
    expect(reread.text).toContain('A letter for you')
    await untilSent(ana, /opened/)
    await ana.command('letter')
    await ana.until('You have a half-written letter')
    await ana.until(DRAFT)
    const { rows } = await service.core.db.pg.query('select count(*)::int as n from account')
    expect(rows[0].n).toBe(2)
    await tap(ben, '🚩 Report')
    await tap(ben, 'It is advertising')
    await answerForm(ben, { words: 'Only a test of locks.' })
    await ben.until('Thank you for telling us')
  })

  it('knows somebody by an older lookup key, and leaves alone what no key of ours opens', async () => {
    const [sealThird, lookupThird] = newKeys().replace('k1:', 'k3:').split(',')
    await restartWith(sealThird, lookupThird, sealNew, lookupNew)
    await ben.command('inbox')
    await ben.until('Letters for you')
    const { rows } = await service.core.db.pg.query('select count(*)::int as n from account')
    expect(rows[0].n).toBe(2)
    const stranger = openVault(parseKeys(newKeys()))
    const form = {
      form: 'zone',
      args: [],
      values: stranger.seal('{}', 'pending-form'),
      expiresAt: new Date(Date.now() + 86_400_000),
    }
    const [identity] = (await service.core.db.pg.query(`select id from identity order by created_at desc limit 1`)).rows
    await service.core.db.prisma.pendingForm.upsert({
      where: { identityId: identity.id },
      create: { identityId: identity.id, ...form },
      update: form,
    })
    const rotation = await rotateKeys(needs(service.core.vault))
    expect(rotation).toMatchObject({ broken: 1, left: 0, rehashed: 2 })
  })
})
