import { findIdentity } from '../../core/accounts/findIdentity.ts'
import type { Core } from '../../core/core.ts'
import { languageFromLocale } from '../../core/language.ts'
import { say } from '../../core/texts/texts.ts'
import type { Turn } from './turn.ts'
import type { Reply } from './view.ts'

/**
 * All that a person is told of a failure of ours: that it was ours, and its name in the log. In the language they chose;
 * in their client's when the database cannot say.
 */
export async function incidentReply(core: Core, turn: Turn, incident: string): Promise<Reply> {
  const known = await findIdentity(core, turn).catch(() => null)
  const text = say(known?.account.language ?? languageFromLocale(turn.locale), 'incident', { incident })
  return turn.act.kind === 'press' ? { kind: 'note', text } : { kind: 'views', views: [{ text }], replace: false }
}
