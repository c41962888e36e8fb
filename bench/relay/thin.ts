import { Telegraf } from 'telegraf'

/** The thinnest relay: telegraf, pairs in a Map, nothing written down. */
export type ThinOrder = { apiRoot: string; token: string; pairs: [person: string, other: string][] } | { kind: 'usage' }
export type ThinUsage = { cpuSeconds: number; rssMb: number }

let bot: Telegraf | undefined

process.on('message', (order: ThinOrder) => {
  if ('kind' in order) {
    const { user, system } = process.cpuUsage()
    const usage: ThinUsage = { cpuSeconds: (user + system) / 1e6, rssMb: process.memoryUsage().rss / 1e6 }
    process.send?.(usage)
    return
  }
  const pairs = new Map(order.pairs.map(([person, other]) => [Number(person), other]))
  bot = new Telegraf(order.token, { telegram: { apiRoot: order.apiRoot } })
  bot.on('text', (ctx) => {
    const other = pairs.get(ctx.from.id)
    return other === undefined ? undefined : ctx.telegram.sendMessage(other, ctx.message.text)
  })
  void bot.launch({ allowedUpdates: ['message'] }, () => process.send?.({ kind: 'ready' }))
})
process.on('disconnect', () => process.exit())
