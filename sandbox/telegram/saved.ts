/** What of the small Telegram outlives a restart: all that the bot was not told yet, too. */
import type { StoredFile } from './files.ts'
import type { SavedUpdates } from './updates.ts'
import type { Account, Profile, World } from './world.ts'

export type SavedTelegram = {
  token: string
  accounts: Account[]
  files: StoredFile[]
  updates: SavedUpdates
  profile: Profile
}

export function saveWorld({ token, accounts, files, updates, profile }: World): SavedTelegram {
  return { token, accounts: [...accounts.values()], files: files.all(), updates: updates.save(), profile }
}
