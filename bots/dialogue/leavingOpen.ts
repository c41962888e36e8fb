import { type LetterId, type OpenLetterId, shortId } from '../../core/ids.ts'
import { type Draft, readDraft } from '../../core/letters/draft.ts'
import { LETTER_MAX_CHARACTERS, LETTER_MIN_CHARACTERS } from '../../core/letters/letterText.ts'
import { readSent } from '../../core/letters/sent.ts'
import { chooseLooks, type Openness, readOpenness } from '../../core/openLetters/chooseLooks.ts'
import { leaveOpen } from '../../core/openLetters/leaveOpen.ts'
import { closeOpenLetter, editOpenLetter, type OwnOpenLetter } from '../../core/openLetters/ownOpenLetter.ts'
import { readOpenLetter } from '../../core/openLetters/readOpenLetter.ts'
import { Refusal } from '../../core/refusal.ts'
import { formatNumber } from '../../core/texts/format.ts'
import { ask, type Form } from './formByMessage.ts'
import { lookOptions, looksLabels } from './lookWords.ts'
import { button, danger, type Handler, primary, type Scene, show, tell } from './scene.ts'
import { onPaper } from './stationery/onPaper.ts'
import { encodeAction } from './turn.ts'
import type { Button, Reply, View } from './view.ts'
import { known, preview } from './writing.ts'

/**
 * Leaving a letter of one's own open, on writing or later: consent is asked in plain words, mood, topic and paper may be
 * chosen and need not be. Arguments: the letter's id.
 */
export const leavingOpenActions: Record<string, Handler> = {
  'o-ask': async (scene, [id]) => show(askView(scene, await readOpenness(scene.core, ownLetter(scene, id)))),
  'o-mood': async (scene, [id]) => show(await lookMenu(scene, id, 'mood')),
  'o-topic': async (scene, [id]) => show(await lookMenu(scene, id, 'topic')),
  'o-paper': async (scene, [id]) => show(await lookMenu(scene, id, 'paper')),
  'o-look': async (scene, [id]) => {
    const { core, person } = scene
    const { isDraft, letterId, stationery } = await readOpenness(core, ownLetter(scene, id))
    const own = { writerId: person.accountId, letterId }
    const { text, signature } = isDraft ? draftOnPaper(scene, await readDraft(core, own)) : await readSent(core, own)
    return tell(await onPaper(scene, { text, signature, stationery }))
  },
  'o-set': async (scene, [id, what = '', value = '']) => {
    const chosen = value === 'none' ? null : value
    const change = what === 'paper' ? { stationery: value } : { [what]: chosen }
    return show(askView(scene, await chooseLooks(scene.core, { ...ownLetter(scene, id), change })))
  },
  'o-yes': async (scene, [id]) => {
    const own = ownLetter(scene, id)
    const { isDraft } = await readOpenness(scene.core, own)
    if (isDraft) return changeDraftOpenness(scene, own.letterId, true)
    await leaveOpen(scene.core, own)
    return show({
      text: scene.t('open.done'),
      rows: [
        [button(scene.t('menu.sent'), 'where', shortId(own.letterId)), button(scene.t('menu.discover'), 'discover')],
      ],
    })
  },
  'o-no': (scene, [id]) => changeDraftOpenness(scene, ownLetter(scene, id).letterId, false),
  'o-edit': async (scene, [id]) => {
    const openLetterId = known<OpenLetterId>(id)
    const { text, mine } = await readOpenLetter(scene.core, { readerId: scene.person.accountId, openLetterId })
    if (!mine) throw new Refusal('refuse.open.gone')
    return ask(scene, openEditForm(scene, [shortId(openLetterId)], text))
  },
  'o-close': async (scene, [id]) => {
    await closeOpenLetter(scene.core, { authorId: scene.person.accountId, openLetterId: known<OpenLetterId>(id) })
    return show({ text: scene.t('open.closed'), rows: [[button(scene.t('menu.sent'), 'sent', '0')]] })
  },
}

async function changeDraftOpenness(scene: Scene, letterId: LetterId, open: boolean): Promise<Reply> {
  const { core, person } = scene
  const own = { writerId: person.accountId, letterId }
  await chooseLooks(core, { ...own, change: { leaveOpen: open } })
  return show(preview(scene, await readDraft(core, own)))
}

/** The question, with what can be chosen. */
function askView(scene: Scene, openness: Openness): View {
  const { t } = scene
  const id = shortId(openness.letterId)
  const labels = looksLabels(scene, openness)
  const back = openness.isDraft ? button(t('word.back'), 'draft', id) : button(t('word.back'), 'where', id)
  const no = openness.isDraft && openness.leaveOpen ? [button(t('open.no'), 'o-no', id)] : []
  return {
    title: t('open.title'),
    text: t(openness.isDraft ? 'open.ask.draft' : 'open.ask.sent'),
    rows: [
      [button(labels.mood, 'o-mood', id), button(labels.topic, 'o-topic', id)],
      [button(labels.paper, 'o-paper', id), button(t('open.look'), 'o-look', id)],
      [primary(t('open.yes'), 'o-yes', id), ...no],
      [back],
    ],
  }
}

const draftOnPaper = ({ person }: Scene, { text, signed }: Draft) => ({
  text,
  signature: signed ? person.account.penName : null,
})

const PICK = { mood: 'open.mood.pick', topic: 'open.topic.pick', paper: 'open.paper.pick' } as const

async function lookMenu(scene: Scene, id: string | undefined, what: 'mood' | 'topic' | 'paper'): Promise<View> {
  const openness = await readOpenness(scene.core, ownLetter(scene, id))
  const short = shortId(openness.letterId)
  const title = scene.t(PICK[what])
  return {
    title,
    text: '',
    rows: [
      { placeholder: title, act: encodeAction('o-set', short, what), options: lookOptions(scene, what, openness) },
      [button(scene.t('word.back'), 'o-ask', short)],
    ],
  }
}

/** How an open letter of one's own is doing, and what can be done with it. */
export function ownOpenLines(scene: Scene, own: OwnOpenLetter): string[] {
  const { t, language, core, moment } = scene
  const editable = own.editableUntil ? [t('open.own.editable', { when: moment(own.editableUntil) })] : []
  if (own.state !== 'open') return [t(`open.own.${own.state}`)]
  if (own.openedAt > core.clock.now()) return [t('open.own.coming', { when: moment(own.openedAt) }), ...editable]
  const count = (value: number) => formatNumber(value, language)
  return [t('open.own.open', { thanks: count(own.thanks), comments: count(own.comments) }), ...editable]
}

export function ownOpenButtons({ t }: Scene, own: OwnOpenLetter, letterId: LetterId): Button[] {
  const id = shortId(own.id)
  if (own.state === 'closed') return [button(t('open.button'), 'o-ask', shortId(letterId))]
  if (own.state !== 'open') return []
  const edit = own.editableUntil ? [button(t('open.edit'), 'o-edit', id)] : []
  return [button(t('open.own.see'), 'd-read', id), ...edit, danger(t('open.close'), 'o-close', id)]
}

export function openEditForm({ t }: Scene, args: string[], text?: string): Form {
  const words = {
    id: 'text',
    label: t('letter.form.text'),
    hint: t('letter.form.hint'),
    required: true,
    long: true,
    min: LETTER_MIN_CHARACTERS,
    max: LETTER_MAX_CHARACTERS,
    ...(text ? { value: text } : {}),
  }
  return { form: 'open-edit', args, title: t('open.edit.title'), fields: [words], questions: { text: t('letter.ask') } }
}

/** Other words for an open letter came. */
export async function takeOpenEdit(
  scene: Scene,
  [id]: string[],
  { text = '' }: Record<string, string>,
): Promise<Reply> {
  const openLetterId = known<OpenLetterId>(id)
  await editOpenLetter(scene.core, { authorId: scene.person.accountId, openLetterId, text })
  return show({
    text: scene.t('open.edited'),
    rows: [[button(scene.t('open.own.see'), 'd-read', shortId(openLetterId))]],
  })
}

const ownLetter = ({ person }: Scene, id: string | undefined) => ({
  writerId: person.accountId,
  letterId: known<LetterId>(id),
})
