import { type CorrespondenceId, type DeliveryId, shortId } from '../../core/ids.ts'
import { blockWriter } from '../../core/letters/blockWriter.ts'
import { keepWriting, leaveThread, listThreads, readThread } from '../../core/letters/correspondence.ts'
import { passOn } from '../../core/letters/passOn.ts'
import { STAMP_EMOJI, stamps } from '../../core/letters/stamps.ts'
import { thankWriter } from '../../core/letters/thankWriter.ts'
import { pageOf, turnPage } from './pages.ts'
import { button, danger, type Handler, pressedAt, primary, type Scene, show, tell } from './scene.ts'
import { stampWords } from './stampWords.ts'
import { encodeAction } from './turn.ts'
import type { View } from './view.ts'
import { known } from './writing.ts'

/** What one may do with a letter one got: thank, pass on, block, keep writing. */
export const respondingActions: Record<string, Handler> = {
  thank: async (scene, [id = '']) => {
    const options = stamps.map((stamp) => ({
      value: stamp,
      label: `${STAMP_EMOJI[stamp]} ${scene.t(`stamp.${stamp}`)}`,
    }))
    return tell({
      title: scene.t('thank.title'),
      text: '',
      rows: [{ placeholder: scene.t('thank.title'), act: encodeAction('stamp', id), options }],
    })
  },
  stamp: async (scene, [id, stamp = '']) => {
    const given = await thankWriter(scene.core, { ...ownDelivery(scene, id), stamp })
    return show({ text: scene.t('thank.done', { stamp: stampWords(given, scene.language) }) })
  },
  pass: async (scene, [id]) => {
    await passOn(scene.core, { ...ownDelivery(scene, id), at: pressedAt(scene) })
    return show({ text: scene.t('pass.done'), rows: [[button(scene.t('menu.inbox'), 'inbox', '0')]] })
  },
  block: async (scene, [id = '']) =>
    show({
      text: scene.t('block.ask'),
      rows: [[danger(scene.t('block.yes'), 'block-yes', id), button(scene.t('word.cancel'), 'open', id)]],
    }),
  'block-yes': async (scene, [id]) => {
    await blockWriter(scene.core, { ...ownDelivery(scene, id), at: pressedAt(scene) })
    return show({ text: scene.t('block.done'), rows: [[button(scene.t('menu.inbox'), 'inbox', '0')]] })
  },
  keep: async (scene, [id]) => {
    const kept = await keepWriting(scene.core, { accountId: scene.person.accountId, openingId: known<DeliveryId>(id) })
    if (kept === 'offered') return tell({ text: scene.t('read.kept') })
    return tell({ text: scene.t('keep.begun'), rows: [[button(scene.t('inbox.friends'), 'friends')]] })
  },
  friends: async (scene, [page = '0']) => show(await friendsView(scene, pageOf(page))),
  friend: async (scene, [id]) => show(await friendView(scene, known<CorrespondenceId>(id))),
  leave: async (scene, [id = '']) =>
    tell({
      text: scene.t('keep.leave.ask'),
      rows: [[danger(scene.t('keep.leave.yes'), 'leave-yes', id), button(scene.t('word.cancel'), 'cancel')]],
    }),
  'leave-yes': async (scene, [id]) => {
    await leaveThread(scene.core, { accountId: scene.person.accountId, correspondenceId: known<CorrespondenceId>(id) })
    return show({ text: scene.t('keep.left') })
  },
}

async function friendsView(scene: Scene, page: number): Promise<View> {
  const { t, core, person, moment } = scene
  const { threads, more } = await listThreads(core, { accountId: person.accountId, page })
  const back = button(t('word.back'), 'inbox', '0')
  if (threads.length === 0) return { title: t('friends.title'), text: t('friends.empty'), rows: [[back]] }
  const options = threads.map((thread) => ({
    value: shortId(thread.id),
    label: t('friends.one', { name: thread.with ?? t('friends.unnamed'), when: moment(thread.begunAt) }),
  }))
  return {
    title: t('friends.title'),
    text: '',
    rows: [
      { placeholder: t('friends.pick'), act: encodeAction('friend'), options },
      [...turnPage(scene, 'friends', { page, more }), back],
    ],
  }
}

async function friendView(scene: Scene, correspondenceId: CorrespondenceId): Promise<View> {
  const { t, core, person, moment } = scene
  const thread = await readThread(core, { accountId: person.accountId, correspondenceId })
  if (thread.ended) return { text: t('refuse.correspondence.ended'), rows: [[button(t('word.back'), 'friends')]] }
  const id = shortId(thread.id)
  return {
    title: thread.with ?? t('friends.unnamed'),
    text: t('friends.since', { when: moment(thread.begunAt) }),
    rows: [
      [
        primary(t('keep.write'), 'write', 'friend', id),
        button(t('chat.invite'), 'chat-ask', id),
        danger(t('keep.leave'), 'leave', id),
      ],
      [button(t('word.back'), 'friends')],
    ],
  }
}

const ownDelivery = ({ person }: Scene, id: string | undefined) => ({
  readerId: person.accountId,
  deliveryId: known<DeliveryId>(id),
})
