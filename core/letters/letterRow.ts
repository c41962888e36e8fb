import type { Letter } from '../store/generated/client.ts'

/** The columns by the names that the schema gives them; one that is forgotten does not compile. */
const LETTER: Record<keyof Letter, string> = {
  id: 'id',
  writerId: 'writer_id',
  kind: 'kind::text',
  toId: 'to_id',
  answersId: 'answers_id',
  correspondenceId: 'correspondence_id',
  body: 'body',
  bodyKey: 'body_key',
  signature: 'signature',
  signed: 'signed',
  language: 'language::text',
  heavy: 'heavy',
  state: 'state::text',
  arrival: 'arrival',
  arrivesAt: 'arrives_at',
  hops: 'hops',
  seekAt: 'seek_at',
  toldReachedAt: 'told_reached_at',
  leaveOpen: 'leave_open',
  mood: 'mood',
  topic: 'topic',
  stationery: 'stationery',
  gist: 'gist',
  quiet: 'quiet',
  source: 'source',
  createdAt: 'created_at',
  postedAt: 'posted_at',
  changedAt: 'changed_at',
}

/** All of a letter `l`, for a statement whose rows {@link readLetter} reads. */
export const LETTER_COLUMNS = Object.entries(LETTER)
  .map(([field, column]) => `l.${column} as "${field}"`)
  .join(', ')

/** A letter as the schema has it, from a row with {@link LETTER_COLUMNS}. */
export const readLetter = (row: Record<string, unknown>): Letter =>
  Object.fromEntries(Object.keys(LETTER).map((field) => [field, row[field]])) as Letter
