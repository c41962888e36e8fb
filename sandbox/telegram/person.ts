import { randomInt } from 'node:crypto'
import type { Edited, Person, SeenControl } from '../person.ts'
import { chatJson, putDownKeyboard, seconds, tellBot } from './messages.ts'
import { reactionEmoji, reactionType } from './reactions.ts'
import { pickerCommands, seen } from './seen.ts'
import { nextHappening, printChat, until } from './waiting.ts'
import { type Account, announce, findMessage, type Happening, type Kept, type World } from './world.ts'
import { rewrite, write } from './writing.ts'

/**
 * A person on Telegram; `deactivate` is what Telegram does to an account that is deleted, `refuseVoice` the setting by
 * which somebody takes no voice messages and round videos.
 */
export interface TelegramPerson extends Person {
  deactivate(): void
  refuseVoice(): void
}

export function createPerson(world: World, account: Account, locale: string): TelegramPerson {
  const bound = { world, account }
  return {
    id: String(account.user.id),
    name: account.user.first_name,
    platform: 'telegram',
    locale,
    timeZone: account.timeZone ?? 'UTC',
    commands: () => pickerCommands(world.profile, account.user.id, locale),
    async command(name, options = {}, where) {
      if (where?.in === 'guild') throw new Error('Telegram has no guilds: the bot is spoken to in its private chat')
      const text = [`/${name}`, ...Object.values(options)].join(' ')
      await thenBot(bound, () => writeWords(bound, text), `The bot did not react to ${text}.`)
    },
    async say(text, { replyTo, ...extra } = {}) {
      mayWrite(account)
      const reply = replyTo === undefined ? undefined : existing(bound, replyTo)
      return idOf(write(world, account, text, { ...extra, replyTo: reply }))
    },
    press: (label, on) => press(bound, label, on?.message),
    choose: (label, on) => press(bound, label, on?.message),
    form: () => undefined,
    submit: () => Promise.reject(new Error('Telegram has no forms: answer message by message')),
    dismiss() {},
    edit: async (messageId, text, extra) => edit(bound, messageId, text, extra),
    remove: async (messageId) => remove(bound, messageId),
    react: async (messageId, emoji) => react(bound, messageId, emoji),
    block: async () => setBlocked(bound, true),
    unblock: async () => setBlocked(bound, false),
    blocked: () => account.blocked,
    deactivate() {
      account.deactivated = true
    },
    refuseVoice() {
      account.refusesVoice = true
    },
    chat: () => account.messages.map(seen),
    file: (messageId, index) => findMessage(account, Number(messageId))?.files[index],
    until: (match, options = {}) => until(world, account, match, options),
    toasts: () => [...account.toasts],
  }
}

type Bound = { world: World; account: Account }

/** Does something and waits until the bot writes, edits, deletes or answers. */
async function thenBot(
  { world, account }: Bound,
  act: () => void,
  complaint: string,
  pressId?: () => string,
): Promise<void> {
  const counts = ({ fromBot, change, pressId: answered }: Happening): boolean => {
    if (!fromBot) return false
    if (change === 'toast') return pressId === undefined || answered === pressId()
    return change === 'message' || change === 'edit' || change === 'delete'
  }
  const reaction = nextHappening(world, account, counts, { timeoutMs: world.patienceMs, complaint })
  try {
    act()
  } catch (error) {
    reaction.catch(() => {})
    throw error
  }
  await reaction
}

function writeWords({ world, account }: Bound, text: string): void {
  mayWrite(account)
  write(world, account, text)
}

async function press(bound: Bound, label: string, messageId: string | undefined): Promise<void> {
  const { world, account } = bound
  const { kept, control } = findControl(bound, label, messageId)
  if (control.kind === 'link') throw new Error(`"${control.label}" opens ${control.id} and tells the bot nothing`)
  const complaint = `The bot did not react to "${control.label}".`
  if (kept.markup?.kind === 'keyboard') {
    if (kept.markup.keyboard.one_time_keyboard) putDownKeyboard(account)
    return thenBot(bound, () => writeWords(bound, control.label), complaint)
  }
  mayWrite(account)
  const id = `${BigInt(account.user.id) * 4_294_967_296n + BigInt(randomInt(2 ** 31))}`
  const { chat, message_id } = kept.message
  const query = {
    id,
    from: account.user,
    message: kept.deleted ? { chat, message_id, date: 0 } : kept.message,
    chat_instance: String(account.user.id * 7 + 1),
    data: control.id,
  }
  await thenBot(
    bound,
    () => {
      world.presses.set(id, { account, at: world.now(), answered: false })
      tellBot(world, account, 'callback_query', query)
    },
    complaint,
    () => id,
  )
}

/** The newest message with such a button; a message that is named may be deleted already, as on a screen that lags. */
function findControl({ account }: Bound, label: string, messageId?: string): { kept: Kept; control: SeenControl } {
  const messages = account.messages.filter((kept) =>
    messageId === undefined ? !kept.deleted : String(kept.message.message_id) === messageId,
  )
  for (const kept of messages.toReversed()) {
    const { controls } = seen(kept)
    const exact = controls.find((control) => control.label === label)
    if (exact) return { kept, control: exact }
    const partly = controls.filter((control) => control.label.includes(label))
    if (partly.length > 1)
      throw new Error(`"${label}" is part of several buttons: ${partly.map((c) => c.label).join(', ')}`)
    if (partly[0]) return { kept, control: partly[0] }
  }
  throw new Error(`There is no button "${label}". The chat of ${account.user.first_name}:\n${printChat(account)}`)
}

function edit(bound: Bound, messageId: string, text: string, extra: Edited = {}): void {
  const { world, account } = bound
  const kept = existing(bound, messageId)
  if (kept.fromBot) throw new Error('Only own messages can be edited')
  rewrite(world, kept, text, extra)
  announce(world, { account, change: 'edit', fromBot: false, kept })
  tellBot(world, account, 'edited_message', kept.message)
}

/** Telegram tells a bot nothing of deletions (tdlib/telegram-bot-api#286). */
function remove(bound: Bound, messageId: string): void {
  const kept = existing(bound, messageId)
  kept.deleted = true
  announce(bound.world, { account: bound.account, change: 'delete', fromBot: false, kept })
}

function react(bound: Bound, messageId: string, emoji: string | null): void {
  const { world, account } = bound
  const kept = existing(bound, messageId)
  const before = kept.reactions.me
  const isCustom = emoji !== null && reactionType(emoji).type === 'custom_emoji'
  const after = emoji === null ? undefined : isCustom ? emoji : reactionEmoji(emoji)
  if (after === before) return
  if (after === undefined) delete kept.reactions.me
  else kept.reactions.me = after
  const asList = (one: string | undefined): unknown[] => (one === undefined ? [] : [reactionType(one)])
  announce(world, { account, change: 'reaction', fromBot: false, kept })
  tellBot(world, account, 'message_reaction', {
    chat: chatJson(account),
    message_id: kept.message.message_id,
    user: account.user,
    date: seconds(world),
    old_reaction: asList(before),
    new_reaction: asList(after),
  })
}

function setBlocked({ world, account }: Bound, blocked: boolean): void {
  if (account.blocked === blocked) return
  account.blocked = blocked
  const member = { user: world.bot, status: 'member' }
  const kicked = { user: world.bot, status: 'kicked', until_date: 0 }
  tellBot(world, account, 'my_chat_member', {
    chat: chatJson(account),
    from: account.user,
    date: seconds(world),
    old_chat_member: blocked ? member : kicked,
    new_chat_member: blocked ? kicked : member,
  })
}

function existing({ account }: Bound, messageId: string): Kept {
  const kept = findMessage(account, Number(messageId))
  if (!kept) throw new Error(`There is no message ${messageId}`)
  return kept
}

function mayWrite(account: Account): void {
  if (account.deactivated) throw new Error(`${account.user.first_name} deleted their account`)
  if (account.blocked) throw new Error(`${account.user.first_name} blocked the bot: unblock() comes first`)
}

function idOf(kept: Kept): string {
  return String(kept.message.message_id)
}
