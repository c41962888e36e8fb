/**
 * Several changes as one statement: one way to the database and back instead of many, while others wait for what is locked.
 * All of them see what was there before, none what another one of them does, and each changes a table of its own: a row
 * that two of them changed would be changed by one of them only.
 * @throws when two change the same table.
 */
export function together(...changes: string[]): string {
  const tables = changes.map((change) => /^\s*(?:update|delete from|insert into) (\w+)/.exec(change)?.[1])
  if (tables.includes(undefined) || new Set(tables).size < tables.length)
    throw new Error(`These cannot be one statement: they change ${tables.join(', ')}.`)
  const last = changes.at(-1)
  const others = changes.slice(0, -1).map((change, at) => `${tables[at]}_changes as (${change})`)
  return others.length > 0 ? `with ${others.join(', ')} ${last}` : `${last}`
}
