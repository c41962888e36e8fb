import type { Core } from '../core.ts'
import type { AccountId, OpenLetterId } from '../ids.ts'
import type { Candidate, Leaning } from './candidate.ts'
import { type KinScore, kinScores, LIKINGS_READ } from './kinScores.ts'
import { CALM } from './learn.ts'
import { type Glimpse, shortList } from './shortList.ts'
import { FIND_POOL, FIND_SEEN, FIND_UNSEEN, READ_FACTS, READ_LIKE, READ_LIKINGS, READ_SHOWN } from './sql.ts'

/** What of a reader matters for choosing: nearness of letters by number, what they lean to, whose letters they just saw. */
export type Reader = {
  near: Map<number, KinScore>
  letters: Map<number, OpenLetterId>
  leaning: Leaning
  shown: AccountId[]
}

/** So many of the strongest kin of each liked letter are read, and so many of the nearest letters are looked at. */
const KIN_READ = 200
const NEAREST = 120
const BYTES_EACH = 8
/** More than are asked for, since some may not stand beside others. */
const SPARE = 20

type Liked = {
  id: OpenLetterId
  number: number
  strength: number
  readers: number
  kin: Buffer | null
  mood: string | null
  topic: string | null
}

export async function readReader(
  core: Core,
  { accountId, like, session }: { accountId: AccountId; like?: OpenLetterId | undefined; session: Date },
): Promise<Reader> {
  const [likings, wanted, shown] = await Promise.all([
    core.db.pg.query({ ...READ_LIKINGS, values: [accountId, LIKINGS_READ, KIN_READ * BYTES_EACH] }),
    like && core.db.pg.query({ ...READ_LIKE, values: [like, KIN_READ * BYTES_EACH] }),
    core.db.pg.query({ ...READ_SHOWN, values: [accountId, session] }),
  ])
  // Another like this one: it speaks before all that was liked before.
  const liked: Liked[] = wanted ? wanted.rows : likings.rows
  return {
    near: kinScores(
      liked.map((one) => ({ ...one, kin: one.kin ?? new Uint8Array() })),
      NEAREST,
    ),
    letters: new Map(liked.map(({ number, id }) => [number, id])),
    leaning: leaningOf(liked),
    shown: shown.rows.map((row) => row.author_id),
  }
}

/**
 * Letters worth a thought, at least `count` of them as long as there are any. In two steps: some hundred letters at a
 * glance, of which a short list is looked at more closely.
 */
export async function findCandidates(
  core: Core,
  { accountId, count, session, reader }: { accountId: AccountId; count: number; session: Date; reader: Reader },
): Promise<Candidate[]> {
  const now = core.clock.now()
  const { rows: pool } = await core.db.pg.query({
    ...FIND_POOL,
    values: [
      accountId,
      now,
      [...reader.near.keys()],
      core.random(),
      ...twoOf(reader.leaning.moods),
      ...twoOf(reader.leaning.topics),
    ],
  })
  const glimpses = pool.map((row): Glimpse => ({ ...row, kin: nearness(row, reader) }))
  const found = new Map<OpenLetterId, Found>()
  const more = async (statement: { name: string; text: string }, values: unknown[]) => {
    const { rows } = await core.db.pg.query({ ...statement, values })
    for (const row of rows) if (!found.has(row.id)) found.set(row.id, row)
  }
  await more(READ_FACTS, [accountId, now, shortList(glimpses, reader.leaning, count)])
  if (found.size < count) await more(FIND_UNSEEN, [accountId, now, count + SPARE])
  if (found.size < count) await more(FIND_SEEN, [accountId, now, count + SPARE, session])
  return [...found.values()].map((row) => candidateOf(row, reader))
}

type Found = Omit<Candidate, 'authorId' | 'openedAt' | 'kin' | 'because'> & {
  author_id: AccountId
  opened_at: Date
  number: number | null
}

function candidateOf(row: Found, reader: Reader): Candidate {
  const near = row.number === null ? undefined : reader.near.get(row.number)
  return {
    id: row.id,
    authorId: row.author_id,
    mood: row.mood,
    topic: row.topic,
    openedAt: row.opened_at,
    looks: row.looks,
    liked: row.liked,
    reports: row.reports,
    warned: row.warned,
    followed: row.followed,
    kin: nearness(row, reader),
    because: (near && reader.letters.get(near.from)) ?? null,
    again: row.again,
  }
}

function nearness({ number, liked }: { number: number | null; liked: number }, { near }: Reader): number {
  const score = number === null ? undefined : near.get(number)?.score
  return score ? score * (liked + CALM) ** -CROWD : 0
}

/** What is liked by many is near to everybody: a little less for each. */
const CROWD = 0.4
/** The two greatest. */
function twoOf(shares: Map<string, number>): [string | null, string | null] {
  const [first, second] = [...shares].sort((a, b) => b[1] - a[1])
  return [first?.[0] ?? null, second?.[0] ?? null]
}

function leaningOf(liked: Liked[]): Leaning {
  return { moods: sharesOf(liked, 'mood'), topics: sharesOf(liked, 'topic') }
}

function sharesOf(liked: Liked[], of: 'mood' | 'topic'): Map<string, number> {
  const shares = new Map<string, number>()
  let all = 0
  for (const one of liked) {
    all += one.strength
    const name = one[of]
    if (name) shares.set(name, (shares.get(name) ?? 0) + one.strength)
  }
  for (const [name, sum] of shares) shares.set(name, sum / (all + DOUBT))
  return shares
}

/** A leaning is believed slowly: as if so many likings of no mood had been there before. */
const DOUBT = 2
