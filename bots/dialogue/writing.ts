import { waitOf } from '../../core/chat/seat.ts'
import { type CorrespondenceId, type DeliveryId, type LetterId, longId, shortId } from '../../core/ids.ts'
import { arrivalChoices } from '../../core/letters/arrival.ts'
import type { Arrival } from '../../core/letters/arrivalChoice.ts'
import {
  changeDraft,
  checkRecipient,
  type Draft,
  discardDraft,
  draftLetter,
  latestDraft,
  type Recipient,
  readDraft,
  rewriteDraft,
} from '../../core/letters/draft.ts'
import { DRAFT_DAYS } from '../../core/letters/forgetDrafts.ts'
import { LETTER_MAX_CHARACTERS, LETTER_MIN_CHARACTERS } from '../../core/letters/letterText.ts'
import { obstacles } from '../../core/letters/mayTravel.ts'
import { postLetter } from '../../core/letters/postLetter.ts'
import { readArrival } from '../../core/letters/takeArrival.ts'
import { Refusal } from '../../core/refusal.ts'
import { promptOf } from '../../core/texts/prompts.ts'
import { waitingWays } from './chatNotices.ts'
import { ask, type Form } from './formByMessage.ts'
import { isHeavy } from './heavyWords.ts'
import { helplineText } from './help.ts'
import { looksLine } from './lookWords.ts'
import { menu } from './menu.ts'
import { pageOf } from './pages.ts'
import { button, danger, type Handler, primary, type Scene, show, tell } from './scene.ts'
import { encodeAction } from './turn.ts'
import type { Reply, Row, View } from './view.ts'

/** `/letter`: straight to the writing; a half-written letter is offered first. */
export const beginLetter: Handler = async (scene, [to = 'stranger', when = '']) => {
  const half = await latestDraft(scene.core, { writerId: scene.person.accountId })
  if (half) return tell(offerDraft(scene, half, [to, when]))
  return ask(scene, letterForm(scene, [to, when]))
}

export const writingActions: Record<string, Handler> = {
  /** A new letter: to a stranger, to oneself, in answer to a delivery, or to a pen-friend. */
  write: async (scene, [to = 'stranger', id = '']) => {
    if (to === 'stranger' && id === '') return beginLetter(scene, [])
    const wish = { writerId: scene.person.accountId, recipient: recipientOf(to, id) }
    await checkRecipient(scene.core, wish)
    const half = await latestDraft(scene.core, wish)
    if (half) return tell(offerDraft(scene, half, [to, id]))
    return ask(scene, letterForm(scene, [to, id]))
  },
  fresh: async (scene, [to = 'stranger', when = '']) => ask(scene, letterForm(scene, [to, when])),
  draft: async (scene, [id]) => show(preview(scene, await readDraft(scene.core, ownDraft(scene, id)))),
  edit: async (scene, [id]) => {
    const draft = await readDraft(scene.core, ownDraft(scene, id))
    return ask(scene, letterForm(scene, ['edit', shortId(draft.id)], draft))
  },
  to: async (scene, [id, to]) => {
    const change = { to: to === 'self' ? ('self' as const) : ('stranger' as const) }
    return show(preview(scene, await changeDraft(scene.core, { ...ownDraft(scene, id), change })))
  },
  signed: async (scene, [id, signed]) =>
    show(
      preview(scene, await changeDraft(scene.core, { ...ownDraft(scene, id), change: { signed: signed === 'yes' } })),
    ),
  when: async (scene, [id]) => show(arrivalMenu(scene, await readDraft(scene.core, ownDraft(scene, id)))),
  arrive: async (scene, [id = '', choice = '']) => {
    if (choice === 'date') return ask(scene, arrivalForm(scene, id))
    const known = arrivalChoices.find((one) => one === choice)
    if (!known) throw new Refusal('refuse.stale')
    return show(
      preview(scene, await changeDraft(scene.core, { ...ownDraft(scene, id), change: { arrival: { choice: known } } })),
    )
  },
  post: async (scene, [id]) => posted(scene, ownDraft(scene, id).letterId),
  discard: async (scene, [id]) => {
    await discardDraft(scene.core, ownDraft(scene, id))
    return show({ text: scene.t('letter.discarded'), rows: menu(scene) })
  },
  /** Words that were sent without being asked for become a letter. */
  offered: async (scene, [id]) => show(preview(scene, await readDraft(scene.core, ownDraft(scene, id)))),
}

/** The form for a letter's words. What it is about travels in `args`: to whom, and which delivery, thread, draft or question. */
export function letterForm({ t, language }: Scene, [to = 'stranger', id = '']: string[], draft?: Draft): Form {
  const prompt = to === 'prompt' ? promptOf(pageOf(id), language) : ''
  const suffix = SUFFIX[draft ? draft.recipient.to : recipientKind(to)]
  const words = {
    id: 'text',
    label: t('letter.form.text'),
    hint: prompt || t(`letter.form.hint${suffix}`),
    required: true,
    long: true,
    min: LETTER_MIN_CHARACTERS,
    max: LETTER_MAX_CHARACTERS,
    ...(draft ? { value: draft.text } : {}),
  }
  return {
    form: 'letter',
    args: [to, id],
    title: t(`letter.form.title${suffix}`),
    fields: [words],
    questions: { text: [prompt, t(`letter.ask${suffix}`)].filter(Boolean).join('\n\n') },
  }
}

/** Which words a form for this recipient uses. */
const SUFFIX = { stranger: '', self: '.self', answer: '.answer', correspondent: '.friend' } as const

const recipientKind = (to: string): Recipient['to'] =>
  to === 'self' || to === 'answer' ? to : to === 'friend' ? 'correspondent' : 'stranger'

/** The words came: a draft, and its preview. */
export async function takeLetter(
  scene: Scene,
  [to = 'stranger', id = '']: string[],
  { text = '' }: Record<string, string>,
): Promise<Reply> {
  const { core, person, turn } = scene
  if (to === 'edit') return show(preview(scene, await rewriteDraft(core, { ...ownDraft(scene, id), text })))
  const draft = await draftLetter(core, {
    writerId: person.accountId,
    recipient: recipientOf(to, id),
    text,
    source: `${turn.platform}:${turn.id}`,
  })
  const arrival = to === 'stranger' || to === 'self' ? readArrival(core, id, person.account) : undefined
  const ready = arrival
    ? await changeDraft(core, { writerId: person.accountId, letterId: draft.id, change: { arrival } })
    : draft
  return tell(preview(scene, ready))
}

/**
 * Words that nobody asked for: offered as a letter when there are enough of them. Whoever waits for a live chat is told
 * that nobody has come yet.
 */
export async function offerLetter(scene: Scene, text: string): Promise<Reply> {
  const { core, person, turn, t } = scene
  const waiting = (await waitOf(core, { accountId: person.accountId })) !== undefined
  if (text.trim().length < LETTER_MIN_CHARACTERS) {
    if (await isHeavy(scene, text)) return tell({ text: t('crisis.offer'), rows: menu(scene) })
    if (waiting) return tell({ text: t('chat.waiting.words'), rows: [waitingWays(scene.language)] })
    return tell({ text: t('letter.offer.short'), rows: menu(scene) })
  }
  const draft = await draftLetter(core, {
    writerId: person.accountId,
    recipient: { to: 'stranger' },
    text,
    source: `${turn.platform}:${turn.id}`,
  })
  const id = shortId(draft.id)
  return tell({
    title: t('letter.offer'),
    text: waiting ? t('chat.waiting.words') : '',
    rows: [[primary(t('menu.write'), 'offered', id), danger(t('letter.preview.discard'), 'discard', id)]],
  })
}

export function arrivalForm({ t }: Scene, id: string): Form {
  const field = {
    id: 'when',
    label: t('letter.arrival.form.field'),
    hint: t('letter.arrival.form.hint'),
    required: true,
    long: false,
    min: 2,
    max: 100,
  }
  return {
    form: 'arrival',
    args: [id],
    title: t('letter.arrival.form.title'),
    fields: [field],
    questions: { when: t('letter.arrival.ask') },
  }
}

/** A date of one's own came. */
export async function takeArrival(scene: Scene, [id]: string[], { when = '' }: Record<string, string>): Promise<Reply> {
  const arrival = readArrival(scene.core, when, scene.person.account)
  if (!arrival) throw new Refusal('refuse.arrival.not-understood')
  return show(preview(scene, await changeDraft(scene.core, { ...ownDraft(scene, id), change: { arrival } })))
}

function offerDraft({ t, moment }: Scene, half: Draft, [to = '', when = '']: string[]): View {
  const id = shortId(half.id)
  return {
    title: t('letter.draft.title'),
    text: '',
    letter: { text: half.text, signature: '' },
    footer: t('letter.draft.kept', { written: moment(half.createdAt), until: moment(half.keptUntil) }),
    rows: [
      [primary(t('letter.draft.resume'), 'draft', id), button(t('letter.draft.fresh'), 'fresh', to, when)],
      [danger(t('letter.preview.discard'), 'discard', id)],
    ],
  }
}

/** A draft as it would go, with all that can still be changed. */
export function preview(scene: Scene, draft: Draft): View {
  const { t, person } = scene
  const id = shortId(draft.id)
  const { to } = draft.recipient
  const [problem] = to === 'self' ? [] : obstacles(draft.findings, { isOnlyAnswer: to === 'answer' })
  const toRow =
    to === 'stranger' || to === 'self'
      ? [button(t(`letter.preview.to.${to}`), 'to', id, to === 'self' ? 'stranger' : 'self')]
      : []
  const signRow =
    to === 'self'
      ? []
      : [
          button(
            draft.signed
              ? t('letter.preview.signed', { penName: person.account.penName ?? '' })
              : t('letter.preview.unsigned'),
            'signed',
            id,
            draft.signed ? 'no' : 'yes',
          ),
        ]
  const opens = button(t(draft.leaveOpen ? 'open.button.yes' : 'open.button'), 'o-ask', id)
  const rows: Row[] = [
    toRow,
    [button(t('letter.preview.arrives', { when: arrivalLabel(scene, draft.arrival) }), 'when', id)],
    [...signRow, ...(to === 'stranger' ? [opens] : [])],
    problem
      ? [primary(t('letter.preview.edit'), 'edit', id)]
      : [primary(t('letter.preview.send'), 'post', id), button(t('letter.preview.edit'), 'edit', id)],
    [danger(t('letter.preview.discard'), 'discard', id)],
  ]
  return {
    title: t('letter.preview.title'),
    text: [
      to === 'answer' || to === 'correspondent' ? t(`letter.preview.to.${to}`) : '',
      draft.leaveOpen ? t('open.preview', { looks: looksLine(scene, draft.looks) }) : '',
      warnings(scene, draft, problem),
    ]
      .filter(Boolean)
      .join('\n\n'),
    letter: { text: draft.text, signature: draft.signed && to !== 'self' ? (person.account.penName ?? '') : '' },
    footer: t('letter.preview.kept', { days: DRAFT_DAYS }),
    rows: rows.filter((row) => !Array.isArray(row) || row.length > 0),
  }
}

function warnings(scene: Scene, draft: Draft, problem: Draft['findings'][number] | undefined): string {
  const { t } = scene
  const parts: string[] = []
  if (draft.findings.some((finding) => finding.kind === 'crisis'))
    parts.push(t('letter.preview.crisis'), helplineText(scene))
  if (problem)
    parts.push(
      t(problem.kind === 'contact' ? 'letter.preview.contact' : 'letter.preview.hurtful', { found: problem.matched }),
    )
  return parts.join('\n\n')
}

function arrivalMenu({ t }: Scene, draft: Draft): View {
  const options = [...arrivalChoices, 'date' as const].map((value) => ({
    value,
    label: t(`letter.arrival.${value}`),
    chosen: value === draft.arrival.choice,
  }))
  const id = shortId(draft.id)
  return {
    title: t('letter.arrival.title'),
    text: '',
    rows: [
      { placeholder: t('letter.arrival.title'), act: encodeAction('arrive', id), options },
      [button(t('word.back'), 'draft', id)],
    ],
  }
}

function arrivalLabel({ t, moment }: Scene, arrival: Arrival): string {
  return arrival.choice === 'date' && arrival.at ? moment(arrival.at) : t(`letter.arrival.${arrival.choice}`)
}

const POSTED = {
  stranger: 'letter.posted.now',
  self: 'letter.posted.self',
  answer: 'letter.posted.answer',
  correspondent: 'letter.posted.friend',
} as const

async function posted(scene: Scene, letterId: LetterId): Promise<Reply> {
  const { t, core, person, moment } = scene
  const { arrivesAt, held, choice, recipient, leaveOpen } = await postLetter(core, {
    writerId: person.accountId,
    letterId,
  })
  if (held) return show({ text: t('letter.posted.held'), rows: [[button(t('menu.sent'), 'sent', '0')]] })
  const onItsWay = t(POSTED[recipient.to])
  const text =
    choice === 'now'
      ? onItsWay
      : choice === 'slow'
        ? t('letter.posted.slow')
        : t('letter.posted.later', { when: moment(arrivesAt) })
  const keep = recipient.to === 'answer' ? [[button(t('read.keep'), 'keep', shortId(recipient.deliveryId))]] : []
  return show({
    text: [text, leaveOpen ? t('open.posted') : '', keep.length ? t('letter.posted.keep') : '']
      .filter(Boolean)
      .join('\n\n'),
    rows: [...keep, [button(t('menu.sent'), 'sent', '0')]],
  })
}

function recipientOf(to: string, id: string): Recipient {
  if (to === 'self') return { to: 'self' }
  if (to === 'answer') return { to: 'answer', deliveryId: known<DeliveryId>(id) }
  if (to === 'friend') return { to: 'correspondent', correspondenceId: known<CorrespondenceId>(id) }
  return { to: 'stranger' }
}

const ownDraft = ({ person }: Scene, id: string | undefined) => ({
  writerId: person.accountId,
  letterId: known<LetterId>(id),
})

/** The id a button carried. Refused when it carries none: an old or a made-up button. */
export function known<T extends string>(short: string | undefined): T {
  const id = longId<T>(short)
  if (!id) throw new Refusal('refuse.stale')
  return id
}
