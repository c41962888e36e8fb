import { type CommentId, type OpenLetterId, shortId } from '../../core/ids.ts'
import { excerpt } from '../../core/letters/inbox.ts'
import type { Shown } from '../../core/letters/shownLetters.ts'
import { blockOpenly } from '../../core/openLetters/blockOpenly.ts'
import {
  type CommentThread,
  type ReadableComment,
  readComment,
  readComments,
} from '../../core/openLetters/readComments.ts'
import {
  COMMENT_MAX_CHARACTERS,
  COMMENT_MIN_CHARACTERS,
  deleteComment,
  editComment,
  writeComment,
} from '../../core/openLetters/writeComment.ts'
import { formatNumber } from '../../core/texts/format.ts'
import { ask, type Form } from './formByMessage.ts'
import { pageOf, turnPage } from './pages.ts'
import { button, danger, type Handler, pressedAt, primary, type Scene, show, tell } from './scene.ts'
import { encodeAction } from './turn.ts'
import type { MenuOption, Reply, Row, View } from './view.ts'
import { known } from './writing.ts'

/** Kind answers under an open letter. */
export const commentActions: Record<string, Handler> = {
  /** Arguments: the letter's id, the page. */
  'd-talk': async (scene, [id, page = '0']) => show(await talkView(scene, known<OpenLetterId>(id), pageOf(page))),
  /** Arguments: the comment's id, the page of the answers to it. */
  'c-one': async (scene, [id, page = '0']) => show(await commentView(scene, known<CommentId>(id), pageOf(page))),
  /** Arguments: the letter's id, and the comment's that is answered. */
  'c-write': async (scene, [id = '', to = '']) => {
    if (to) await readComment(scene.core, { readerId: scene.person.accountId, commentId: known<CommentId>(to) })
    return ask(scene, commentForm(scene, [id, to]))
  },
  'c-edit': async (scene, [id = '']) => {
    const found = { readerId: scene.person.accountId, commentId: known<CommentId>(id) }
    const { text } = await readComment(scene.core, found)
    return ask(scene, commentForm(scene, ['edit', id], text))
  },
  'c-delete': async (scene, [id]) => {
    const commentId = known<CommentId>(id)
    const openLetterId = await deleteComment(scene.core, { authorId: scene.person.accountId, commentId })
    return show({ text: scene.t('comments.deleted.done'), rows: [[toTalk(scene, openLetterId)]] })
  },
  'c-block': async (scene, [id = '']) =>
    tell({
      text: scene.t('discover.block.ask'),
      rows: [[danger(scene.t('block.yes'), 'c-blocked', id), button(scene.t('word.cancel'), 'cancel')]],
    }),
  'c-blocked': async (scene, [id]) => {
    const thing = { commentId: known<CommentId>(id) }
    await blockOpenly(scene.core, { readerId: scene.person.accountId, thing, at: pressedAt(scene) })
    return show({ text: scene.t('discover.block.done'), rows: [[button(scene.t('menu.discover'), 'discover')]] })
  },
}

/** So much of a comment is shown among others; all of it when it is looked at alone. */
const LISTED_CHARACTERS = 140

async function talkView(scene: Scene, openLetterId: OpenLetterId, page: number): Promise<View> {
  const { t, core, person } = scene
  const id = shortId(openLetterId)
  const { threads, more } = await readComments(core, { readerId: person.accountId, openLetterId, page })
  const turning = turnPage(scene, ['d-talk', id], { page, more })
  const ways: Row[] = [[primary(t('comments.write'), 'c-write', id), button(t('discover.back'), 'd-back', id)], turning]
  if (threads.length === 0) return { title: t('comments.title'), text: t('comments.empty'), rows: ways }
  return {
    title: t('comments.title'),
    text: threads.map((thread, at) => threadLines(scene, thread, at + 1)).join('\n\n'),
    shows: shownOf(threads.flatMap((thread) => [thread, ...thread.replies])),
    rows: [
      { placeholder: t('comments.pick'), act: encodeAction('c-one'), options: optionsOf(scene, threads) },
      ...ways,
    ],
  }
}

function threadLines(scene: Scene, thread: CommentThread, number: number): string {
  const { t, language } = scene
  const more = thread.hidden > 0 ? [t('comments.more', { count: formatNumber(thread.hidden, language) })] : []
  return [
    t('comments.line', { number: formatNumber(number, language), ...saidBy(scene, thread) }),
    ...thread.replies.map((reply) => t('comments.reply', saidBy(scene, reply))),
    ...more,
  ].join('\n')
}

function saidBy(scene: Scene, comment: ReadableComment): { from: string; when: string; text: string } {
  const { t, moment } = scene
  return {
    from: nameOf(scene, comment),
    when: moment(comment.createdAt),
    text: clipped(comment.text) || t('comments.deleted'),
  }
}

function nameOf({ t }: Scene, { signature, byAuthor }: ReadableComment): string {
  const name = signature ?? t('word.unsigned')
  return byAuthor ? `${name} (${t('comments.author')})` : name
}

const clipped = (text: string) =>
  text.length <= LISTED_CHARACTERS ? text : `${[...text].slice(0, LISTED_CHARACTERS).join('').trimEnd()}…`

function optionsOf({ language }: Scene, threads: CommentThread[]): MenuOption[] {
  return threads.flatMap((thread, at) => {
    const number = formatNumber(at + 1, language)
    const own = thread.text ? [{ value: shortId(thread.id), label: `${number}. ${excerpt(thread.text)}` }] : []
    return [
      ...own,
      ...thread.replies.map(({ id, text }) => ({ value: shortId(id), label: `${number} ↳ ${excerpt(text)}` })),
    ]
  })
}

/** One comment with all that may be done about it, and the answers to it. */
async function commentView(scene: Scene, commentId: CommentId, page: number): Promise<View> {
  const { t, core, person, moment } = scene
  const readerId = person.accountId
  const comment = await readComment(core, { readerId, commentId })
  const { openLetterId } = comment
  const { threads, more } = comment.top
    ? await readComments(core, { readerId, openLetterId, parentId: commentId, page })
    : { threads: [], more: false }
  const [id, letter] = [shortId(commentId), shortId(openLetterId)]
  const about = comment.mine
    ? [button(t('comments.edit'), 'c-edit', id), danger(t('comments.delete'), 'c-delete', id)]
    : [danger(t('read.report'), 'report', id, 'comment'), danger(t('read.block'), 'c-block', id)]
  const options = optionsOf(scene, threads)
  const said = moment(comment.createdAt) + (comment.edited ? ` · ${t('discover.edited')}` : '')
  return {
    title: t('comments.one'),
    ...(threads.length
      ? {
          text: [
            t('comments.answered', { from: nameOf(scene, comment), when: said, text: comment.text }),
            ...threads.map((one) => t('comments.reply', saidBy(scene, one))),
          ].join('\n\n'),
        }
      : { text: '', letter: { text: comment.text, signature: nameOf(scene, comment) }, footer: said }),
    shows: shownOf([comment, ...threads]),
    rows: [
      ...(options.length ? [{ placeholder: t('comments.pick'), act: encodeAction('c-one'), options }] : []),
      [primary(t('comments.answer'), 'c-write', letter, id), ...about],
      [...turnPage(scene, ['c-one', id], { page, more }), toTalk(scene, openLetterId, t('word.back'))],
    ],
  }
}

/** Where what others wrote stands is remembered. */
function shownOf(comments: ReadableComment[]): Shown[] {
  return comments.filter(({ mine }) => !mine).map(({ id: commentId }) => ({ commentId }))
}

function toTalk({ t }: Scene, openLetterId: OpenLetterId, label = t('comments.title')) {
  return button(label, 'd-talk', shortId(openLetterId), '0')
}

/** Arguments: the letter's id and the comment's that is answered; or `edit` and the comment's. */
export function commentForm({ t, person }: Scene, args: string[], text?: string): Form {
  const words = {
    id: 'text',
    label: t('comment.form.text'),
    hint: t('comment.form.hint'),
    required: true,
    long: true,
    min: COMMENT_MIN_CHARACTERS,
    max: COMMENT_MAX_CHARACTERS,
    ...(text ? { value: text } : {}),
  }
  const options = [
    { value: 'yes', label: t('comment.form.signed.yes', { penName: person.account.penName ?? '' }) },
    { value: 'no', label: t('comment.form.signed.no') },
  ]
  const signed = { id: 'signed', label: t('comment.form.signed'), required: true, long: false, max: 20, options }
  return {
    form: 'comment',
    args,
    title: t('comment.form.title'),
    fields: args[0] === 'edit' ? [words] : [words, signed],
    questions: { text: t('comment.ask.text'), signed: t('comment.ask.signed') },
  }
}

/** The answer came. */
export async function takeComment(
  scene: Scene,
  [id, to]: string[],
  { text = '', signed = 'yes' }: Record<string, string>,
): Promise<Reply> {
  const { core, person, turn, t } = scene
  const authorId = person.accountId
  if (id === 'edit') {
    const openLetterId = await editComment(core, { authorId, commentId: known<CommentId>(to), text })
    return tell({ text: t('comments.edited'), rows: [[toTalk(scene, openLetterId)]] })
  }
  const openLetterId = known<OpenLetterId>(id)
  await writeComment(core, {
    authorId,
    openLetterId,
    parentId: to ? known<CommentId>(to) : undefined,
    text,
    signed: signed !== 'no',
    source: `${turn.platform}:${turn.id}`,
  })
  return tell({ text: t('comments.done'), rows: [[toTalk(scene, openLetterId)]] })
}
