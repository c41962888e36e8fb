import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { inSource } from '../../cli/traces.ts'
import { packageRoot } from '../../core/store/packageRoot.ts'

const compiled = pathToFileURL(path.join(packageRoot, 'dist', 'cli', 'roles.js')).href

it('names the place in the sources', () => {
  const source = path.join(packageRoot, 'cli', 'roles.ts')
  expect(inSource(`allRoles (${compiled}:1:1)`)).toMatch(new RegExp(`^allRoles \\(${source}:\\d+:\\d+\\)$`))
  expect(inSource(`async ${compiled}:1:1`)).toMatch(new RegExp(`^async ${source}:\\d+:\\d+$`))
})

it('leaves everything else as it is', () => {
  for (const frame of [
    'Module._load (node:internal/modules/cjs/loader:1002:12)',
    `hop (${pathToFileURL(packageRoot).href}/node_modules/ws/index.js:1:1)`,
    `gone (${compiled.replace('roles', 'no-such-file')}:1:1)`,
    'native',
  ])
    expect(inSource(frame)).toBe(frame)
})
