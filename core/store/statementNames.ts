/** So many statements at most are kept prepared on a connection, which pays for each with some kilobytes. */
const STATEMENTS_MOST = 400
/** A list of ids makes another statement of every length: only short ones come again. */
const VALUES_MOST = 16

/**
 * Names for the statements Prisma makes, so that a connection parses and plans each of them once and not at every call. A
 * statement without values, with many of them, and one too many, stays without a name (the empty one).
 */
export function statementNames(): (query: { sql: string; args: unknown[] }) => string {
  const names = new Map<string, string>()
  return ({ sql, args }) => {
    if (args.length === 0 || args.length > VALUES_MOST) return ''
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= STATEMENTS_MOST) return ''
    const name = `prisma ${names.size}`
    names.set(sql, name)
    return name
  }
}
