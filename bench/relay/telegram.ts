import type { Answer, Line, Noted } from './platforms.ts'

const BATCH_MOST = 100
const HOLD_MOST_MS = 50_000

type Update = { update_id: number; message: { text: string } }
type Bot = { waiting: Update[]; held: { answer: Answer; timer: NodeJS.Timeout } | undefined }

/** As much of a Bot API server as a relay meets: long polls with offsets that confirm, and messages sent. */
export function openTelegram(noted: Noted) {
  const bots = new Map<string, Bot>()
  const told = new Set<number>()
  let updates = 0
  let messages = 0

  const botOf = (token: string): Bot => {
    const bot = bots.get(token) ?? { waiting: [], held: undefined }
    bots.set(token, bot)
    return bot
  }

  const handOut = (bot: Bot, answer: Answer) => {
    const result = bot.waiting.slice(0, BATCH_MOST)
    answer(200, { ok: true, result })
    for (const { update_id: id, message } of result) if (told.size < told.add(id).size) noted.handedOut(message.text)
  }

  const release = (bot: Bot) => {
    const { held } = bot
    bot.held = undefined
    if (!held) return
    clearTimeout(held.timer)
    handOut(bot, held.answer)
  }

  return {
    say({ bot: token, person, text }: Line) {
      const bot = botOf(token)
      const id = Number(person)
      const update = {
        update_id: ++updates,
        message: {
          message_id: ++messages,
          from: { id, is_bot: false, first_name: 'Somebody', language_code: 'en' },
          chat: { id, first_name: 'Somebody', type: 'private' },
          date: Math.floor(Date.now() / 1000),
          text,
        },
      }
      bot.waiting.push(update)
      // What is said in the same breath is handed out together.
      if (bot.held) setImmediate(release, bot)
    },
    serve(path: string, body: Record<string, unknown>, answer: Answer) {
      const [, token = '', method] = /^\/bot([^/]+)\/(\w+)/.exec(path) ?? []
      if (method === 'getUpdates') {
        const bot = botOf(token)
        const offset = Number(body.offset ?? 0)
        bot.waiting = bot.waiting.filter(({ update_id: id }) => id >= offset)
        release(bot)
        if (bot.waiting.length > 0 || !body.timeout) return handOut(bot, answer)
        bot.held = { answer, timer: setTimeout(release, Math.min(HOLD_MOST_MS, Number(body.timeout) * 1000), bot) }
        return
      }
      if (method === 'sendMessage') {
        const [chat, text] = [String(body.chat_id), String(body.text)]
        noted.arrived(chat, text)
        const result = { message_id: ++messages, date: 0, chat: { id: Number(chat), type: 'private' }, text }
        return answer(200, { ok: true, result })
      }
      answer(200, { ok: true, result: results[method ?? ''] ?? true })
    },
  }
}

const results: Record<string, unknown> = {
  getMe: { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot' },
  getMyCommands: [],
}
