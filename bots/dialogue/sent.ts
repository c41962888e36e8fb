import { type LetterId, shortId } from '../../core/ids.ts'
import { readDraft } from '../../core/letters/draft.ts'
import { recallLetter } from '../../core/letters/recallLetter.ts'
import { sendAgain } from '../../core/letters/sendAgain.ts'
import { listSent, readSent, type SentLetter } from '../../core/letters/sent.ts'
import { findOwnOpenLetter } from '../../core/openLetters/ownOpenLetter.ts'
import { ownOpenButtons, ownOpenLines } from './leavingOpen.ts'
import { menu } from './menu.ts'
import { pageOf, turnPage } from './pages.ts'
import { button, type Handler, primary, type Scene, show, tell } from './scene.ts'
import { stampWords } from './stampWords.ts'
import { encodeAction } from './turn.ts'
import type { Row, View } from './view.ts'
import { known, preview } from './writing.ts'

/** `/sent` */
export const showSent: Handler = async (scene, [page = '0']) => tell(await sentView(scene, pageOf(page)))

export const sentActions: Record<string, Handler> = {
  sent: async (scene, [page = '0']) => show(await sentView(scene, pageOf(page))),
  where: async (scene, [id]) => show(await whereView(scene, known<LetterId>(id))),
  recall: async (scene, [id]) => {
    await recallLetter(scene.core, { writerId: scene.person.accountId, letterId: known<LetterId>(id) })
    return show({ text: scene.t('sent.recalled'), rows: [[button(scene.t('menu.sent'), 'sent', '0')]] })
  },
  again: async (scene, [id]) => {
    const { core, person } = scene
    const letterId = await sendAgain(core, { writerId: person.accountId, letterId: known<LetterId>(id) })
    return show(preview(scene, await readDraft(core, { writerId: person.accountId, letterId })))
  },
}

async function sentView(scene: Scene, page: number): Promise<View> {
  const { t, core, person } = scene
  const { letters, more } = await listSent(core, { writerId: person.accountId, page })
  if (letters.length === 0 && page === 0) return { title: t('sent.title'), text: t('sent.empty'), rows: menu(scene) }
  const lines = letters.map((letter) =>
    t('sent.line', {
      icon: icon(letter),
      when: scene.moment(letter.postedAt ?? letter.changedAt),
      state: stateText(scene, letter),
      excerpt: letter.excerpt,
    }),
  )
  const options = letters.map((letter) => ({
    value: shortId(letter.id),
    label: `${icon(letter)} ${letter.excerpt}`,
    hint: stateText(scene, letter),
  }))
  return {
    title: t('sent.title'),
    text: lines.join('\n\n'),
    rows: [
      ...(options.length ? [{ placeholder: t('sent.pick'), act: encodeAction('where'), options }] : []),
      [...turnPage(scene, 'sent', { page, more }), button(t('sent.refresh'), 'sent', String(page))],
    ],
  }
}

async function whereView(scene: Scene, letterId: LetterId): Promise<View> {
  const { t, core, person } = scene
  const letter = await readSent(core, { writerId: person.accountId, letterId })
  const id = shortId(letter.id)
  const recall =
    letter.state === 'travelling' || letter.state === 'seeking' ? [button(t('sent.recall'), 'recall', id)] : []
  const again =
    letter.kind !== 'answer' && (letter.state === 'returned' || letter.state === 'recalled')
      ? [primary(t('returned.again'), 'again', id)]
      : []
  const { state } = letter.correspondence
  const keep =
    letter.openingId &&
    ['delivered', 'opened', 'answered'].includes(letter.state) &&
    (state === 'none' || state === 'offered by them')
      ? [primary(t('read.keep'), 'keep', shortId(letter.openingId))]
      : []
  const own = await findOwnOpenLetter(core, { authorId: person.accountId, letterId: letter.id })
  const open = own
    ? ownOpenButtons(scene, own, letter.id)
    : letter.receivedWell
      ? [button(t('open.button'), 'o-ask', id)]
      : []
  const rows: Row[] = [
    [...recall, ...again, ...keep],
    open,
    [button(t('sent.refresh'), 'where', id), button(t('word.back'), 'sent', '0')],
  ]
  return {
    title: t('sent.letter.title'),
    text: [t('sent.letter.where', { state: stateText(scene, letter) }), ...(own ? ownOpenLines(scene, own) : [])].join(
      '\n',
    ),
    letter: { text: letter.text, signature: letter.signature ?? '' },
    footer: letter.postedAt ? t('read.written', { when: scene.moment(letter.postedAt) }) : '',
    rows: rows.filter((row) => !Array.isArray(row) || row.length > 0),
  }
}

function stateText(scene: Scene, letter: SentLetter): string {
  const { t, core } = scene
  const thanked = letter.stamp ? `, ${t('state.thanked', { stamp: stampWords(letter.stamp, scene.language) })}` : ''
  if (letter.state === 'travelling') {
    if (letter.arrival === 'slow') return t('state.travelling.slow')
    const soon = !letter.arrivesAt || letter.arrivesAt.getTime() - core.clock.now().getTime() < 60_000
    return soon || !letter.arrivesAt
      ? t('state.travelling.soon')
      : t('state.travelling', { when: scene.moment(letter.arrivesAt) })
  }
  if (letter.state === 'delivered' && letter.kind !== 'stranger' && !letter.reached) return t('state.delivered.soon')
  if (letter.state === 'draft') return ''
  return t(`state.${letter.state}`) + thanked
}

const ICONS: Record<SentLetter['state'], string> = {
  draft: '📝',
  travelling: '🕊',
  seeking: '🔎',
  delivered: '📬',
  opened: '📖',
  answered: '💬',
  held: '🔒',
  recalled: '↩️',
  returned: '🏠',
  removed: '🗑',
}
const icon = ({ state }: SentLetter) => ICONS[state]
