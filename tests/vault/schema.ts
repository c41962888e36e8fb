import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Column = { table: string; column: string; type: string }

const schema = readFileSync(join(import.meta.dirname, '..', '..', 'prisma', 'schema.prisma'), 'utf8')

/** Every column of prisma/schema.prisma, by the names the database knows. Relations are left out. */
export function columnsOfSchema(): Column[] {
  const models = new Set([...schema.matchAll(/^model (\w+)/gm)].map(([, name]) => name))
  return [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? ''
    return [...body.matchAll(/^ {2}(\w+)\s+(\w+)(\S*)(.*)$/gm)]
      .filter(([, , type = '']) => !models.has(type))
      .map(([, name = '', type = '', , rest = '']) => ({
        table,
        column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name,
        type: `${type}${/@db\.Uuid/.test(rest) ? ' uuid' : ''}`,
      }))
  })
}
