import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../core/config.ts'
import { type Core, openCore } from '../../core/core.ts'
import { openLog } from '../../core/log.ts'
import { listAudit, verifyAudit } from '../../core/moderation/audit.ts'
import { addExtraWord } from '../../core/moderation/extraWords.ts'
import { addOperator, listOperators, removeOperator } from '../../core/moderation/operators.ts'
import { newKeys } from '../../core/vault/keys.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let core: Core

beforeAll(async () => {
  database = await freshDatabase()
  core = await openCore(readConfig({ DATABASE_URL: database.url, WIRO_KEYS: newKeys() }), {
    log: openLog({ level: 'fatal' }),
  })
  await addOperator(core, { by: 'mina', name: 'mina', role: 'owner', why: 'the first' })
})
afterAll(async () => {
  await core.close()
  await database.drop()
})

const block = (word: string) =>
  addExtraWord(core, { by: 'mina', word, kind: 'abuse', action: null, why: `seen: ${word}` })

describe('the audit log', () => {
  it('says who did what and why, also when many act at once, and is whole', async () => {
    await Promise.all(['one', 'two', 'three', 'four', 'five'].map((word) => block(`word${word}`)))
    const lines = await listAudit(core, { limit: 10 })
    expect(lines.map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2, 1])
    expect(lines.at(-1)).toMatchObject({
      operator: 'mina',
      act: 'operator.add owner',
      subject: 'operator mina',
      why: 'the first',
    })
    expect(await verifyAudit(core)).toEqual({ entries: 6, head: lines[0]?.hash, brokenAt: null, missing: false })
  })

  it('cannot be changed, cut or emptied through the database’s own role', async () => {
    const { pg } = core.db
    await expect(pg.query(`update audit_entry set why = 'nothing'`)).rejects.toThrow('cannot be changed')
    await expect(pg.query('delete from audit_entry where seq = 3')).rejects.toThrow('cannot be changed')
    await expect(pg.query('truncate audit_entry')).rejects.toThrow('cannot be changed')
  })

  it('shows what was changed, taken out or cut off behind its back', async () => {
    const { pg } = core.db
    const { head } = await verifyAudit(core)
    const behind = async (sql: string) => {
      await pg.query('create table kept as table audit_entry')
      await pg.query('alter table audit_entry disable trigger user')
      await pg.query(sql)
      const verdict = await verifyAudit(core, { head: head ?? '' })
      await pg.query('truncate audit_entry')
      await pg.query('insert into audit_entry select * from kept')
      await pg.query('alter table audit_entry enable trigger user')
      await pg.query('drop table kept')
      return verdict
    }
    expect(await behind(`update audit_entry set why = 'nothing' where seq = 4`)).toMatchObject({ brokenAt: 4 })
    expect(await behind('delete from audit_entry where seq = 2')).toMatchObject({ brokenAt: 3 })
    expect(await behind('delete from audit_entry where seq = 6')).toMatchObject({ brokenAt: null, missing: true })
    expect(
      await behind(`update audit_entry set operator = 'joon', hash = sha256('guessed') where seq = 6`),
    ).toMatchObject({
      brokenAt: 6,
    })
    expect(await verifyAudit(core, { head: head ?? '' })).toMatchObject({ brokenAt: null, missing: false })
  })
})

describe('operators', () => {
  it('are made by owners only, and never without an owner', async () => {
    await addOperator(core, { by: 'mina', name: 'joon', role: 'moderator', why: 'helps' })
    const attempt = addOperator(core, { by: 'joon', name: 'friend', role: 'owner', why: 'mine' })
    await expect(attempt).rejects.toThrow('refuse.op.ownerOnly')
    await expect(removeOperator(core, { by: 'mina', name: 'mina', why: 'tired' })).rejects.toThrow(
      'refuse.op.lastOwner',
    )
    const demote = addOperator(core, { by: 'mina', name: 'mina', role: 'moderator', why: 'tired' })
    await expect(demote).rejects.toThrow('refuse.op.lastOwner')
    await expect(addOperator(core, { by: 'mina', name: 'a b', role: 'owner', why: '' })).rejects.toThrow(
      'refuse.op.name',
    )
    await removeOperator(core, { by: 'mina', name: 'joon', why: 'moved on' })
    expect((await listOperators(core)).map(({ name }) => name)).toEqual(['mina'])
  })

  it('can rehearse: nothing is made and nothing is written down', async () => {
    const before = await verifyAudit(core)
    await addOperator(core, { by: 'mina', name: 'sora', role: 'owner', why: 'a try', rehearse: true })
    expect((await listOperators(core)).map(({ name }) => name)).toEqual(['mina'])
    expect(await verifyAudit(core)).toEqual(before)
  })
})
