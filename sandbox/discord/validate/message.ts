/** Message bodies, for every endpoint that takes one. docs: resources/message#create-message */
import { refusals } from '../failure.ts'
import { flags, type Json } from '../model.ts'
import { isSnowflake } from '../snowflake.ts'
import { type AllowedMentions, readAllowedMentions } from './allowed_mentions.ts'
import { readComponents } from './components.ts'
import { readEmbeds } from './embeds.ts'
import {
  createProblems,
  isObject,
  type Path,
  type Problems,
  readBoolean,
  readInteger,
  readList,
  readText,
} from './problems.ts'

/** A file that came with the request as `files[n]`. */
export type Upload = { n: number; name: string; type: string; data: Uint8Array }

/** What a body says of a file. */
type FileWords = { description?: string | undefined; seconds?: number | undefined; waveform?: string | undefined }

/** What a body asks for; a field that was not in it is undefined. */
export type MessageDraft = {
  content?: string | undefined
  embeds?: Json[] | undefined
  components?: Json[] | undefined
  flags?: number | undefined
  allowedMentions: AllowedMentions
  nonce?: string | number | undefined
  enforceNonce: boolean
  replyTo?: string | undefined
  /** Without the message replied to: refused (true) or sent as no reply (false). */
  failIfMissing: boolean
  uploads: (Upload & FileWords)[]
  /** Ids of the attachments that stay, when the body says so. */
  keep?: string[] | undefined
}

const longestContent = 2_000
const mostAttachments = 10
const largestFileBytes = 10 * 1024 * 1024
const settable = {
  channel: flags.suppressEmbeds | flags.suppressNotifications | flags.componentsV2 | flags.voiceMessage,
  webhook:
    flags.suppressEmbeds | flags.suppressNotifications | flags.componentsV2 | flags.voiceMessage | flags.ephemeral,
}

/**
 * Reads a message body. `at` is where it lies in the request (`data` in interaction callbacks); `standing` are the
 * flags of the message that is edited.
 * @throws ApiFailure 50035 with all that is wrong, 50006 when nothing is left to send, 40005 for a file too large
 */
export function readMessage(
  body: Json,
  uploads: readonly Upload[],
  rules: { at?: Path; via: 'channel' | 'webhook'; standing?: number },
): MessageDraft {
  const { at = [], via, standing = 0 } = rules
  const problems = createProblems()
  const given = readInteger(problems, [...at, 'flags'], body.flags, { min: 0 })
  const chosen = given === undefined ? undefined : given & settable[via]
  const v2 = (((chosen ?? 0) | standing) & flags.componentsV2) !== 0
  if (v2) refuseLegacyFields(problems, at, body)
  const draft: MessageDraft = {
    content: readContent(problems, [...at, 'content'], body.content),
    embeds: 'embeds' in body ? readEmbeds(problems, [...at, 'embeds'], body.embeds) : undefined,
    components: 'components' in body ? readComponents(problems, body.components, v2) : undefined,
    flags: chosen,
    allowedMentions: readAllowedMentions(problems, [...at, 'allowed_mentions'], body.allowed_mentions),
    nonce: readNonce(problems, [...at, 'nonce'], body.nonce),
    enforceNonce: readBoolean(problems, [...at, 'enforce_nonce'], body.enforce_nonce) ?? false,
    ...readReply(problems, [...at, 'message_reference'], body.message_reference),
    ...readAttachments(problems, [...at, 'attachments'], body.attachments, uploads),
  }
  problems.refuseIfAny()
  if (((draft.flags ?? 0) & flags.voiceMessage) !== 0) checkVoiceMessage(draft)
  return draft
}

/** docs: resources/message#message-object-message-flags (IS_VOICE_MESSAGE); codes 50159 to 50161 */
function checkVoiceMessage({ content, embeds, components, uploads }: MessageDraft): void {
  if (content || embeds?.length || components?.length) throw refusals.voiceMessageAlone()
  const [file, ...more] = uploads
  if (!file || more.length > 0 || !file.type.startsWith('audio/')) throw refusals.voiceMessageOneFile()
  if (file.seconds === undefined || file.waveform === undefined) throw refusals.voiceMessageDetails()
}

/** @throws ApiFailure 50006 when a new message would show nothing */
export function refuseEmpty(draft: MessageDraft): void {
  const nothing =
    !draft.content?.trim() && !draft.embeds?.length && !draft.components?.length && draft.uploads.length === 0
  if (nothing) throw refusals.emptyMessage()
}

function readContent(problems: Problems, path: Path, value: unknown): string | undefined {
  if (value === null) return ''
  const content = readText(problems, path, typeof value === 'number' ? String(value) : value, {
    max: longestContent,
    trim: true,
  })
  return content
}

/** docs: components/reference (IS_COMPONENTS_V2 disables content, embeds, poll, stickers) */
function refuseLegacyFields(problems: Problems, at: Path, body: Json): void {
  for (const field of ['content', 'embeds', 'poll', 'sticker_ids']) {
    const value = body[field]
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue
    problems.add(
      [...at, field],
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    )
  }
}

function readNonce(problems: Problems, path: Path, value: unknown): string | number | undefined {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  if (value === undefined || value === null) return undefined
  return readText(problems, path, value, { max: 25 })
}

function readReply(problems: Problems, path: Path, value: unknown): Pick<MessageDraft, 'replyTo' | 'failIfMissing'> {
  if (!isObject(value)) return { failIfMissing: true }
  if (!isSnowflake(value.message_id)) {
    problems.add([...path, 'message_id'], 'NUMBER_TYPE_COERCE', `Value "${String(value.message_id)}" is not snowflake.`)
    return { failIfMissing: true }
  }
  return { replyTo: value.message_id, failIfMissing: value.fail_if_not_exists !== false }
}

/** docs: reference#uploading-files */
function readAttachments(
  problems: Problems,
  path: Path,
  value: unknown,
  uploads: readonly Upload[],
): Pick<MessageDraft, 'uploads' | 'keep'> {
  const listed = readList(problems, path, value, { max: mostAttachments })
  if (uploads.length > mostAttachments) {
    problems.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${mostAttachments} or fewer in length.`)
  }
  for (const { item, path } of listed) readText(problems, [...path, 'description'], item.description, { max: 1024 })
  const keep: string[] = []
  for (const { item, path } of listed) {
    if (isSnowflake(item.id)) keep.push(item.id)
    else if (!uploads.some((upload) => upload.n === Number(item.id))) {
      problems.add([...path, 'id'], 'ATTACHMENT_NOT_FOUND', `Attachment data for ${String(item.id)} not found`)
    }
  }
  if (uploads.some((upload) => upload.data.byteLength > largestFileBytes)) throw refusals.tooLarge()
  const described = uploads.map((upload) => {
    const entry = listed.find(({ item }) => !isSnowflake(item.id) && Number(item.id) === upload.n)?.item
    const name = typeof entry?.filename === 'string' ? entry.filename : upload.name
    const description = typeof entry?.description === 'string' ? entry.description : undefined
    const seconds = typeof entry?.duration_secs === 'number' ? entry.duration_secs : undefined
    const waveform = typeof entry?.waveform === 'string' ? entry.waveform : undefined
    return { ...upload, name, description, seconds, waveform }
  })
  return { uploads: described, keep: value === undefined ? undefined : keep }
}
