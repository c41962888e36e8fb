import type { Core } from '../../core.ts'
import { type AccountId, type ChatId, type ChatMessageId, type ChatPictureId, newId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { CHAT_PICTURE, openContent, placeLookups } from '../content.ts'
import { cleanPicture } from '../media/cleanPicture.ts'
import { fetchClean } from '../media/fetchClean.ts'
import { openGate } from '../media/gate.ts'
import { pageMessageId } from './pageIds.ts'
import { SHOWN_MOST } from './readLog.ts'
import { chatOfPage } from './readRoom.ts'
import { placeOnPage, sayOnPage } from './sayOnPage.ts'
import { LOG, LOG_VERSIONS } from './sql.ts'

/** What the page may send at once; drawn anew it is smaller. */
export const PICTURE_BYTES_MOST = 10_000_000
/** So many are kept of one chat, from the pages of both. */
export const CHAT_PICTURES_MOST = 60
/** So many are drawn at the same time; the others wait in line. */
const drawing = openGate(2)

/**
 * Sends a picture from the page to the other side of this very chat. It is drawn anew at once, and only what was drawn is
 * kept, sealed, for as long as what was said. `ownId` as in {@link sayOnPage}. Refused for what cannot be drawn anew, when
 * {@link CHAT_PICTURES_MOST} are kept of this chat, and when this person does not sit in it any more; then nothing is kept.
 */
export async function sendPictureOnPage(core: Core, sent: SentPicture): Promise<void> {
  await drawing(() => drawAndSend(core, sent))
}

type SentPicture = { accountId: AccountId; chatId: ChatId; ownId: string; file: Uint8Array }

async function drawAndSend(core: Core, sent: SentPicture): Promise<void> {
  const { accountId, chatId, ownId, file } = sent
  const chat = await chatOfPage(core, { accountId })
  if (chat?.chatId !== chatId || chat.endedAt) throw new Refusal('refuse.chat.none')
  const known = await core.db.pg.query('select 1 from chat_message where source = any($1::bytea[])', [
    placeLookups(core, placeOnPage({ accountId, chatId, ownId })),
  ])
  if (known.rowCount) return
  const { chatPicture } = core.db.prisma
  if ((await chatPicture.count({ where: { chatId } })) >= CHAT_PICTURES_MOST)
    throw new Refusal('refuse.chat.pictures', { most: CHAT_PICTURES_MOST })
  const { data } = await cleanPicture(file).catch(() => {
    throw new Refusal('refuse.chat.picture')
  })
  const now = core.clock.now()
  const ref = newId<ChatPictureId>(now)
  await chatPicture.create({
    data: { id: ref, chatId, data: core.vault.sealBytes(data, CHAT_PICTURE), at: now },
  })
  const media = [{ platform: 'page', kind: 'picture', ref, spoiler: false } as const]
  const content = { text: { text: '', marks: [] }, media }
  try {
    await sayOnPage(core, { accountId, chatId, ownId, content, replyTo: undefined })
  } catch (error) {
    if (error instanceof Refusal) await chatPicture.deleteMany({ where: { id: ref } })
    throw error
  }
}

/**
 * A file that was said, as this person's page calls its message, cleaned; undefined for what is not on their page (any
 * more). Given up once `signal` says that nobody looks any more.
 */
export async function readFileOnPage(
  core: Core,
  { accountId, said, at, signal }: { accountId: AccountId; said: string; at: number; signal: AbortSignal },
): Promise<{ type: string; data: Buffer } | undefined> {
  const chat = await chatOfPage(core, { accountId })
  if (!chat) return undefined
  const { rows } = await core.db.pg.query({ ...LOG_VERSIONS, values: [chat.chatId, SHOWN_MOST] })
  const id = rows
    .map((row) => row.id as ChatMessageId)
    .find((one) => pageMessageId(core, { accountId, messageId: one }) === said)
  if (!id) return undefined
  const found = await core.db.pg.query({ ...LOG, values: [chat.chatId, [id]] })
  const media = found.rows[0] && openContent(core, found.rows[0].body).media?.[at]
  if (!media) return undefined
  const [file] = await fetchClean(core, [media], { signal })
  return file && { type: file.type, data: file.data }
}
