import type { Command } from 'commander'
import { dress } from './desk.ts'

type Add = (program: Command) => void

/**
 * What may be typed first, in the order in which `wiro --help` shows it, and where it is: a command loads itself only and
 * what it works with, since most of the time that a command takes is loading.
 */
export const shelves: [names: string[], load: () => Promise<Add>][] = [
  [['start', 'commands'], async () => (await import('./commands/start.ts')).addStart],
  [['doctor'], async () => (await import('./commands/doctor.ts')).addDoctor],
  [['migrate'], async () => (await import('./commands/migrate.ts')).addMigrate],
  [['keys'], async () => (await import('./commands/keys.ts')).addKeys],
  [['backup', 'restore', 'verify'], async () => (await import('./commands/backup.ts')).addBackup],
  [['operators'], async () => (await import('./commands/operators.ts')).addOperators],
  [['moderate'], async () => (await import('./commands/moderate.ts')).addModerate],
  [['reports', 'appeals', 'held'], async () => (await import('./commands/cases.ts')).addCases],
  [['sanctions'], async () => (await import('./commands/sanctions.ts')).addSanctions],
  [['accounts'], async () => (await import('./commands/accounts.ts')).addAccounts],
  [['letters', 'trace'], async () => (await import('./commands/letters.ts')).addLetters],
  [['chats'], async () => (await import('./commands/chats.ts')).addChats],
  [['mail'], async () => (await import('./commands/mail.ts')).addMail],
  [['recommend'], async () => (await import('./commands/recommend.ts')).addRecommend],
  [['words', 'safety'], async () => (await import('./commands/extraWords.ts')).addWords],
  [['jobs'], async () => (await import('./commands/jobs.ts')).addJobs],
  [['stats'], async () => (await import('./commands/stats.ts')).addStats],
  [['announce'], async () => (await import('./commands/announce.ts')).addAnnounce],
  [['audit'], async () => (await import('./commands/audit.ts')).addAudit],
  [['export', 'erase'], async () => (await import('./commands/dataRights.ts')).addDataRights],
  [['completion'], async () => (await import('./commands/completion.ts')).addCompletion],
]

/** Adds all commands, or only those that lie where the one of this name does: `completion`, help and mistakes need all. */
export async function addCommands(program: Command, typed = ''): Promise<void> {
  dress(program)
  const wanted = typed === 'completion' ? undefined : shelves.find(([names]) => names.includes(typed))
  for (const [, load] of wanted ? [wanted] : shelves) (await load())(program)
}
