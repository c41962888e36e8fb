import { Telegraf } from 'telegraf'

/** The thinnest program that sends the same: telegraf, texts from memory, one chain a chat, nothing written down. */
export type ThinOrder = { apiRoot: string; token: string; texts: { chat: string; text: string }[] }
export type ThinReport = { seconds: number; cpuSeconds: number }

process.on('message', async ({ apiRoot, token, texts }: ThinOrder) => {
  const bot = new Telegraf(token, { telegram: { apiRoot } })
  const chains = new Map<string, string[]>()
  for (const { chat, text } of texts) chains.set(chat, [...(chains.get(chat) ?? []), text])
  const began = performance.now()
  const cpu = process.cpuUsage()
  const send = async ([chat, lines]: [string, string[]]) => {
    for (const line of lines) await bot.telegram.sendMessage(chat, line)
  }
  await Promise.all([...chains].map(send))
  const { user, system } = process.cpuUsage(cpu)
  process.send?.({
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (user + system) / 1e6,
  } satisfies ThinReport)
})
process.on('disconnect', () => process.exit())
