import { expect, test } from 'vitest'
import { whyNotCreated } from '../../../core/store/postgresCluster.ts'

test('says what to do about a user without a name, and otherwise what PostgreSQL said last', () => {
  const nameless = 'initdb: error: could not look up effective user ID 1500: user does not exist'
  expect(whyNotCreated('/x', nameless).en).toMatch(/number 1500 .*DATABASE_URL/)
  expect(whyNotCreated('/x', 'spawn initdb ENOENT').en).toMatch(/glibc.*DATABASE_URL/)
  // A full disk shows in the middle of what is said, or far from its end.
  const full =
    'running bootstrap script ... FATAL:  could not write to file "pg_wal/x": No space left on device\nPANIC:  cannot abort'
  expect(whyNotCreated('/x', full).en).toMatch(/in \/x: the disk is full. Make room/)
  const nearly =
    'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.'
  expect(whyNotCreated('/x', nearly)).toEqual(whyNotCreated('/x', full))
  const other = 'running bootstrap script ... ok\ninitdb: error: could not write file: Input/output error'
  expect(whyNotCreated('/x', other)).toEqual({
    en: 'The built-in database could not be created in /x: could not write file: Input/output error',
    ko: '/x 에 내장 데이터베이스를 만들 수 없어요: could not write file: Input/output error',
  })
})
