import type { ChatContent } from '../../core/chat/content.ts'
import { type CleanFile, MEDIA_MOST } from '../../core/chat/media/media.ts'
import { MessageFlags } from './library.ts'
import { type MessageBody, renderSaid } from './render.ts'

/** A request may be 25 MiB large (docs: reference#uploading-files); something is left for all but the files. */
const FILES_BYTES_MOST = 24 * 1024 * 1024

/**
 * What was said with files: the words stand with the first of them. A voice message stands alone
 * (docs: resources/message#message-object-message-flags, IS_VOICE_MESSAGE). The first message is the reply.
 */
export function renderFiles(
  { text }: ChatContent,
  files: readonly CleanFile[],
  replyTo: string | undefined,
): MessageBody[] {
  const [blank, ...words] = renderSaid(text, undefined)
  const voices = files.filter(({ kind }) => kind === 'voice').map((file) => voiceMessage(file))
  const groups = inMessages(files.filter(({ kind }) => kind !== 'voice')).map((group, i) => ({
    ...(i === 0 && blank ? blank : EMPTY),
    files: group.map((file, at) => ({ name: nameOf(file, at), contentType: file.type, data: file.data })),
  }))
  const alone = groups.length === 0 && blank && blank.content !== '' ? [blank] : []
  const [first, ...others] = [...voices, ...groups, ...alone, ...words]
  if (!first) return []
  const reply =
    replyTo === undefined ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } as const }
  return [{ ...first, ...reply }, ...others]
}

const EMPTY: MessageBody = { content: '', embeds: [], components: [], allowed_mentions: { parse: [] } }

/** docs: resources/message#attachment-object (duration_secs, waveform) */
function voiceMessage({ type, data, seconds = 0, waveform = new Uint8Array(1) }: CleanFile): MessageBody {
  const details = { duration_secs: seconds, waveform: Buffer.from(waveform).toString('base64') }
  return {
    ...EMPTY,
    flags: MessageFlags.IsVoiceMessage,
    attachments: [{ id: 0, filename: VOICE_NAME, ...details }],
    files: [{ name: VOICE_NAME, contentType: type, data }],
  }
}

const VOICE_NAME = 'voice-message.ogg'

/** A name that begins so is covered until it is tapped, as in Discord's own client. */
const nameOf = ({ name, spoiler }: CleanFile, at: number) => `${spoiler ? 'SPOILER_' : ''}${at + 1}-${name}`

function inMessages(files: readonly CleanFile[]): CleanFile[][] {
  const groups: CleanFile[][] = []
  let room = 0
  for (const file of files) {
    const group = groups.at(-1)
    if (group && group.length < MEDIA_MOST && file.data.length <= room) group.push(file)
    else {
      groups.push([file])
      room = FILES_BYTES_MOST
    }
    room -= file.data.length
  }
  return groups
}
