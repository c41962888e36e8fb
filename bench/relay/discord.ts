import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { createGateway } from '../../sandbox/discord/gateway/gateway.ts'
import { createRecorder } from '../../sandbox/recorder.ts'
import type { Answer, Line, Noted } from './platforms.ts'

/** DIRECT_MESSAGES (docs: events/gateway#list-of-intents). */
const DIRECT_MESSAGES = 1 << 12
const BOT = {
  id: '900000000000000001',
  username: 'bench',
  discriminator: '0',
  global_name: null,
  avatar: null,
  bot: true,
}
export const DISCORD_TOKEN = `${Buffer.from(BOT.id).toString('base64url')}.Bench0.bench-token-long-enough-to-be-one-00000`

/** As much of Discord as a relay meets: the sandbox's gateway, and a REST API of a few lines without limits. */
export function openDiscord(noted: Noted, port: () => number) {
  let ids = 0n
  /** They tell when it was written. docs: reference#snowflakes */
  const nextId = () => {
    const timed = BigInt(Date.now() - 1_420_070_400_000) << 22n
    ids = timed > ids ? timed : ids + 1n
    return String(ids)
  }
  const url = (path: string) => `ws://127.0.0.1:${port()}/${path}`
  const gateway = createGateway({
    token: DISCORD_TOKEN,
    heartbeatIntervalMs: 41_250,
    privilegedIntents: 0,
    replayEvents: 1,
    resumeUrl: () => url('gateway-resume'),
    recorder: createRecorder({ capacity: 1 }),
    ready: () => ({ user: BOT, guilds: [], application: { id: BOT.id, flags: 0 } }),
    afterReady: () => [],
    members: () => ({}),
  })

  const message = (chat: string, content: string, author: object) => ({
    id: nextId(),
    type: 0,
    channel_id: chat,
    channel_type: 1,
    content,
    author,
    attachments: [],
    embeds: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    timestamp: '2026-01-01T00:00:00.000000+00:00',
    edited_timestamp: null,
    flags: 0,
    components: [],
  })

  return {
    say({ person, chat, text }: Line) {
      const author = { id: person, username: 'somebody', discriminator: '0', global_name: 'Somebody', avatar: null }
      gateway.dispatch({ name: 'MESSAGE_CREATE', data: message(chat, text, author), intent: DIRECT_MESSAGES })
      noted.handedOut(text)
    },
    serve(call: string, body: Record<string, unknown>, answer: Answer) {
      const [, chat] = /^POST \/api\/v10\/channels\/(\d+)\/messages/.exec(call) ?? []
      if (chat) {
        const text = String(body.content)
        noted.arrived(chat, text)
        answer(200, { ...message(chat, text, BOT), nonce: body.nonce })
      } else if (call.includes('/gateway'))
        answer(200, { url: url('gateway'), shards: 1, session_start_limit: gateway.startLimit() })
      else if (call.includes('/messages') || call.includes('/commands')) answer(200, [])
      else answer(200, BOT)
    },
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => gateway.upgrade(request, socket, head),
  }
}
