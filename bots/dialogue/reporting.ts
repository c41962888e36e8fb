import { reportChat } from '../../core/chat/afterwards.ts'
import type { ChatId, CommentId, DeliveryId, OpenLetterId, ReportId } from '../../core/ids.ts'
import { reportLetter } from '../../core/letters/reportLetter.ts'
import { REPORT_WORDS_MAX, reportCategories } from '../../core/moderation/fileReport.ts'
import { stayApart, withdrawReport } from '../../core/moderation/ownReport.ts'
import { isReportedKind, type ReportedKind } from '../../core/moderation/reportedKinds.ts'
import { reportComment, reportOpenLetter } from '../../core/openLetters/reportOpenly.ts'
import { ask, type Form } from './formByMessage.ts'
import { helplineText } from './help.ts'
import { button, type Handler, pressedAt, type Scene, show } from './scene.ts'
import type { Reply } from './view.ts'
import { known } from './writing.ts'

/** What one may do about a stranger's words: report them, take the report back, stay apart. Arguments: id, kind. */
export const reportingActions: Record<string, Handler> = {
  report: async (scene, args) => ask(scene, reportForm(scene, args)),
  unreport: async (scene, [id, kind]) => {
    const thing = kindOf(kind)
    await withdrawReport(scene.core, { reporterId: scene.person.accountId, kind: thing, thingId: known(id) })
    return show({ text: scene.t('report.undone', { thing }), rows: wayBack[thing](scene) })
  },
  apart: async (scene, [id]) => {
    await stayApart(scene.core, { reporterId: scene.person.accountId, reportId: known<ReportId>(id) })
    return show({ text: scene.t('report.apart.done') })
  },
}

type Said = { category: string; words: string }

/** How a thing of each kind is reported by whom it is shown to. */
const reportOf: Record<ReportedKind, (scene: Scene, id: string | undefined, said: Said) => Promise<void>> = {
  letter: (scene, id, said) =>
    reportLetter(scene.core, {
      readerId: scene.person.accountId,
      deliveryId: known<DeliveryId>(id),
      at: pressedAt(scene),
      ...said,
    }),
  open: (scene, id, said) =>
    reportOpenLetter(scene.core, {
      reporterId: scene.person.accountId,
      openLetterId: known<OpenLetterId>(id),
      at: pressedAt(scene),
      ...said,
    }),
  comment: (scene, id, said) =>
    reportComment(scene.core, {
      reporterId: scene.person.accountId,
      commentId: known<CommentId>(id),
      at: pressedAt(scene),
      ...said,
    }),
  chat: ({ core, person }, id, said) =>
    reportChat(core, { accountId: person.accountId, chatId: known<ChatId>(id), ...said }),
}

/** Where one finds it again after taking a report back. */
const wayBack: Record<ReportedKind, (scene: Scene) => ReturnType<typeof button>[][]> = {
  letter: ({ t }) => [[button(t('menu.inbox'), 'inbox', '0')]],
  open: ({ t }) => [[button(t('menu.discover'), 'discover')]],
  comment: ({ t }) => [[button(t('menu.discover'), 'discover')]],
  chat: ({ t }) => [[button(t('chat.next'), 'chat')]],
}

/** Buttons from before there were several kinds name none: they are under letters. */
const kindOf = (name: string | undefined): ReportedKind => (name && isReportedKind(name) ? name : 'letter')

export function reportForm({ t }: Scene, args: string[]): Form {
  const options = reportCategories.map((value) => ({ value, label: t(`report.category.${value}`) }))
  return {
    form: 'report',
    args,
    title: t('report.title', { thing: kindOf(args[1]) }),
    fields: [
      { id: 'category', label: t('report.category'), required: true, long: false, max: 20, options },
      {
        id: 'words',
        label: t('report.words'),
        hint: t('report.words.hint'),
        required: false,
        long: true,
        max: REPORT_WORDS_MAX,
      },
    ],
    questions: { category: t('report.category'), words: t('report.ask.words') },
    ...(kindOf(args[1]) === 'letter' && args[0] ? { back: button(t('word.cancel'), 'open', args[0]) } : {}),
  }
}

/** The report came: from here on the thing is out of the reporter's sight, also where they read it. */
export async function takeReport(
  scene: Scene,
  args: string[],
  { category = '', words = '' }: Record<string, string>,
): Promise<Reply> {
  const thing = kindOf(args[1])
  await reportOf[thing](scene, args[0], { category, words })
  const rows = [[button(scene.t('report.undo'), 'unreport', ...args)]]
  if (category !== 'danger') return show({ text: scene.t('report.done', { thing }), rows })
  return show({ text: `${scene.t('report.done.danger')}\n\n${helplineText(scene)}`, rows })
}
