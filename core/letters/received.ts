import type { Core } from '../core.ts'
import type { AccountId, CorrespondenceId, DeliveryId, LetterId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { DeliveryState, LetterKind, LetterState } from '../store/generated/enums.ts'
import type { ThreadFacts } from './correspondence.ts'

/** What a person may still see: passed on, reported and blocked letters are out of their sight. */
export const VISIBLE: DeliveryState[] = ['waiting', 'arrived', 'opened', 'answered']

export const VISIBLE_SQL = VISIBLE.map((state) => `'${state}'`).join(', ')

/** A letter that a person got, with all that whatever they do with it asks about. Not for their eyes as it is. */
export type Received = {
  id: DeliveryId
  state: DeliveryState
  createdAt: Date
  openedAt: Date | null
  stamp: string | null
  thankedAt: Date | null
  letter: Words & {
    id: LetterId
    writerId: AccountId
    kind: LetterKind
    signature: string | null
    heavy: boolean
    writtenAt: Date
    answersId: DeliveryId | null
    correspondenceId: CorrespondenceId | null
  }
  /** The letter that this one answers. */
  answers: Words | null
  /** How far the answer to it is. */
  answeredBy: LetterState | null
  /** The correspondence it belongs to, or may open. */
  thread: (ThreadFacts & { id: CorrespondenceId }) | null
}

type Words = { id: string; body: Uint8Array | null; bodyKey: Uint8Array | null }
/** @throws Refusal when this person does not have this letter (any more). */
export async function findReceived(core: Core, readerId: AccountId, deliveryId: DeliveryId): Promise<Received> {
  const { rows } = await core.db.pg.query({ ...RECEIVED, values: [deliveryId, readerId] })
  const [row] = rows
  if (!row) throw new Refusal('refuse.letter.gone')
  return {
    id: row.id,
    state: row.state,
    createdAt: row.created_at,
    openedAt: row.opened_at,
    stamp: row.stamp,
    thankedAt: row.thanked_at,
    letter: {
      id: row.letter_id,
      writerId: row.writer_id,
      kind: row.kind,
      signature: row.signature,
      heavy: row.heavy,
      writtenAt: row.written_at,
      answersId: row.answers_id,
      correspondenceId: row.correspondence_id,
      body: row.body,
      bodyKey: row.body_key,
    },
    answers: row.before_id && { id: row.before_id, body: row.before_body, bodyKey: row.before_key },
    answeredBy: row.answer_state,
    thread: row.thread_id && {
      id: row.thread_id,
      writerId: row.thread_writer,
      writerKeptAt: row.writer_kept_at,
      readerKeptAt: row.reader_kept_at,
      begunAt: row.begun_at,
      endedAt: row.ended_at,
    },
  }
}

/** Asked before whatever a reader does with a letter. */
const RECEIVED = {
  name: 'letter_received',
  text: `select d.id, d.state::text, d.created_at, d.opened_at, d.stamp, d.thanked_at,
      l.id as letter_id, l.writer_id, l.kind::text, l.signature, l.heavy, coalesce(l.posted_at, l.created_at) as written_at,
      l.answers_id, l.correspondence_id, l.body, l.body_key,
      before.id as before_id, before.body as before_body, before.body_key as before_key,
      answer.state::text as answer_state,
      c.id as thread_id, c.writer_id as thread_writer, c.writer_kept_at, c.reader_kept_at, c.begun_at, c.ended_at
    from delivery d
      join letter l on l.id = d.letter_id
      left join delivery answered on answered.id = l.answers_id
      left join letter before on before.id = answered.letter_id
      left join letter answer on answer.answers_id = d.id
      left join correspondence c on c.id = coalesce(l.correspondence_id, (select id from correspondence where opening_id = l.answers_id))
    where d.id = $1 and d.reader_id = $2 and d.state in (${VISIBLE_SQL})`,
}
