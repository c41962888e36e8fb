import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './sources.ts'

const decisions = readdirSync(path.join(root, 'docs', 'decisions')).map((name) => `docs/decisions/${name}`)
const pages = [
  'README.md',
  'README.ko.md',
  'CHANGELOG.md',
  'docs/architecture.md',
  'docs/contributing.md',
  'docs/hosting.md',
  ...decisions,
]

/** Paths of the project that a page names in code, and where its links lead, as far as they are not there. */
function missing(page: string, text: string): string[] {
  const named = [...text.matchAll(/`((?:core|bots|web|cli|sandbox|prisma|tests|bench|docs|\.ci)\/[^`\s]*)`/g)].map(
    ([, name = '']) => name,
  )
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => path.join(path.dirname(page), link))
  return [...named, ...links].filter((name) => !existsSync(path.join(root, name)))
}

describe('what the docs name is there', () => {
  for (const page of pages) {
    test(page, () => {
      expect(missing(page, readFileSync(path.join(root, page), 'utf8'))).toEqual([])
    })
  }

  test('and what is not is found', () => {
    expect(
      missing(
        'docs/a.md',
        'See `core/nothing.ts`, `core/core.ts` and [this](nothing.md#part), [that](hosting.md#part), [it](https://example.org).',
      ),
    ).toEqual(['core/nothing.ts', 'docs/nothing.md'])
  })
})

describe('the map', () => {
  const map = readFileSync(path.join(root, 'docs', 'architecture.md'), 'utf8')
  const roomsIn = (folder: string) =>
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(path.join(root, folder, entry.name)).length > 0)
      .map((entry) => `${folder}/${entry.name}/`)

  test('names every room of core and of the bots', () => {
    expect([...roomsIn('core'), ...roomsIn('bots')].filter((room) => !map.includes(`\`${room}\``))).toEqual([])
  })

  test('has decisions that are numbered without a gap', () => {
    const untitled = decisions.filter((page) => !/^# \d+\. \S/.test(readFileSync(path.join(root, page), 'utf8')))
    expect(untitled).toEqual([])
    expect(decisions.map((page) => path.basename(page).slice(0, 4))).toEqual(
      decisions.map((_, index) => String(index + 1).padStart(4, '0')),
    )
  })
})
