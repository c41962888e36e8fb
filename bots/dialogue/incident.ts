import { languageFromLocale } from '../../core/language.ts'
import { say } from '../../core/texts/texts.ts'
import type { Turn } from './turn.ts'
import type { Reply } from './view.ts'

/** All that a person is told of a failure of ours: that it was ours, and its name in the log. */
export function incidentReply(turn: Turn, incident: string): Reply {
  const text = say(languageFromLocale(turn.locale), 'incident', { incident })
  return turn.act.kind === 'press' ? { kind: 'note', text } : { kind: 'views', views: [{ text }], replace: false }
}
