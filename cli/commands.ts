import type { Command } from 'commander'
import { addAccounts } from './commands/accounts.ts'
import { addAnnounce } from './commands/announce.ts'
import { addAudit } from './commands/audit.ts'
import { addBackup } from './commands/backup.ts'
import { addCases } from './commands/cases.ts'
import { addChats } from './commands/chats.ts'
import { addCompletion } from './commands/completion.ts'
import { addDataRights } from './commands/dataRights.ts'
import { addDoctor } from './commands/doctor.ts'
import { addWords } from './commands/extraWords.ts'
import { addJobs } from './commands/jobs.ts'
import { addKeys } from './commands/keys.ts'
import { addLetters } from './commands/letters.ts'
import { addMail } from './commands/mail.ts'
import { addMigrate } from './commands/migrate.ts'
import { addModerate } from './commands/moderate.ts'
import { addOperators } from './commands/operators.ts'
import { addRecommend } from './commands/recommend.ts'
import { addSanctions } from './commands/sanctions.ts'
import { addStats } from './commands/stats.ts'
import { dress } from './desk.ts'

/** The operators' commands, in the order in which `wiro --help` shows them. */
export function addCommands(program: Command): void {
  dress(program)
  for (const add of [
    addDoctor,
    addMigrate,
    addKeys,
    addBackup,
    addOperators,
    addModerate,
    addCases,
    addSanctions,
    addAccounts,
    addLetters,
    addChats,
    addMail,
    addRecommend,
    addWords,
    addJobs,
    addStats,
    addAnnounce,
    addAudit,
    addDataRights,
    addCompletion,
  ])
    add(program)
}
