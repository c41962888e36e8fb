import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bilingual } from '../../core/language.ts'
import { applyMigrations, createMigration, migrationDrift } from '../../core/store/migrate.ts'
import { StoreError } from '../../core/store/storeError.ts'
import { emptyDatabase, freshDatabase, type TestDatabase } from '../support/database.ts'
import { ask } from './holders.ts'

const schema = `
datasource db {
  provider = "postgresql"
}

model Letter {
  id   BigInt    @id @default(autoincrement())
  body Bytes
  due  DateTime? @db.Timestamptz(3)
  mood Mood      @default(calm)

  @@index([due])
}

enum Mood {
  calm
  sad
}
`

/** What Prisma's schema language cannot say, or says only in part. */
const byHand = `
CREATE INDEX letter_waiting ON "Letter" (id) WHERE due IS NOT NULL;
CREATE INDEX letter_length ON "Letter" (length(body));
CREATE INDEX letter_body ON "Letter" (body);
ALTER TABLE "Letter" ADD CONSTRAINT not_empty CHECK (length(body) > 0);
CREATE FUNCTION sooner(a timestamptz, b timestamptz) RETURNS timestamptz LANGUAGE plpgsql AS $$
BEGIN
  IF a < b THEN RETURN a; END IF;
  RETURN b;
END
$$;
`

let folder: string
let database: TestDatabase
const options = () => ({ url: database.url, folder })

beforeEach(async () => {
  database = await emptyDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'wiro-prisma-'))
  await writeFile(path.join(folder, 'schema.prisma'), schema)
})

afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

async function addMigration(name: string, script: string): Promise<string> {
  const file = path.join(folder, 'migrations', name, 'migration.sql')
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, script)
  return file
}

const history = () =>
  ask(
    database.url,
    'SELECT migration_name, checksum, rolled_back_at IS NULL AS stands FROM _prisma_migrations ORDER BY started_at',
  )

describe('applying', () => {
  test('brings an empty database to the newest migration, once', async () => {
    await addMigration('1_first', 'CREATE TABLE a ();')
    await addMigration('2_second', 'CREATE TABLE b ();')
    const lines: string[] = []
    const onProgress = ({ en }: Bilingual) => lines.push(en)
    const first = await applyMigrations({ ...options(), onProgress })
    expect(first.applied).toEqual(['1_first', '2_second'])
    expect(lines).toHaveLength(1)
    expect(await ask(database.url, 'SELECT * FROM a, b')).toEqual([])
    const second = await applyMigrations({ ...options(), onProgress })
    expect(second.applied).toEqual([])
    expect(lines).toHaveLength(1)
  })

  test('only what is new is applied to a database that has the older ones', async () => {
    await addMigration('1_first', 'CREATE TABLE a ();')
    await applyMigrations(options())
    await addMigration('2_second', 'ALTER TABLE a ADD COLUMN x int;')
    expect((await applyMigrations(options())).applied).toEqual(['2_second'])
  })

  test('several at once apply everything exactly once', async () => {
    await addMigration('1_first', 'CREATE TABLE a (); SELECT pg_sleep(0.2);')
    await addMigration('2_second', 'CREATE TABLE b ();')
    const runs = await Promise.all(Array.from({ length: 4 }, () => applyMigrations(options())))
    expect(runs.flatMap((run) => run.applied).sort()).toEqual(['1_first', '2_second'])
    expect(await history()).toHaveLength(2)
  })

  test('a failing migration leaves nothing of itself, is named, and works once it is mended', async () => {
    await addMigration('1_first', 'CREATE TABLE a ();')
    await addMigration('2_broken', 'CREATE TABLE b (); CREATE TABLE c (x nonsense);')
    const failure = applyMigrations(options())
    await expect(failure).rejects.toThrow(StoreError)
    await expect(failure).rejects.toThrow(/"nonsense" does not exist.*2_broken/)
    expect(
      await ask(database.url, `SELECT to_regclass('a') IS NOT NULL AS a, to_regclass('b') IS NOT NULL AS b`),
    ).toEqual([{ a: true, b: false }])
    await addMigration('2_broken', 'CREATE TABLE b (); CREATE TABLE c (x int);')
    expect((await applyMigrations(options())).applied).toEqual(['2_broken'])
    expect((await history()).filter((row) => row.stands)).toHaveLength(2)
  })

  test('a migration whose process died in the middle is applied again', async () => {
    await addMigration('1_first', 'CREATE TABLE a ();')
    await applyMigrations(options())
    await ask(database.url, 'UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0')
    await ask(database.url, 'DROP TABLE a')
    expect((await applyMigrations(options())).applied).toEqual(['1_first'])
    expect(await ask(database.url, 'SELECT * FROM a')).toEqual([])
  })

  test('an edited migration is refused by name; other line ends are no edit', async () => {
    const file = await addMigration('1_first', 'CREATE TABLE a ();\nCREATE TABLE b ();\n')
    await applyMigrations(options())
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'))
    expect((await applyMigrations(options())).applied).toEqual([])
    await appendFile(file, 'CREATE TABLE c ();')
    await expect(applyMigrations(options())).rejects.toThrow(/1_first was changed after/)
  })

  test('a database of a newer version is refused by the name of what is not known here', async () => {
    await addMigration('1_first', 'CREATE TABLE a ();')
    await addMigration('2_future', 'CREATE TABLE b ();')
    await applyMigrations(options())
    await rm(path.join(folder, 'migrations', '2_future'), { recursive: true })
    await expect(applyMigrations(options())).rejects.toThrow(/2_future.*Update Wiro/)
  })
})

describe('writing a migration', () => {
  test('leads from nothing to the schema, then there is nothing more to write, and it leaves no database behind', async () => {
    const file = await createMigration({ ...options(), name: 'First Letters!' })
    expect(file).toMatch(/migrations\/\d{14}_first_letters_\/migration\.sql$/)
    expect(await migrationDrift(options())).toBeUndefined()
    expect(await createMigration({ ...options(), name: 'again' })).toBeUndefined()
    expect(await readdir(path.join(folder, 'migrations'))).toHaveLength(2)
    await applyMigrations(options())
    await ask(database.url, `INSERT INTO "Letter" (body, mood) VALUES ('x', 'sad')`)
    const shadows = () => ask(database.url, `SELECT datname FROM pg_database WHERE datname LIKE 'wiro_shadow%'`)
    await expect.poll(shadows).toEqual([])
  })

  test('only the difference is written, and it can be applied; an index that the schema no longer has is dropped', async () => {
    await createMigration({ ...options(), name: 'first' })
    await applyMigrations(options())
    await writeFile(
      path.join(folder, 'schema.prisma'),
      schema.replace('  body Bytes\n', '  body Bytes\n  title String?\n'),
    )
    expect(await migrationDrift(options())).toContain('ADD COLUMN')
    const file = await createMigration({ ...options(), name: 'titles' })
    expect(await readFile(String(file), 'utf8')).toMatch(/ALTER TABLE "Letter" ADD COLUMN +"title" TEXT;/)
    expect((await applyMigrations(options())).applied).toHaveLength(1)
    await writeFile(path.join(folder, 'schema.prisma'), schema.replace('@@index([due])', ''))
    expect(await migrationDrift(options())).toContain('DROP INDEX "Letter_due_idx"')
  })

  test('what was written by hand survives: functions, checks, partial and other indexes', async () => {
    await createMigration({ ...options(), name: 'first' })
    await addMigration('30000101000000_by_hand', byHand)
    expect(await migrationDrift(options())).toBeUndefined()
    await applyMigrations(options())
    expect(await ask(database.url, `SELECT sooner('2026-01-02', '2026-01-01') = '2026-01-01' AS ok`)).toEqual([
      { ok: true },
    ])
    const indexes = await ask(database.url, `SELECT indexname FROM pg_indexes WHERE tablename = 'Letter' ORDER BY 1`)
    expect(indexes.map((row) => row.indexname)).toEqual([
      'Letter_due_idx',
      'Letter_pkey',
      'letter_body',
      'letter_length',
      'letter_waiting',
    ])
  })
})

describe('the own schema', () => {
  test('its migrations lead to it', async () => {
    expect(await migrationDrift({ url: database.url })).toBeUndefined()
  })

  test('a copy of the template has all migrations, and copies do not see each other', async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
    expect((await applyMigrations({ url: one.url })).applied).toEqual([])
    await ask(one.url, 'CREATE TABLE only_here ()')
    await expect(ask(other.url, 'SELECT * FROM only_here')).rejects.toThrow(/does not exist/)
    await Promise.all([one.drop(), other.drop()])
  })
})
