/** What a person sends and changes, as their client puts it. */
import type { Edited, Said, SentFile } from '../person.ts'
import { flags, type Json, type Message, stickerFormats } from './model.ts'
import type { MessageDraft } from './validate/message.ts'
import { lengthOf } from './validate/problems.ts'
import type { World } from './world.ts'

type Facts = Pick<Partial<Message>, 'stickers' | 'forwardOf' | 'poll' | 'fields' | 'flags'>

const longestText = 2_000
const mostStickers = 3
const pollHours = 24

/** A new message of a person. @throws Error for what the client would not send */
export function writing(world: World, text: string, said: Said): { draft: MessageDraft; facts: Facts } {
  const { files = [], entities, forwardOf, share, replyTo } = said
  if (entities) throw new Error('On Discord the formatting stands in the text')
  if (share && !('poll' in share) && !('fields' in share)) throw new Error('Discord shares no contacts, places or dice')
  const attached = files.filter(({ as }) => as !== 'sticker')
  const stickers = files
    .filter(({ as }) => as === 'sticker')
    .map((file) => ({ ...stickerOf(file), id: world.nextId() }))
  if (stickers.length > mostStickers) throw new Error(`A message takes ${mostStickers} stickers at most`)
  const isVoice = attached.some(({ as }) => as === 'voice')
  if (isVoice && (files.length > 1 || text.trim() !== '')) throw new Error('A voice message stands alone')
  return {
    draft: {
      ...draftOf(text, files.length > 0 || share !== undefined),
      uploads: attached.map(uploadOf),
      ...(replyTo === undefined ? {} : { replyTo }),
    },
    facts: {
      ...(stickers.length > 0 ? { stickers } : {}),
      ...(forwardOf ? { forwardOf: { messageId: world.nextId(), channelId: world.nextId() } } : {}),
      ...(share && 'poll' in share ? { poll: pollJson(world, share.poll) } : {}),
      ...(share && 'fields' in share ? { fields: share.fields } : {}),
      ...(isVoice ? { flags: flags.voiceMessage } : {}),
    },
  }
}

/** Another text for an own message; files can only be taken away. */
export function rewriting(message: Message, text: string, { entities, file, keepFiles }: Edited): MessageDraft {
  if (entities) throw new Error('On Discord the formatting stands in the text')
  if (file) throw new Error('Discord puts no other file into a message')
  if (message.forwardOf) throw new Error('What was passed on cannot be edited')
  const keep = keepFiles?.flatMap((index) => message.attachments[index]?.id ?? [])
  return { ...draftOf(text, (keep ?? message.attachments).length > 0), ...(keep ? { keep } : {}) }
}

function draftOf(text: string, hasMore: boolean): MessageDraft {
  if (lengthOf(text) > longestText) throw new Error('Your message is too long: 2,000 characters are the most')
  if (text.trim() === '' && !hasMore) throw new Error('An empty message cannot be sent')
  return {
    content: text.trim(),
    allowedMentions: { everyone: false, users: 'all', repliedUser: true },
    enforceNonce: false,
    failIfMissing: true,
    uploads: [],
  }
}

function uploadOf({ name, type, data, as, spoiler, seconds }: SentFile, n: number): MessageDraft['uploads'][number] {
  if (as === 'voice') return { n, name: 'voice-message.ogg', type, data, seconds: seconds ?? 1, waveform: flatWave }
  return { n, name: spoiler ? `SPOILER_${name}` : name, type, data }
}

/** A wave that neither rises nor falls: one byte a sample, base64. */
const flatWave = Buffer.alloc(32, 64).toString('base64')

function stickerOf({ name, type, data, emoji }: SentFile) {
  if (!stickerFormats[type]) throw new Error(`A sticker is one of ${Object.keys(stickerFormats).join(', ')}`)
  return { name, type, data, ...(emoji === undefined ? {} : { emoji }) }
}

/** docs: resources/poll#poll-object */
function pollJson(world: World, { question, options }: { question: string; options: string[] }): Json {
  return {
    question: { text: question },
    answers: options.map((text, index) => ({ answer_id: index + 1, poll_media: { text } })),
    expiry: new Date(world.now() + pollHours * 3_600_000).toISOString(),
    allow_multiselect: false,
    layout_type: 1,
    results: { is_finalized: false, answer_counts: [] },
  }
}
