import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** WCAG 2.2 at levels A and AA, and what axe calls best practice (dequeuniversity.com/rules/axe). */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Fails where a page, as it stands now, shuts somebody out: by colours too near each other, things without names, and the like. `but`: rules that do not count. */
export async function shutsOutNobody(page: Page, { but = [] }: { but?: string[] } = {}): Promise<void> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source())
  // What is on its way in or out has colours of neither.
  await page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)))')
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`,
  )) as AxeResults
  const counting = violations.filter(({ id }) => !but.includes(id))
  const told = counting.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
  expect(told).toEqual([])
}

/** The small form: the whole way into the page costs by its length, which is a third. */
let minified: string | undefined
const source = () => (minified ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
