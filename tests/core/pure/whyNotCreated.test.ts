import { expect, test } from 'vitest'
import { whyNotCreated } from '../../../core/store/postgresCluster.ts'

test('says what to do about a user without a name, and otherwise what PostgreSQL said last', () => {
  const nameless = 'initdb: error: could not look up effective user ID 1500: user does not exist'
  expect(whyNotCreated('/x', nameless)).toMatch(/number 1500 .*DATABASE_URL/)
  expect(whyNotCreated('/x', 'spawn initdb ENOENT')).toMatch(/glibc.*DATABASE_URL/)
  const full = 'running bootstrap script ... ok\ninitdb: error: could not write file: No space left on device'
  expect(whyNotCreated('/x', full)).toBe(
    'The built-in database could not be created in /x: could not write file: No space left on device',
  )
})
