import { followPenName } from '../../core/follows/followPenName.ts'
import { type OpenLetterId, shortId } from '../../core/ids.ts'
import { STAMP_EMOJI, stamps } from '../../core/letters/stamps.ts'
import { blockOpenly } from '../../core/openLetters/blockOpenly.ts'
import { noteRead, type ReadableLetter, readOpenLetter } from '../../core/openLetters/readOpenLetter.ts'
import { takeThanksBack, thankOpenLetter } from '../../core/openLetters/thankOpenLetter.ts'
import { chooseOpenLetters } from '../../core/recommendations/chooseOpenLetters.ts'
import { putAside } from '../../core/recommendations/putAside.ts'
import { formatNumber } from '../../core/texts/format.ts'
import { looksLine } from './lookWords.ts'
import { menu } from './menu.ts'
import { button, danger, type Handler, pressedAt, primary, type Scene, show, tell } from './scene.ts'
import { onPaper } from './stationery/onPaper.ts'
import { encodeAction } from './turn.ts'
import type { Row, View } from './view.ts'
import { known } from './writing.ts'

/** A longer letter shows its beginning first, in about so many characters; the rest is one tap away. */
const BEGINNING_CHARACTERS = 700

/** `/discover`: one open letter at a time. A session begins here; its moment travels in the buttons. */
export const showDiscover: Handler = async (scene) => tell(await nextView(scene, beginSession(scene)))

/** What one may do with an open letter. Arguments: its id, the session. */
export const discoverActions: Record<string, Handler> = {
  discover: showDiscover,
  'd-next': async (scene, [id, session]) => {
    await noteRead(scene.core, which(scene, id))
    return tell(await nextView(scene, sessionOf(scene, session)))
  },
  'd-like': async (scene, [id, session]) => {
    const like = which(scene, id)
    await noteRead(scene.core, like)
    return tell(await nextView(scene, sessionOf(scene, session), like.openLetterId))
  },
  'd-not': async (scene, [id, session]) => {
    await putAside(scene.core, which(scene, id))
    return show(await nextView(scene, sessionOf(scene, session)))
  },
  'd-read': async (scene, [id, session]) => tell(await letterView(scene, id, session, 'first')),
  'd-open': async (scene, [id, session]) => show(await letterView(scene, id, session, 'wanted')),
  'd-rest': async (scene, [id, session]) => {
    await noteRead(scene.core, { ...which(scene, id), whole: true })
    return show(await letterView(scene, id, session, 'whole'))
  },
  'd-back': async (scene, [id, session]) => show(await letterView(scene, id, session, 'whole')),
  'd-paper': async (scene, [id]) => {
    const letter = await readOpenLetter(scene.core, { ...which(scene, id), wanted: true, again: true })
    return tell(shownOf(letter, await onPaper(scene, letter)))
  },
  'd-thank': async (scene, [id, session]) => show(await stampView(scene, id, session)),
  'd-stamp': async (scene, [id, session, stamp = '']) => {
    await thankOpenLetter(scene.core, { ...which(scene, id), stamp })
    return show(await letterView(scene, id, session, 'again'))
  },
  'd-unthank': async (scene, [id, session]) => {
    await takeThanksBack(scene.core, which(scene, id))
    return show(await letterView(scene, id, session, 'again'))
  },
  'd-follow': async (scene, [id, session]) => {
    const { core, person, t } = scene
    const { openLetterId } = which(scene, id)
    const { penName, already } = await followPenName(core, { followerId: person.accountId, openLetterId })
    const said = t(already ? 'following.already' : 'following.done', { penName })
    return show(await letterView(scene, id, session, 'again'), { text: said })
  },
  'd-block': async (scene, [id = '']) =>
    tell({
      text: scene.t('discover.block.ask'),
      rows: [[danger(scene.t('block.yes'), 'd-blocked', id), button(scene.t('word.cancel'), 'cancel')]],
    }),
  'd-blocked': async (scene, [id]) => {
    const { readerId, openLetterId } = which(scene, id)
    await blockOpenly(scene.core, { readerId, thing: { openLetterId }, at: pressedAt(scene) })
    return show({
      text: scene.t('discover.block.done'),
      rows: [[button(scene.t('menu.discover'), 'discover')]],
    })
  },
}

/** How a letter is put before its reader: for the first time, though it is heavy, to its end, or as it was. */
type Way = 'first' | 'wanted' | 'whole' | 'again'

async function nextView(scene: Scene, session: string, like?: OpenLetterId): Promise<View> {
  const { core, person, t } = scene
  const since = new Date(Number.parseInt(session, 36))
  const [next] = await chooseOpenLetters(core, { accountId: person.accountId, count: 1, like, session: since })
  if (!next) return { title: t('discover.empty.title'), text: t('discover.empty'), rows: menu(scene) }
  return letterView(scene, shortId(next), session, 'first')
}

async function letterView(scene: Scene, id: string | undefined, session: string | undefined, way: Way): Promise<View> {
  const wanted = way !== 'first'
  const again = way === 'again' || way === 'whole'
  const letter = await readOpenLetter(scene.core, { ...which(scene, id), wanted, again })
  const at = sessionOf(scene, session)
  if (letter.heavy && !letter.mine && !wanted) return heavyView(scene, letter, at)
  return openLetterView(scene, letter, { session: at, whole: way === 'whole' })
}

function heavyView({ t }: Scene, { id }: ReadableLetter, session: string): View {
  const short = shortId(id)
  return {
    title: t('discover.title'),
    text: t('discover.heavy'),
    rows: [
      [
        primary(t('discover.heavy.open'), 'd-open', short, session),
        button(t('discover.next'), 'd-next', short, session),
      ],
    ],
  }
}

/** An open letter with all that its reader may do. */
export function openLetterView(
  scene: Scene,
  letter: ReadableLetter,
  { session, whole }: { session: string; whole: boolean },
): View {
  const { t, moment } = scene
  const said = [
    looksLine(scene, letter),
    letter.mine ? t('discover.mine') : letter.heavy ? t('discover.heavy.after') : '',
  ]
  const beginning = whole || letter.mine ? letter.text : beginningOf(letter.text)
  const opened = t('discover.by', { when: moment(letter.openedAt) })
  return shownOf(letter, {
    title: t('discover.title'),
    text: said.filter(Boolean).join('\n\n'),
    letter: { text: beginning, signature: letter.signature ?? t('word.unsigned') },
    footer: letter.edited ? `${opened} · ${t('discover.edited')}` : opened,
    rows: controls(scene, letter, { session, cut: beginning !== letter.text }),
  })
}

/** Where somebody else's letter stands is remembered. */
function shownOf({ id: openLetterId, mine }: ReadableLetter, view: View): View {
  return mine ? view : { ...view, shows: [{ openLetterId }] }
}

function controls(scene: Scene, letter: ReadableLetter, { session, cut }: { session: string; cut: boolean }): Row[] {
  const { t, language } = scene
  const id = shortId(letter.id)
  const count = formatNumber(letter.thanks, language)
  const answers = button(t('discover.comments', { count: formatNumber(letter.comments, language) }), 'd-talk', id, '0')
  const next = button(t('discover.next'), 'd-next', id, session)
  if (letter.mine) return [[answers, button(t('discover.paper'), 'd-paper', id), next]]
  const emoji = stamps.find((stamp) => stamp === letter.stamp)
  const thanked = emoji && t('discover.thanked', { emoji: STAMP_EMOJI[emoji], count })
  const follow =
    letter.signature === null
      ? []
      : letter.followed
        ? [button(t('discover.unfollow'), 'following')]
        : [button(t('discover.follow', { penName: letter.signature }), 'd-follow', id, session)]
  const rows: Row[] = [
    cut ? [primary(t('discover.rest'), 'd-rest', id, session)] : [],
    [button(thanked || t('discover.thank', { count }), 'd-thank', id, session), answers, ...follow],
    [button(t('discover.paper'), 'd-paper', id), button(t('discover.like'), 'd-like', id, session), next],
    [
      button(t('discover.notForMe'), 'd-not', id, session),
      danger(t('read.report'), 'report', id, 'open'),
      danger(t('read.block'), 'd-block', id),
    ],
  ]
  return rows.filter((row) => !Array.isArray(row) || row.length > 0)
}

async function stampView(scene: Scene, id: string | undefined, session: string | undefined): Promise<View> {
  const { t, core } = scene
  const letter = await readOpenLetter(core, { ...which(scene, id), wanted: true, again: true })
  const at = sessionOf(scene, session)
  const short = shortId(letter.id)
  const options = stamps.map((stamp) => ({
    value: stamp,
    label: `${STAMP_EMOJI[stamp]} ${t(`stamp.${stamp}`)}`,
    chosen: stamp === letter.stamp,
  }))
  const off = letter.stamp ? [button(t('discover.thank.back'), 'd-unthank', short, at)] : []
  return {
    ...openLetterView(scene, letter, { session: at, whole: false }),
    rows: [
      { placeholder: t('discover.thank.title'), act: encodeAction('d-stamp', short, at), options },
      [...off, button(t('discover.back'), 'd-back', short, at)],
    ],
  }
}

/** The beginning of a long letter, cut between paragraphs, sentences or words; a letter that is hardly longer is whole. */
function beginningOf(text: string): string {
  if (text.length <= BEGINNING_CHARACTERS * 1.3) return text
  const head = text.slice(0, BEGINNING_CHARACTERS)
  const half = BEGINNING_CHARACTERS / 2
  const cut = [head.lastIndexOf('\n'), head.search(/[.!?。…]\s[^.!?。…]*$/) + 1, head.lastIndexOf(' ')]
  return `${head.slice(0, cut.find((at) => at > half) ?? head.length).trimEnd()} …`
}

/** A session is known by the moment it began. */
const beginSession = ({ core }: Scene): string => core.clock.now().getTime().toString(36)
const sessionOf = (scene: Scene, session: string | undefined): string =>
  session && /^[0-9a-z]{1,9}$/.test(session) ? session : beginSession(scene)

const which = ({ person }: Scene, id: string | undefined) => ({
  readerId: person.accountId,
  openLetterId: known<OpenLetterId>(id),
})
