import type pg from 'pg'

/**
 * Makes a statement, and decides here, while the database is at it, whether it shall hold: its rows when it does, undefined
 * when nothing of it was done. Begin, statement and end leave without waiting for each other's answer (`Store.hot`), so
 * that what takes a while on both sides is done on both at the same time: also putting the statement together, for which
 * the database wakes up meanwhile. Rejects with what went wrong; after a lost connection it may hold all the same.
 */
export async function whileDeciding(
  hot: pg.Pool,
  statement: () => pg.QueryConfig,
  decide: () => boolean,
): Promise<pg.QueryResult['rows'] | undefined> {
  const client = await hot.connect()
  let trouble: Error | undefined
  try {
    const asked: Promise<pg.QueryResult>[] = [client.query('begin')]
    let holds = false
    try {
      asked.push(client.query(statement()))
      holds = decide()
    } finally {
      asked.push(client.query(holds ? 'commit' : 'rollback'))
      await Promise.allSettled(asked)
    }
    const [, done, ended] = await Promise.all(asked)
    if (!holds) return undefined
    if (ended?.command !== 'COMMIT') throw new Error('the database did not commit')
    return done?.rows
  } catch (error) {
    trouble = error as Error
    throw error
  } finally {
    client.release(trouble)
  }
}
