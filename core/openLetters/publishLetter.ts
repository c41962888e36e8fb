import type { Core } from '../core.ts'
import { newId, type OpenLetterId } from '../ids.ts'
import { openLetterText } from '../letters/draft.ts'
import { bandOf } from '../recommendations/candidate.ts'
import { ENTER_LETTER } from '../recommendations/sql.ts'
import type { Letter } from '../store/generated/client.ts'
import type { Tx } from '../store/transaction.ts'
import { readLooks } from './looks.ts'

/**
 * Puts the words of a letter to a stranger where everyone finds them from `opensAt` on, if its writer wants it left
 * open; in the caller's transaction. A letter is there once.
 */
export async function publishLetter(
  core: Core,
  tx: Tx,
  { letter, opensAt }: { letter: Letter; opensAt: Date },
): Promise<OpenLetterId | undefined> {
  if (!letter.leaveOpen || letter.kind !== 'stranger') return undefined
  const [before] = await tx.run('select id from open_letter where letter_id = $1::uuid', [letter.id])
  if (before) return before.id as OpenLetterId
  const now = core.clock.now()
  const id = newId<OpenLetterId>(now)
  const { body, bodyKey } = core.vault.sealBody(openLetterText(core, letter), id)
  const { mood, topic, stationery } = readLooks(letter)
  await tx.run(PUBLISH, [
    id,
    letter.writerId,
    letter.id,
    body,
    bodyKey,
    letter.signature,
    letter.language,
    mood,
    topic,
    stationery,
    letter.heavy,
    opensAt.toISOString(),
    now.toISOString(),
  ])
  await tx.run(ENTER_LETTER, [id, bandOf({ looks: 0, liked: 0 }), core.random()])
  return id
}

const PUBLISH = `insert into open_letter (id, author_id, letter_id, body, body_key, signature, language, mood, topic, stationery,
    heavy, opened_at, changed_at)
  values ($1::uuid, $2::uuid, $3::uuid, $4::bytea, $5::bytea, $6::text, $7::"Language", $8::text, $9::text, $10::text, $11::boolean,
    $12::timestamptz, $13::timestamptz)`
