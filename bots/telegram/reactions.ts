import type { TelegramEmoji } from 'telegraf/types'

/** All that anybody may react with (core.telegram.org/bots/api#reactiontypeemoji). */
const KNOWN = (
  '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 ' +
  '👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
).split(' ')

/** What comes nearest to those that Telegram does not take: the first of a line stands for all of it. */
const NEAREST: readonly string[] = [
  '❤ 🧡 💛 💚 💙 💜 🤎 🖤 🤍 🩷 🩵 🩶 💓 💗 💖 💕 💞 💝 ♥ 💟 🫶 🌹 🌷 🌸 💐 ❣',
  '😁 😀 😃 😄 😆 😊 🙂 ☺ 😺 😸 😋 😌 🙃 😛 😜 😝',
  '🤣 😂 😹 💀',
  '🥰 😻 🥲',
  '😘 😗 😙 😚',
  '😍 🫠',
  '😭 😿 🥺 🥹',
  '😢 😞 😔 ☹ 🙁 😟 😥 😓 😩 😫 😣 😖 🌧',
  '😡 😠 😤 👿 💢',
  '😱 😲 😮 😯 😳 🙀 ‼ ❗',
  '😨 😰 😧 😦',
  '🤔 🧐 ❓ ❔',
  '😐 😑 😶 🫥 😬',
  '😴 😪 💤 🌙 🛌',
  '🤮 🤢 🤧',
  '🔥 ☄ 💥',
  '🎉 🥳 🎊 🎂 🎁 🎈 ✨ 🌟 ⭐ 💫 🎶',
  '👏 🙌 👐',
  '🙏 🧎 🕯',
  '🤗 🫂',
  '👌 🆗 ✔ ✅ ☑',
  '👍 👊 ✊ 🤜 🤛 💪 🤙 ✌ 🤞 🫰 ☝ 👆 ➕',
  '👎 ❌ ✖ 🚫 ⛔ ➖',
  '👀 👁 🔍',
  '🤝 🫱 🫲 👋',
  '🏆 🥇 🏅 🎖 🏁',
  '⚡ 🌩',
  '☃ ⛄ ❄',
  '🎄 🌲',
  '🕊 ☮ 🐦',
  '🐳 🐋 🐬 🌊',
  '💔 🥀 ❤‍🩹',
]

const nearest = new Map(
  NEAREST.flatMap((line) => {
    const [first = '', ...others] = line.split(' ')
    return others.map((one) => [one, first] as const)
  }),
)
const known = new Set(KNOWN)

/** The emoji itself where Telegram takes it, the nearest one otherwise; a heart for what is like none. */
export function nearestReaction(emoji: string): TelegramEmoji {
  const plain = emoji.replaceAll('\uFE0F', '').replace(/[\u{1F3FB}-\u{1F3FF}]/gu, '')
  if (known.has(plain)) return plain as TelegramEmoji
  return (nearest.get(plain) ?? '❤') as TelegramEmoji
}
