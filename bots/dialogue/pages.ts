import { button, type Scene } from './scene.ts'
import type { Button } from './view.ts'

/** The ways to the page before and after, where there are any. An action with arguments is given as a list. */
export function turnPage(
  { t }: Scene,
  action: string | [string, ...string[]],
  { page, more }: { page: number; more: boolean },
): Button[] {
  const [name, ...args] = typeof action === 'string' ? [action] : action
  return [
    ...(page > 0 ? [button(t('word.newer'), name, ...args, String(page - 1))] : []),
    ...(more ? [button(t('word.older'), name, ...args, String(page + 1))] : []),
  ]
}

/** A page number a button carried; the first page for anything else. */
export function pageOf(page: string): number {
  return /^\d{1,4}$/.test(page) ? Number(page) : 0
}
