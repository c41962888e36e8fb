import { identityScope } from '../../core/accounts/identityScope.ts'
import { type SanctionId, shortId } from '../../core/ids.ts'
import {
  APPEAL_MAX_CHARACTERS,
  APPEAL_MIN_CHARACTERS,
  appealSanction,
  checkAppeal,
} from '../../core/moderation/appeal.ts'
import { type Standing, standingOf } from '../../core/moderation/standing.ts'
import { ask, type Form, pendingForm } from './formByMessage.ts'
import { button, type Handler, type Scene, tell } from './scene.ts'
import type { Act } from './turn.ts'
import type { Reply } from './view.ts'
import { known } from './writing.ts'

/** What one may do about moderators' decisions about oneself. */
export const appealActions: Record<string, Handler> = {
  appeal: async (scene, [id = '']) => {
    await checkAppeal(scene.core, { accountId: scene.person.accountId, sanctionId: known<SanctionId>(id) })
    return ask(scene, appealForm(scene, [id]))
  },
}

export function appealForm({ t }: Scene, args: string[]): Form {
  const words = {
    id: 'words',
    label: t('appeal.form.words'),
    hint: t('appeal.form.hint'),
    required: true,
    long: true,
    min: APPEAL_MIN_CHARACTERS,
    max: APPEAL_MAX_CHARACTERS,
  }
  return {
    form: 'appeal',
    args,
    title: t('appeal.form.title'),
    fields: [words],
    questions: { words: t('appeal.ask') },
  }
}

/** The appeal came. */
export async function takeAppeal(scene: Scene, [id]: string[], { words = '' }: Record<string, string>): Promise<Reply> {
  const sanctionId = known<SanctionId>(id)
  await appealSanction(scene.core, { accountId: scene.person.accountId, sanctionId, words })
  return tell({ text: scene.t('appeal.done') })
}

/** What stays open to somebody who is banned: help, what is theirs, and the appeal. */
const STILL_OPEN = /^(helpline|mydata|my-.*|data.*|export.*|erase.*|appeal|cancel|field|fix)$/

/** The answer to whatever a banned person does; undefined for everybody else, and for what stays open to them. */
export async function answerBanned(scene: Scene, act: Act): Promise<Reply | undefined> {
  const { core, person, turn } = scene
  if (!person.rare.sanctioned) return undefined
  if (act.kind === 'left' || act.kind === 'returned' || STILL_OPEN.test(nameOf(act))) return undefined
  const self = { platform: turn.platform, lookups: core.vault.lookups(identityScope(turn.platform), turn.platformId) }
  const standing = await standingOf(core, { accountId: person.accountId, self })
  if (standing?.kind !== 'ban') return undefined
  if (act.kind === 'text' && (await pendingForm(scene))?.form === 'appeal') return undefined
  return tell({
    title: scene.t('banned.title'),
    text: [scene.t('banned.text', { rule: scene.t(`rule.${standing.rule}`) }), appealWords(scene, standing)].join(
      '\n\n',
    ),
    rows: standing.appealed
      ? []
      : [[button(scene.t('sanctioned.appeal.button'), 'appeal', shortId(standing.sanctionId))]],
  })
}

const appealWords = ({ t }: Scene, { appealed }: Standing) => t(appealed ? 'banned.appealed' : 'sanctioned.appeal')

function nameOf(act: Act): string {
  if (act.kind === 'command') return act.name
  if (act.kind === 'press') return act.action
  return act.kind === 'form' ? act.form : ''
}
