/** What stands in an array of PostgreSQL's without quotes: numbers, and ids and names of our own. */
type Plain = string | number | bigint | boolean

/**
 * An array as PostgreSQL reads it (https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO). The driver would look
 * through each item for what has to be quoted, several times; nothing of that may be in these.
 */
export function plainArray(items: readonly (Plain | null)[]): string {
  return `{${items.map((item) => item ?? 'NULL').join(',')}}`
}
