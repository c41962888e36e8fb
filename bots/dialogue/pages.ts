import { button, type Scene } from './scene.ts'
import type { Button } from './view.ts'

/** The ways to the page before and after, where there are any. */
export function turnPage({ t }: Scene, action: string, { page, more }: { page: number; more: boolean }): Button[] {
  return [
    ...(page > 0 ? [button(t('word.newer'), action, String(page - 1))] : []),
    ...(more ? [button(t('word.older'), action, String(page + 1))] : []),
  ]
}

/** A page number a button carried; the first page for anything else. */
export function pageOf(page: string): number {
  return /^\d{1,4}$/.test(page) ? Number(page) : 0
}
