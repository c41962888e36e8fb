/** What a person sends and changes, as their Telegram app would put it. */
import { randomInt } from 'node:crypto'
import type { Edited, Said, Shared } from '../person.ts'
import { checkCaption, entitiesWithin, format, textLimit, withFoundEntities } from './entities.ts'
import { type Content, seconds, sendFromPerson } from './messages.ts'
import type { FormattedText, ForwardOrigin } from './types.ts'
import { captionContent, mediaContent, sendFiles, storeFile } from './upload.ts'
import type { Account, Kept, World } from './world.ts'

export type Writing = Omit<Said, 'replyTo'> & { replyTo?: Kept | undefined }

/** Up to the limit of one message, no character cut in two. */
const asLongAsAllowed = new RegExp(`[\\s\\S]{1,${textLimit - 1}}(?:(?![\\uD800-\\uDBFF])[\\s\\S])?`, 'g')

/** Sends words, files or what is shared. Answers the first message of what may be several. */
export function write(world: World, account: Account, text: string, writing: Writing = {}): Kept {
  const { files, entities, forwardOf, share, replyTo } = writing
  const origin: Content = forwardOf ? { forward_origin: originOf(world, forwardOf) } : {}
  const words = entities ? format(text, '', entities) : { text: text.trim(), entities: [] }
  const [file, ...more] = files ?? []
  if (file) return sendFiles(world, account, words, [file, ...more], { replyTo, more: origin })
  if (share) return sendFromPerson(world, account, { content: { ...origin, ...sharedContent(share) } }, replyTo)
  return writeText(world, account, words, { replyTo, more: origin })
}

/** Longer texts leave as several messages. Answers the first. */
function writeText(
  world: World,
  account: Account,
  words: FormattedText,
  { replyTo, more }: { replyTo: Kept | undefined; more: Content },
): Kept {
  if (words.text === '') throw new Error('Telegram sends no empty messages')
  let at = 0
  let first: Kept | undefined
  for (const part of words.text.match(asLongAsAllowed) ?? [words.text]) {
    const own = entitiesWithin(words.entities, at, at + part.length)
    const { text, entities } = withFoundEntities({ text: part, entities: own })
    const content = { ...more, text, ...(entities.length > 0 ? { entities } : {}) }
    const sent = sendFromPerson(world, account, { content }, first ? undefined : replyTo)
    first ??= sent
    at += part.length
  }
  if (!first) throw new Error('Nothing was sent')
  return first
}

/** Changes the words of an own message, or the caption, and the file when there is another one. */
export function rewrite(world: World, kept: Kept, text: string, { entities: given, file }: Edited): void {
  if (text.trim().length > textLimit) throw new Error(`Telegram edits up to ${textLimit} characters`)
  const words = given ? format(text, '', given) : { text: text.trim(), entities: [] }
  const found = withFoundEntities(words)
  const { text: old, entities: _entities, caption: _caption, caption_entities: _found, ...rest } = kept.message
  const hasText = old !== undefined && !file
  if (hasText && found.text === '') throw new Error('Telegram sends no empty messages')
  if (!hasText) checkCaption(found)
  const stored = file && storeFile(world, file)
  const { photo: _photo, video: _video, document: _document, audio: _audio, animation: _animation, ...bare } = rest
  kept.message = {
    ...(stored ? { ...bare, ...mediaContent(stored) } : rest),
    edit_date: seconds(world),
    ...(hasText
      ? { text: found.text, ...(found.entities.length > 0 ? { entities: found.entities } : {}) }
      : captionContent(found)),
  }
  if (stored) kept.files = [stored]
  kept.editedAt = world.now()
}

/** core.telegram.org/bots/api#messageorigin */
function originOf(world: World, { name, kind = 'user' }: NonNullable<Said['forwardOf']>): ForwardOrigin {
  const date = seconds(world) - 3_600
  const id = 5_200_000_000 + randomInt(1_000_000_000)
  switch (kind) {
    case 'user':
      return { type: 'user', sender_user: { id, is_bot: false, first_name: name }, date }
    case 'hidden':
      return { type: 'hidden_user', sender_user_name: name, date }
    case 'channel':
      return {
        type: 'channel',
        chat: { id: -1_000_000_000_000 - id, type: 'channel', title: name },
        message_id: 7,
        date,
      }
  }
}

function sharedContent(share: Shared): Content {
  if ('contact' in share) {
    const { name, phone } = share.contact
    return { contact: { phone_number: phone, first_name: name, user_id: 5_200_000_000 + randomInt(1_000_000_000) } }
  }
  if ('location' in share) {
    const { place, ...location } = share.location
    // A venue names its location twice (core.telegram.org/bots/api#message).
    return place === undefined ? { location } : { location, venue: { location, title: place, address: place } }
  }
  if ('poll' in share) {
    const { question, options } = share.poll
    if (options.length < 2) throw new Error('A poll has two options at least')
    return {
      poll: {
        id: String(randomInt(2 ** 47)),
        question,
        options: options.map((text) => ({ text, voter_count: 0 })),
        total_voter_count: 0,
        is_closed: false,
        is_anonymous: true,
        type: 'regular',
        allows_multiple_answers: false,
      },
    }
  }
  if ('fields' in share) return share.fields as Content
  return { dice: { emoji: share.dice, value: 1 + randomInt(6) } }
}
