import { type DeliveryId, shortId } from '../../core/ids.ts'
import { type InboxEntry, listInbox, openLetter, type ReceivedLetter } from '../../core/letters/inbox.ts'
import { splitText } from '../../core/letters/splitText.ts'
import { formatNumber } from '../../core/texts/format.ts'
import { goneView, ON_NOTICE } from './letterGone.ts'
import { menu } from './menu.ts'
import { pageOf, turnPage } from './pages.ts'
import { button, danger, type Handler, primary, type Scene, show, tell } from './scene.ts'
import { stampWords } from './stampWords.ts'
import { encodeAction } from './turn.ts'
import type { Reply, Row, View } from './view.ts'
import { known } from './writing.ts'

/** `/inbox` */
export const showInbox: Handler = async (scene, [page = '0']) => tell(await inboxView(scene, pageOf(page)))

export const inboxActions: Record<string, Handler> = {
  inbox: async (scene, [page = '0']) => show(await inboxView(scene, pageOf(page))),
  /** Opens a letter; one that speaks of something very heavy is asked about first. */
  open: async (scene, [id, where]) => {
    const deliveryId = known<DeliveryId>(id)
    const on = where === ON_NOTICE ? [ON_NOTICE] : []
    const opening = { readerId: scene.person.accountId, deliveryId, onNotice: on.length > 0, ifLight: true }
    const letter = await openLetter(scene.core, opening)
    if (letter !== 'heavy') return show(letterView(scene, letter, 0))
    const rows = [
      [
        primary(scene.t('arrived.heavy.open'), 'open-heavy', shortId(deliveryId), ...on),
        button(scene.t('arrived.notNow'), 'tuck', shortId(deliveryId), ...on),
      ],
    ]
    return show({ title: scene.t('read.title'), text: scene.t('arrived.heavy'), rows })
  },
  'read-on': async (scene, [id, page = '0']) => read(scene, known<DeliveryId>(id), { page: pageOf(page) }),
  'open-heavy': async (scene, [id, where]) => read(scene, known<DeliveryId>(id), { onNotice: where === ON_NOTICE }),
  tuck: async (scene, [id, ...where]) =>
    show({
      text: scene.t('arrived.tucked'),
      rows: [[button(scene.t('arrived.open'), 'open', shortId(known<DeliveryId>(id)), ...where)]],
    }),
}

async function read(
  scene: Scene,
  deliveryId: DeliveryId,
  { page = 0, onNotice = false }: { page?: number; onNotice?: boolean },
): Promise<Reply> {
  const readerId = scene.person.accountId
  const letter = await openLetter(scene.core, { readerId, deliveryId, onNotice })
  return show(letterView(scene, letter, page))
}

/** So much of a letter is one message on every platform: what takes its place when it is passed on or reported takes all. */
const LETTER_PAGE_CHARACTERS = 2_800

const TITLES = { stranger: 'read.title', answer: 'read.title.answer', self: 'read.title.self' } as const

/** A letter, opened, with all that its reader may do; a long one a page at a time. */
function letterView(scene: Scene, letter: ReceivedLetter, page: number): View {
  const { t, moment } = scene
  if (letter.text === '')
    return goneView(scene.language, { what: { deliveryId: letter.deliveryId }, leaves: 'taken back' })
  const title = letter.fromFriend ? t('read.title.friend') : t(TITLES[letter.kind])
  const text = [
    letter.answers ? t('read.answers', { excerpt: letter.answers }) : '',
    letter.heavy && letter.kind !== 'self' ? t('read.heavy') : '',
  ]
    .filter(Boolean)
    .join('\n\n')
  const signature = letter.kind === 'self' ? '' : (letter.signature ?? t('word.unsigned'))
  const pages = splitText(letter.text, LETTER_PAGE_CHARACTERS)
  const at = Math.min(page, pages.length - 1)
  const isLast = at === pages.length - 1
  const stamp = letter.stamp ? `, ${stampWords(letter.stamp, scene.language)}` : ''
  return {
    title,
    text,
    letter: { text: pages[at] ?? letter.text, signature: isLast ? signature : '' },
    shows: [{ deliveryId: letter.deliveryId, letterId: letter.letterId }],
    footer: [
      t('read.written', { when: moment(letter.writtenAt) }) + stamp,
      pages.length > 1 ? t('read.page', { page: at + 1, pages: pages.length }) : '',
    ]
      .filter(Boolean)
      .join(' · '),
    rows: [...pageControls(scene, letter, { at, isLast }), ...letterControls(scene, letter)],
  }
}

function pageControls({ t }: Scene, letter: ReceivedLetter, { at, isLast }: { at: number; isLast: boolean }): Row[] {
  const id = shortId(letter.deliveryId)
  const turning = [
    ...(at > 0 ? [button(t('read.before'), 'read-on', id, String(at - 1))] : []),
    ...(isLast ? [] : [primary(t('read.more'), 'read-on', id, String(at + 1))]),
  ]
  return turning.length > 0 ? [turning] : []
}

function letterControls({ t }: Scene, letter: ReceivedLetter): Row[] {
  const id = shortId(letter.deliveryId)
  if (letter.kind === 'self') return [[button(t('menu.inbox'), 'inbox', '0'), button(t('menu.write'), 'write', 'self')]]
  const thread = letter.correspondence
  const answer =
    letter.kind === 'stranger' && letter.mayAnswer
      ? [primary(t('read.reply'), 'write', 'answer', id)]
      : thread.state === 'open' && thread.id
        ? [primary(t('read.write'), 'write', 'friend', shortId(thread.id))]
        : []
  const keep =
    letter.openingId && (thread.state === 'none' || thread.state === 'offered by them')
      ? [primary(t('read.keep'), 'keep', shortId(letter.openingId))]
      : []
  const thank = [button(t('read.thank'), 'thank', id)]
  const pass = letter.kind === 'stranger' && letter.state === 'opened' ? [button(t('read.pass'), 'pass', id)] : []
  return [
    [...answer, ...keep, ...thank, ...pass],
    [
      danger(t('read.report'), 'report', id),
      danger(t('read.block'), 'block', id),
      button(t('menu.inbox'), 'inbox', '0'),
    ],
  ]
}

async function inboxView(scene: Scene, page: number): Promise<View> {
  const { t, core, person, language } = scene
  const { entries, unread, more } = await listInbox(core, { readerId: person.accountId, page })
  if (entries.length === 0 && page === 0) return { title: t('inbox.title'), text: t('inbox.empty'), rows: menu(scene) }
  const options = entries.map((entry) => ({
    value: shortId(entry.deliveryId),
    label: entryLabel(scene, entry),
    hint: scene.moment(entry.createdAt),
  }))
  return {
    title: t('inbox.title'),
    text: unread ? t('inbox.unread', { count: formatNumber(unread, language), one: unread === 1 }) : '',
    rows: [
      ...(options.length ? [{ placeholder: t('inbox.pick'), act: encodeAction('open'), options }] : []),
      [...turnPage(scene, 'inbox', { page, more }), button(t('inbox.friends'), 'friends')],
    ],
  }
}

function entryLabel({ t }: Scene, { kind, fromFriend, signature, state }: InboxEntry): string {
  const what =
    kind === 'self'
      ? t('inbox.entry.self')
      : signature
        ? t('inbox.entry', { from: signature })
        : t('inbox.entry.unsigned')
  const icon = state === 'waiting' || state === 'arrived' ? '💌' : state === 'answered' ? '✍️' : '📖'
  const about = fromFriend ? t('inbox.entry.friend') : kind === 'answer' ? t('inbox.entry.answer') : ''
  return [icon, about && `${about} ·`, what].filter(Boolean).join(' ')
}
