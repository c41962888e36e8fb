import { badRequest } from './api-error.ts'
import { isObject } from './params.ts'
import type { ReactionType } from './types.ts'

/** The emoji anybody may react with (core.telegram.org/bots/api#reactiontypeemoji), without variation selectors. */
const allowed = new Set(
  (
    '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 ' +
    '👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
  ).split(' '),
)

/** The emoji as Telegram knows it; 400 REACTION_INVALID for any other. */
export function reactionEmoji(emoji: string): string {
  const plain = emoji.replaceAll('\uFE0F', '')
  if (!allowed.has(plain)) throw badRequest('REACTION_INVALID')
  return plain
}

/** What a person reacts with, kept as text: an emoji, or `custom:` and the id of a custom one. */
export function reactionType(kept: string): ReactionType {
  const [, customId] = /^custom:(\d+)$/.exec(kept) ?? []
  return customId === undefined ? { type: 'emoji', emoji: kept } : { type: 'custom_emoji', custom_emoji_id: customId }
}

/** Reads what the bot reacts with; each as its emoji. */
export function readReactions(value: unknown): string[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw badRequest('Expected an Array of ReactionType')
  return value.map((reaction) => {
    if (!isObject(reaction)) throw badRequest("can't parse ReactionType: expected an Object")
    if (reaction.type !== 'emoji') throw badRequest("can't parse ReactionType: invalid reaction type specified")
    if (typeof reaction.emoji !== 'string') throw badRequest(`can't parse ReactionType: Can't find field "emoji"`)
    return reactionEmoji(reaction.emoji)
  })
}
