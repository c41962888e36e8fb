import { type ChatFacts, isChatParcel } from '../../core/chat/noticeFacts.ts'
import type { Core } from '../../core/core.ts'
import type { Address, Parcel } from '../../core/delivery/channel.ts'
import { shortId } from '../../core/ids.ts'
import { type NoticeFacts, noticeFacts } from '../../core/letters/noticeFacts.ts'
import type { ModerationFacts } from '../../core/moderation/noticeFacts.ts'
import type { OpenFacts } from '../../core/openLetters/noticeFacts.ts'
import { say } from '../../core/texts/texts.ts'
import { accountNotice } from './accountNotices.ts'
import { chatNotice } from './chatNotices.ts'
import { ON_NOTICE } from './letterGone.ts'
import { moderationNotice } from './moderationNotices.ts'
import { openNotice } from './openNotices.ts'
import { button, primary } from './scene.ts'
import { stampWords } from './stampWords.ts'
import type { View } from './view.ts'

/** What a parcel says, at the moment it is sent, in its reader's language; undefined when there is nothing to say any more. */
export async function renderParcel(
  core: Core,
  { parcel, address }: { parcel: Parcel; address: Address },
): Promise<View[] | undefined> {
  if (isChatParcel(parcel)) return undefined
  const facts = await noticeFacts(core, parcel)
  if (!facts) return undefined
  if (isModeration(facts)) return [moderationNotice(core, facts, address)]
  if (isChat(facts)) return [chatNotice(facts, address.language)]
  return [isOpen(facts) ? openNotice(facts, address.language) : notice(facts, address.language)]
}

const ofModerators: ReadonlySet<NoticeFacts['kind']> = new Set([
  'sanctioned',
  'sanction-lifted',
  'report-decided',
  'appeal-decided',
  'care',
  'letter-freed',
  'announcement',
] satisfies ModerationFacts['kind'][])

const isChat = (facts: NoticeFacts): facts is ChatFacts => facts.kind.startsWith('chat-')

function isModeration(facts: NoticeFacts): facts is ModerationFacts {
  return ofModerators.has(facts.kind)
}

const ofOpenLetters: ReadonlySet<NoticeFacts['kind']> = new Set([
  'open-thanked',
  'open-commented',
  'comment-answered',
  'followed-opened',
  'followed-digest',
  'daily-prompt',
] satisfies OpenFacts['kind'][])

function isOpen(facts: NoticeFacts): facts is OpenFacts {
  return ofOpenLetters.has(facts.kind)
}

/** A notice as a view. */
export function notice(
  facts: Exclude<NoticeFacts, ModerationFacts | OpenFacts | ChatFacts>,
  language: Address['language'],
): View {
  switch (facts.kind) {
    case 'hello':
      return { title: say(language, 'hello.title'), text: say(language, 'hello.text') }
    case 'inbox-digest':
      return {
        text: say(language, facts.what === 'letters' ? 'inbox.digest' : 'inbox.digest.news'),
        rows: [
          facts.what === 'letters'
            ? [primary(say(language, 'inbox.digest.button'), 'inbox', '0')]
            : [primary(say(language, 'menu.sent'), 'sent', '0'), button(say(language, 'menu.inbox'), 'inbox', '0')],
        ],
      }
    case 'letter-arrived': {
      const from =
        facts.signature && facts.what !== 'self' ? say(language, 'arrived.from', { signature: facts.signature }) : ''
      const id = shortId(facts.deliveryId)
      return {
        title: say(language, 'arrived.title'),
        text: [say(language, `arrived.${facts.what}`), from].filter(Boolean).join(' '),
        rows: [
          [
            primary(say(language, 'arrived.open'), 'open', id, ON_NOTICE),
            button(say(language, 'arrived.notNow'), 'tuck', id, ON_NOTICE),
          ],
        ],
      }
    }
    case 'letter-reached':
      return {
        text: say(language, facts.what === 'answer' ? 'reached.answer' : 'reached.text', { excerpt: facts.excerpt }),
      }
    case 'letter-thanked': {
      const { excerpt, stamp, mayOpen } = facts
      const text = say(language, 'thanked.text', { excerpt, stamp: stampWords(stamp, language) })
      return mayOpen ? { text, rows: [[button(say(language, 'open.button'), 'o-ask', shortId(mayOpen))]] } : { text }
    }
    case 'letter-returned': {
      if (facts.what === 'answer') return { text: say(language, 'returned.answer', { excerpt: facts.excerpt }) }
      const again = primary(say(language, 'returned.again'), 'again', shortId(facts.letterId))
      return {
        title: say(language, 'returned.title'),
        text: say(language, 'returned.text', { excerpt: facts.excerpt }),
        rows: [[again]],
      }
    }
    case 'keep-offered':
      return {
        text: say(language, 'keep.offered'),
        rows: [[primary(say(language, 'read.keep'), 'keep', shortId(facts.openingId))]],
      }
    case 'correspondence-begun': {
      const write = primary(say(language, 'keep.write'), 'write', 'friend', shortId(facts.correspondenceId))
      return { text: say(language, 'keep.begun'), rows: [[write, button(say(language, 'inbox.friends'), 'friends')]] }
    }
    case 'correspondence-ended':
      return { text: say(language, 'keep.ended') }
    case 'binding-asked':
    case 'self-bound':
    case 'export-ready':
      return accountNotice(facts, language)
  }
}
