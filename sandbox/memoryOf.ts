import path from 'node:path'
import type { SavedDiscord } from './discord/saved.ts'
import { type Memory, type OnTrouble, openMemory } from './page/memory.ts'
import type { SavedTelegram } from './telegram/saved.ts'

/** What outlives a restart of the sandbox. `aheadMs`: how far its clock was moved. */
export type Saved = { aheadMs: number; discord: SavedDiscord; telegram: SavedTelegram }

/** The memory of the sandbox that keeps its things in this folder. */
export function memoryOf(home: string, onTrouble?: OnTrouble): Memory<Saved> {
  return openMemory<Saved>(path.join(home, 'stand-ins'), onTrouble)
}

/** How far the clock of the sandbox in this folder was moved, as of its last write, which follows within a second. */
export function aheadOf(home: string): number {
  return memoryOf(home).glance()?.aheadMs ?? 0
}
