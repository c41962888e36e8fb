import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backUp } from '../../core/backup/backup.ts'
import { restore } from '../../core/backup/restore.ts'
import { verifyBackup, verifyDatabase } from '../../core/backup/verify.ts'
import { readConfig } from '../../core/config.ts'
import { openCore } from '../../core/core.ts'
import { letterWork } from '../../core/letters/sweepLetters.ts'
import { openLog } from '../../core/log.ts'
import { newKeys, parseKeys } from '../../core/vault/keys.ts'
import { openVault } from '../../core/vault/vault.ts'
import { emptyDatabase, type TestDatabase } from '../support/database.ts'
import { sendLetter, welcomed, writeLetter } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

const TEXT = '오늘 하루도 고생 많았어요. 여기까지 온 것만으로 충분해요. 💌'

let service: Service
let target: TestDatabase
let folder: string

beforeAll(async () => {
  service = await openService()
  folder = await mkdtemp(path.join(tmpdir(), 'wiro-backup-test-'))
  target = await emptyDatabase()
  const mina = await welcomed(service, { platform: 'discord', name: 'mina', locale: 'ko' })
  const juno = await welcomed(service, { platform: 'telegram', name: 'juno', locale: 'ko' })
  await sendLetter(mina, TEXT)
  await juno.until('편지가 도착했어요')
  await writeLetter(juno, '아직 보내지 않은 편지예요. 조금 더 생각해 볼게요.')
})
afterAll(async () => {
  await service?.close()
  await target?.drop()
  await rm(folder, { recursive: true, force: true })
})

const all = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows: tables } = await client.query(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const found: Record<string, unknown[]> = {}
  for (const { name } of tables)
    found[name] = (await client.query(`select to_jsonb(t)::text as row from "${name}" t order by 1`)).rows
  const { rows: constraints } = await client.query(
    `select conname, pg_get_constraintdef(oid) as def from pg_constraint where connamespace = 'public'::regnamespace order by 1`,
  )
  await client.end()
  for (const left of ['lease', 'web_session', '_prisma_migrations']) delete found[left]
  return { ...found, constraints }
}

test('a back-up comes back as it was, every letter readable, and the service goes on from it', async () => {
  const { core } = service
  const into = path.join(folder, 'one')
  await core.db.pg.query(`update outbox set message_ids = message_ids`)
  const before = await all(core.db.url)
  const manifest = await backUp({ url: core.db.url, vault: core.vault, folder: into, now: new Date() })
  expect(manifest.tables.find(({ name }) => name === 'letter')?.rows).toBe(2)
  expect(await verifyBackup({ vault: core.vault, folder: into })).toMatchObject({
    letters: 2,
    broken: [],
    keysFit: true,
  })

  await restore({ url: target.url, vault: core.vault, folder: into })
  expect(await all(target.url)).toEqual(before)
  expect(await verifyDatabase({ vault: core.vault, url: target.url })).toMatchObject({ letters: 2, broken: [] })

  const again = await openCore(readConfig({ DATABASE_URL: target.url, WIRO_KEYS: newKeys() }), {
    log: openLog({ level: 'silent' }),
  })
  await again.db.pg.query(
    `update letter set state = 'travelling', arrives_at = now() - interval '1 hour', to_id = writer_id, kind = 'self' where state = 'delivered'`,
  )
  await again.db.pg.query('delete from delivery')
  await again.queues.work(letterWork(again))
  await expect
    .poll(
      async () =>
        (
          await again.db.pg.query(
            `select 1 from outbox where parcel->>'kind' = 'letter-arrived' and settled_at is null`,
          )
        ).rowCount,
    )
    .toBe(1)
  const fresh = await again.db.pg.query('select max(id) as id from outbox')
  expect(Number(fresh.rows[0].id)).toBeGreaterThan(Number(manifest.sequences.outbox_id_seq))
  await again.close()
})

test('nothing that somebody wrote, nor a platform’s id, stands open in the files', async () => {
  const into = path.join(folder, 'two')
  await backUp({ url: service.core.db.url, vault: service.core.vault, folder: into, now: new Date() })
  const { gunzipSync } = await import('node:zlib')
  const files = await readdir(into)
  const bytes = await Promise.all(
    files.map(async (file) =>
      file.endsWith('.gz') ? gunzipSync(await readFile(path.join(into, file))) : readFile(path.join(into, file)),
    ),
  )
  const text = Buffer.concat(bytes).toString()
  const ids = [...service.discord.people(), ...service.telegram.people()].map((person) => person.id)
  for (const secret of [TEXT, TEXT.slice(0, 8), ...ids]) expect(text.includes(secret)).toBe(false)
})

test('what is damaged, cut off, newer, or sealed with other keys is refused, and said so', async () => {
  const { core } = service
  const into = path.join(folder, 'three')
  await backUp({ url: core.db.url, vault: core.vault, folder: into, now: new Date() })
  const empty = await emptyDatabase()
  const from = (vault = core.vault) => restore({ url: empty.url, vault, folder: into })

  await expect(backUp({ url: core.db.url, vault: core.vault, folder: into, now: new Date() })).rejects.toThrow(
    'not empty',
  )
  await expect(restore({ url: core.db.url, vault: core.vault, folder: into })).rejects.toThrow('holds a Wiro already')
  await expect(from(openVault(parseKeys(newKeys())))).rejects.toThrow('not the keys')
  const manifest = await readFile(path.join(into, 'manifest.json'), 'utf8')
  await writeFile(path.join(into, 'manifest.json'), manifest.replace('_first"', '_first", "29990101000000_later"'))
  await expect(from()).rejects.toThrow('newer version')
  await writeFile(path.join(into, 'manifest.json'), manifest.slice(0, 100))
  await expect(from()).rejects.toThrow('damaged')
  await rm(path.join(into, 'manifest.json'))
  await expect(from()).rejects.toThrow('cut off')
  await writeFile(path.join(into, 'manifest.json'), manifest)
  const letters = await readFile(path.join(into, 'letter.jsonl.gz'))
  letters[letters.length >> 1] = (letters[letters.length >> 1] ?? 0) ^ 1
  await writeFile(path.join(into, 'letter.jsonl.gz'), letters)
  await expect(verifyBackup({ vault: core.vault, folder: into })).rejects.toThrow('letter is not as it was written')
  await empty.drop()
})

test('a seal that does not open is found and named', async () => {
  const { core } = service
  const [letter] = (await core.db.pg.query('select id, body_key from letter limit 1')).rows
  await core.db.pg.query(
    `update letter set body_key = set_byte(body_key, 30, 255 - get_byte(body_key, 30)) where id = $1`,
    [letter.id],
  )
  const { broken } = await verifyDatabase({ vault: core.vault, url: core.db.url })
  expect(broken).toEqual([`letter.body_key ${letter.id}`, `letter.body ${letter.id}`])
  await core.db.pg.query('update letter set body_key = $2 where id = $1', [letter.id, letter.body_key])
})

test('mail that was waiting then may have been sent since: it is doubtful when it comes back', async () => {
  const { core } = service
  const into = path.join(folder, 'four')
  await core.db.pg.query(
    `insert into outbox (platform, identity_id, priority, parcel, due_at, created_at)
     select platform, id, 1, '{"kind": "inbox-digest"}', now() - interval '1 second', now() - interval '1 minute' from identity where platform = 'telegram'`,
  )
  await core.db.pg.query(
    `update outbox set retry_at = now() + interval '1 hour', settled_at = null, state = 'pending' where parcel->>'kind' = 'inbox-digest'`,
  )
  await backUp({ url: core.db.url, vault: core.vault, folder: into, now: new Date() })
  const empty = await emptyDatabase()
  await restore({ url: empty.url, vault: core.vault, folder: into })
  const client = new pg.Client({ connectionString: empty.url })
  await client.connect()
  const { rows } = await client.query(
    `select ambiguous, first_tried_at is not null as dated from outbox where settled_at is null`,
  )
  await client.end()
  await empty.drop()
  expect(rows).toEqual([{ ambiguous: 1, dated: true }])
})
