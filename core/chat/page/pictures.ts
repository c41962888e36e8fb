import type { Core } from '../../core.ts'
import { type AccountId, type ChatId, type ChatMessageId, type ChatPictureId, newId } from '../../ids.ts'
import { Refusal } from '../../refusal.ts'
import { CHAT_PICTURE, openContent, placeLookups } from '../content.ts'
import { cleanPicture } from '../media/cleanPicture.ts'
import { fetchClean } from '../media/fetchClean.ts'
import { pageMessageId } from './pageIds.ts'
import { chatOfPage } from './readRoom.ts'
import { placeOnPage, sayOnPage } from './sayOnPage.ts'
import { LOG, LOG_VERSIONS } from './sql.ts'

/** What the page may send at once; drawn anew it is smaller. */
export const PICTURE_BYTES_MOST = 10_000_000

/**
 * Sends a picture from the page to the other side of this very chat. It is drawn anew at once, and only what was drawn is
 * kept, sealed, for as long as what was said. `ownId` as in {@link sayOnPage}. Refused for what cannot be drawn anew, and
 * when this person does not sit in that chat any more.
 */
export async function sendPictureOnPage(
  core: Core,
  sent: { accountId: AccountId; chatId: ChatId; ownId: string; file: Uint8Array },
): Promise<void> {
  const { accountId, chatId, ownId, file } = sent
  const chat = await chatOfPage(core, { accountId })
  if (chat?.chatId !== chatId || chat.endedAt) throw new Refusal('refuse.chat.none')
  const known = await core.db.pg.query('select 1 from chat_message where source = any($1::bytea[])', [
    placeLookups(core, placeOnPage({ accountId, chatId, ownId })),
  ])
  if (known.rowCount) return
  const { data } = await cleanPicture(file).catch(() => {
    throw new Refusal('refuse.chat.picture')
  })
  const now = core.clock.now()
  const ref = newId<ChatPictureId>(now)
  await core.db.prisma.chatPicture.create({
    data: { id: ref, chatId, data: core.vault.sealBytes(data, CHAT_PICTURE), at: now },
  })
  const media = [{ platform: 'page', kind: 'picture', ref, spoiler: false } as const]
  await sayOnPage(core, {
    accountId,
    chatId,
    ownId,
    content: { text: { text: '', marks: [] }, media },
    replyTo: undefined,
  })
}

/** A file that was said, as this person's page calls its message, cleaned; undefined for what is not on their page (any more). */
export async function readFileOnPage(
  core: Core,
  { accountId, said, at }: { accountId: AccountId; said: string; at: number },
): Promise<{ type: string; data: Buffer } | undefined> {
  const chat = await chatOfPage(core, { accountId })
  if (!chat) return undefined
  const { rows } = await core.db.pg.query({ ...LOG_VERSIONS, values: [chat.chatId, SEARCHED_MOST] })
  const id = rows
    .map((row) => row.id as ChatMessageId)
    .find((one) => pageMessageId(core, { accountId, messageId: one }) === said)
  if (!id) return undefined
  const found = await core.db.pg.query({ ...LOG, values: [chat.chatId, [id]] })
  const media = found.rows[0] && openContent(core, found.rows[0].body).media?.[at]
  if (!media) return undefined
  const [file] = await fetchClean(core, [media])
  return file && { type: file.type, data: file.data }
}

const SEARCHED_MOST = 20_000
