import { existsSync } from 'node:fs'
import path from 'node:path'

/** The folder of this package's package.json: the same whether the code runs from its source or from `dist/`. */
export const packageRoot: string = findPackageRoot(import.meta.dirname)

function findPackageRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from
  const parent = path.dirname(from)
  if (parent === from) throw new Error(`no package.json above ${import.meta.dirname}`)
  return findPackageRoot(parent)
}
