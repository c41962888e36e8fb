import type { Core } from '../../core.ts'
import type { AccountId } from '../../ids.ts'

/** Something of a chat may look different now; or somebody is being typed to. */
export type Stir = { kind: 'changed' } | { kind: 'typing'; to: AccountId }

type Hear = (stir: Stir) => void
const all = new WeakMap<Core, Set<Hear>>()

/**
 * Hears what happens to chats through this process, for pages that are open in it. Only a shortcut: what happens through
 * other processes a page finds by looking. What is returned stops it.
 */
export function hearStirs(core: Core, hear: Hear): () => void {
  const hearing = all.get(core) ?? new Set()
  all.set(core, hearing)
  hearing.add(hear)
  return () => void hearing.delete(hear)
}

/** Never throws; costs nothing while no page is open. */
export function stir(core: Core, what: Stir): void {
  for (const hear of all.get(core) ?? []) hear(what)
}
