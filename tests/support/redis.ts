/**
 * The Redis that a run of the tests was given (`WIRO_TEST_REDIS_URL`), undefined without one. Files that run beside each
 * other have a database of it each, so that none takes another's jobs.
 */
export function testRedisUrl(): string | undefined {
  const url = process.env.WIRO_TEST_REDIS_URL
  return url ? `${url.replace(/\/+$/, '')}/${process.env.VITEST_POOL_ID ?? 0}` : undefined
}
