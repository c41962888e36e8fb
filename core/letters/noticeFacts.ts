import { type AccountFacts, accountFacts } from '../accounts/noticeFacts.ts'
import { type ChatFacts, type ChatNotice, chatFacts } from '../chat/noticeFacts.ts'
import type { Core } from '../core.ts'
import { inBatches } from '../delivery/batch.ts'
import type { ChatParcel, Parcel } from '../delivery/channel.ts'
import type { AccountId, CorrespondenceId, DeliveryId, LetterId } from '../ids.ts'
import { type ModerationFacts, moderationFacts } from '../moderation/noticeFacts.ts'
import { wasReceivedWell } from '../openLetters/leaveOpen.ts'
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
  | ChatFacts
  | { kind: 'hello' | 'correspondence-ended' }
  | { kind: 'inbox-digest'; what: 'letters' | 'news' }
  | {
      kind: 'letter-arrived'
      deliveryId: DeliveryId
      what: 'stranger' | 'answer' | 'correspondent' | 'self'
      signature: string | null
    }
  | { kind: 'letter-reached'; what: 'letter' | 'answer'; excerpt: string }
  /** `mayOpen`: the letter that its writer may leave open for everyone, now that it was received well. */
  | { kind: 'letter-thanked'; excerpt: string; stamp: Stamp; mayOpen: LetterId | null }
  | { kind: 'letter-returned'; letterId: LetterId; what: 'letter' | 'answer'; excerpt: string }
  | { kind: 'keep-offered'; openingId: DeliveryId }
  | { kind: 'correspondence-begun'; correspondenceId: CorrespondenceId }

/** The facts of a parcel; undefined when there is nothing to tell any more. */
export async function noticeFacts(core: Core, parcel: Exclude<Parcel, ChatParcel>): Promise<NoticeFacts | undefined> {
  switch (parcel.kind) {
    case 'hello':
    case 'correspondence-ended':
      return { kind: parcel.kind }
    case 'inbox-digest':
      return digest(core, parcel.accountId)
    case 'letter-arrived':
      return arrived(core, parcel.deliveryId)
    case 'letter-gone':
    case 'notice-over':
      return undefined
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
    case 'daily-prompt':
      return openFacts(core, parcel)
    case 'binding-asked':
    case 'self-bound':
    case 'export-ready':
      return accountFacts(core, parcel)
    default:
      return isChat(parcel) ? chatFacts(core, parcel) : moderationFacts(core, parcel)
  }
}

function isChat(parcel: { kind: string }): parcel is ChatNotice {
  return parcel.kind.startsWith('chat-')
}

/**
 * A notice is about to be asked for: what it tells is looked up meanwhile. Only for those that are many.
 * What was looked up a second ago and not asked for is forgotten.
 */
export function foreseeNotice(core: Core, parcel: Parcel): void {
  if (parcel.kind !== 'letter-arrived') return
  const { look, foreseen } = looksOf(core)
  const letter = look(parcel.deliveryId)
  letter.catch(() => undefined)
  foreseen.delete(parcel.deliveryId)
  foreseen.set(parcel.deliveryId, { letter, at: core.time.monotonic() })
  const [oldest] = foreseen.keys()
  if (foreseen.size > FORESEEN_MOST && oldest) foreseen.delete(oldest)
}

const FORESEEN_MS = 1_000
const FORESEEN_MOST = 2_000

async function arrived(core: Core, deliveryId: DeliveryId): Promise<NoticeFacts | undefined> {
  const { look, foreseen } = looksOf(core)
  const early = foreseen.get(deliveryId)
  foreseen.delete(deliveryId)
  const fresh = early && core.time.monotonic() - early.at < FORESEEN_MS
  const letter = await (fresh ? early.letter : look(deliveryId))
  if (!letter || letter.closed_at || letter.opened_at) return undefined
  const what = letter.correspondence_id ? 'correspondent' : letter.kind
  return { kind: 'letter-arrived', deliveryId, what, signature: letter.signature }
}

type Arrived = {
  id: DeliveryId
  closed_at: Date | null
  opened_at: Date | null
  kind: 'stranger' | 'answer' | 'self'
  signature: string | null
  correspondence_id: string | null
}
type Look = (deliveryId: DeliveryId) => Promise<Arrived | undefined>

/** Asked for every letter that is delivered, many at a time: what is asked together is fetched together. */
function openLook(core: Core): Look {
  return inBatches(async (ids) => {
    const { rows } = await core.db.hot.query({ ...ARRIVED, values: [ids] })
    const found = new Map((rows as Arrived[]).map((row) => [row.id, row]))
    return ids.map((id) => found.get(id))
  }, LOOKS)
}

type Looks = { look: Look; foreseen: Map<DeliveryId, { letter: ReturnType<Look>; at: number }> }

function looksOf(core: Core): Looks {
  const known = looks.get(core) ?? { look: openLook(core), foreseen: new Map() }
  looks.set(core, known)
  return known
}

const looks = new WeakMap<Core, Looks>()
const LOOKS = { most: 200, atOnce: 2 }
const ARRIVED = {
  name: 'notice_arrived',
  text: `select d.id, d.closed_at, d.opened_at, l.kind::text, l.signature, l.correspondence_id
    from delivery d join letter l on l.id = d.letter_id where d.id = any($1::uuid[])`,
}

/** Unread letters; or news that waits for an answer, or came since yesterday; or nothing worth a word. */
async function digest(core: Core, accountId: AccountId): Promise<NoticeFacts | undefined> {
  const since = new Date(core.clock.now().getTime() - DIGEST_HOURS * 3_600_000)
  const [row] = (await core.db.pg.query(DIGEST, [accountId, since])).rows
  if (row.letters) return { kind: 'inbox-digest', what: 'letters' }
  return row.news ? { kind: 'inbox-digest', what: 'news' } : undefined
}

const DIGEST_HOURS = 36
const DIGEST = `select
  exists (select 1 from delivery where reader_id = $1 and state in ('waiting', 'arrived')) as letters,
  exists (select 1 from letter where writer_id = $1 and state = 'returned' and changed_at > $2)
  or exists (select 1 from correspondence where ended_at is null and (writer_id = $1 or reader_id = $1) and (begun_at > $2
    or (begun_at is null and case when writer_id = $1 then reader_kept_at is not null and writer_kept_at is null
      else writer_kept_at is not null and reader_kept_at is null end))) as news`

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
  const delivery = await core.db.prisma.delivery.findUnique({
    where: { id: deliveryId },
    include: { letter: { include: { opened: { select: { id: true } } } } },
  })
  if (!delivery?.stamp || !isStamp(delivery.stamp)) return undefined
  const { letter } = delivery
  const opens = !letter.opened && wasReceivedWell({ ...letter, deliveries: [delivery] })
  return {
    kind: 'letter-thanked',
    excerpt: excerpt(openLetterText(core, letter)),
    stamp: delivery.stamp,
    mayOpen: opens ? (letter.id as LetterId) : null,
  }
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
