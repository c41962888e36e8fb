import { type AccountFacts, accountFacts } from '../accounts/noticeFacts.ts'
import type { Core } from '../core.ts'
import { inBatches } from '../delivery/batch.ts'
import type { Parcel } from '../delivery/channel.ts'
import type { CorrespondenceId, DeliveryId, LetterId } from '../ids.ts'
import { type ModerationFacts, moderationFacts } from '../moderation/noticeFacts.ts'
import { type OpenFacts, openFacts } from '../openLetters/noticeFacts.ts'
import { openLetterText } from './draft.ts'
import { excerpt } from './inbox.ts'
import { isStamp, type Stamp } from './stamps.ts'

/**
 * What a notice has to tell, read at the moment it is sent. Nothing of the other side is in it but the pen-name they
 * signed with; excerpts are only ever of the recipient's own letter.
 */
export type NoticeFacts =
  | ModerationFacts
  | OpenFacts
  | AccountFacts
  | { kind: 'hello' | 'inbox-digest' | 'correspondence-ended' }
  | {
      kind: 'letter-arrived'
      deliveryId: DeliveryId
      what: 'stranger' | 'answer' | 'correspondent' | 'self'
      signature: string | null
    }
  | { kind: 'letter-reached'; what: 'letter' | 'answer'; excerpt: string }
  | { kind: 'letter-thanked'; excerpt: string; stamp: Stamp }
  | { kind: 'letter-returned'; letterId: LetterId; what: 'letter' | 'answer'; excerpt: string }
  | { kind: 'keep-offered'; openingId: DeliveryId }
  | { kind: 'correspondence-begun'; correspondenceId: CorrespondenceId }

/** The facts of a parcel; undefined when there is nothing to tell any more. */
export async function noticeFacts(core: Core, parcel: Parcel): Promise<NoticeFacts | undefined> {
  switch (parcel.kind) {
    case 'hello':
    case 'inbox-digest':
    case 'correspondence-ended':
      return { kind: parcel.kind }
    case 'letter-arrived':
      return arrived(core, parcel.deliveryId)
    case 'letter-reached':
      return reached(core, parcel.letterId)
    case 'letter-thanked':
      return thanked(core, parcel.deliveryId)
    case 'letter-returned':
      return returned(core, parcel.letterId)
    case 'keep-offered':
      return offered(core, parcel.correspondenceId)
    case 'correspondence-begun':
      return { kind: 'correspondence-begun', correspondenceId: parcel.correspondenceId }
    case 'open-thanked':
    case 'open-commented':
    case 'comment-answered':
    case 'followed-opened':
    case 'followed-digest':
      return openFacts(core, parcel)
    case 'binding-asked':
    case 'self-bound':
    case 'export-ready':
      return accountFacts(core, parcel)
    default:
      return moderationFacts(core, parcel)
  }
}

async function arrived(core: Core, deliveryId: DeliveryId): Promise<NoticeFacts | undefined> {
  const look = looks.get(core) ?? openLook(core)
  looks.set(core, look)
  const letter = await look(deliveryId)
  if (!letter || letter.closed_at) return undefined
  const what = letter.correspondence_id ? 'correspondent' : letter.kind
  return { kind: 'letter-arrived', deliveryId, what, signature: letter.signature }
}

type Arrived = {
  id: DeliveryId
  closed_at: Date | null
  kind: 'stranger' | 'answer' | 'self'
  signature: string | null
  correspondence_id: string | null
}
type Look = (deliveryId: DeliveryId) => Promise<Arrived | undefined>

/** Asked for every letter that is delivered, many at a time: what is asked together is fetched together. */
function openLook(core: Core): Look {
  return inBatches(async (ids) => {
    const { rows } = await core.db.pg.query({ ...ARRIVED, values: [ids] })
    const found = new Map((rows as Arrived[]).map((row) => [row.id, row]))
    return ids.map((id) => found.get(id))
  }, LOOKS)
}

const looks = new WeakMap<Core, Look>()
const LOOKS = { most: 200, atOnce: 2 }
const ARRIVED = {
  name: 'notice_arrived',
  text: `select d.id, d.closed_at, l.kind::text, l.signature, l.correspondence_id
    from delivery d join letter l on l.id = d.letter_id where d.id = any($1::uuid[])`,
}

async function reached(core: Core, letterId: LetterId): Promise<NoticeFacts | undefined> {
  const letter = await core.db.prisma.letter.findUnique({ where: { id: letterId } })
  if (!letter) return undefined
  return {
    kind: 'letter-reached',
    what: letter.kind === 'answer' ? 'answer' : 'letter',
    excerpt: excerpt(openLetterText(core, letter)),
  }
}

async function thanked(core: Core, deliveryId: DeliveryId): Promise<NoticeFacts | undefined> {
  const delivery = await core.db.prisma.delivery.findUnique({ where: { id: deliveryId }, include: { letter: true } })
  if (!delivery?.stamp || !isStamp(delivery.stamp)) return undefined
  return { kind: 'letter-thanked', excerpt: excerpt(openLetterText(core, delivery.letter)), stamp: delivery.stamp }
}

async function returned(core: Core, letterId: LetterId): Promise<NoticeFacts | undefined> {
  const letter = await core.db.prisma.letter.findUnique({ where: { id: letterId } })
  if (letter?.state !== 'returned') return undefined
  return {
    kind: 'letter-returned',
    letterId,
    what: letter.kind === 'answer' ? 'answer' : 'letter',
    excerpt: excerpt(openLetterText(core, letter)),
  }
}

async function offered(core: Core, correspondenceId: CorrespondenceId): Promise<NoticeFacts | undefined> {
  const thread = await core.db.prisma.correspondence.findUnique({ where: { id: correspondenceId } })
  if (!thread || thread.endedAt || thread.begunAt) return undefined
  return { kind: 'keep-offered', openingId: thread.openingId as DeliveryId }
}
