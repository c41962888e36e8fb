import { describe, expect, it } from 'vitest'
import { openGateway } from '../../../bots/discord/gateway.ts'
import { layTable, quiet, until } from './table.ts'

/** discord.js begins at most one session in this time (docs: events/gateway#rate-limiting). */
const IDENTIFY_PAUSE_MS = 5_000

describe.concurrent('the gateway', () => {
  it('comes back after the connection broke, without a new session, and hears what was said meanwhile', async ({
    onTestFinished,
  }) => {
    const table = await layTable()
    onTestFinished(() => table.close())
    table.reply = ({ act }) => ({ kind: 'note', text: act.kind })
    const ana = table.discord.join({ name: 'Ana', locale: 'ko' })
    table.discord.gateway.drop()
    await ana.say('still there?')
    await until(() => table.turns.length === 1)
    expect(table.sessions).toBe(1)
  })

  it('begins a new session when Discord ended the old one', async ({ onTestFinished }) => {
    const table = await layTable()
    onTestFinished(() => table.close())
    table.discord.gateway.invalidate(false)
    await until(() => table.sessions === 2 && table.gateway.state().up, IDENTIFY_PAUSE_MS + 5_000)
  })

  it.for<[number, RegExp]>([
    [4004, /DISCORD_TOKEN/],
    [4013, /intents/],
    [4014, /developer portal/],
    [4011, /sharded/],
  ])('is down for good after close code %i, and says why', async ([code, why], { onTestFinished }) => {
    const table = await layTable()
    onTestFinished(() => table.close())
    table.discord.gateway.disconnect(code)
    await until(() => !table.gateway.state().up)
    expect(table.gateway.state().detail).toMatch(why)
  })

  it('is down when the token is wrong', async ({ onTestFinished }) => {
    const table = await layTable()
    onTestFinished(() => table.close())
    const gateway = openGateway({
      token: 'MTAw.wrong.token',
      apiUrl: table.discord.apiUrl,
      log: quiet,
      hear: {
        interaction: () => undefined,
        message: () => undefined,
        edit: () => undefined,
        deletion: () => undefined,
        reaction: () => undefined,
        typing: () => undefined,
        newSession: () => undefined,
        listening: () => undefined,
      },
    })
    onTestFinished(() => gateway.close())
    await until(() => /DISCORD_TOKEN/.test(gateway.state().detail))
    expect(gateway.state().up).toBe(false)
  })

  it('keeps trying while Discord does not answer', async ({ onTestFinished }) => {
    const table = await layTable()
    onTestFinished(() => table.close())
    table.discord.faults.inject({ match: { path: /gateway\/bot/ }, kind: '502html', times: 4 })
    let sessions = 0
    const gateway = openGateway({
      token: table.discord.token,
      apiUrl: table.discord.apiUrl,
      log: quiet,
      hear: {
        interaction: () => undefined,
        message: () => undefined,
        edit: () => undefined,
        deletion: () => undefined,
        reaction: () => undefined,
        typing: () => undefined,
        newSession: () => sessions++,
        listening: () => undefined,
      },
    })
    onTestFinished(() => gateway.close())
    await until(() => gateway.state().up)
    expect(sessions).toBe(1)
  })
})
