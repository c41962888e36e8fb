import { describe, expect, it } from 'vitest'
import { DiscordAPIError, HTTPError, RateLimitError } from '../../../bots/discord/library.ts'
import { codes, outcomeOf } from '../../../bots/discord/outcome.ts'

const refusal = (code: number, status = 403) =>
  new DiscordAPIError({ code, message: 'the words of 123456789012345678' }, code, status, 'POST', 'http://x.test', {})
const rateLimit = (waits: { retryAfter?: number; timeToReset?: number; sublimitTimeout?: number; global?: boolean }) =>
  new RateLimitError({
    retryAfter: 0,
    timeToReset: 0,
    sublimitTimeout: 0,
    global: false,
    limit: 5,
    method: 'POST',
    hash: 'h',
    url: 'http://x.test',
    route: '/channels/:id/messages',
    majorParameter: '1',
    scope: 'user',
    ...waits,
  })
const system = (code: string) => Object.assign(new Error('connect 203.0.113.7'), { code })
const aborted = () => new DOMException('This operation was aborted', 'AbortError')

describe('what a failed call means for its message', () => {
  it.each<[string, unknown, object]>([
    ['DMs closed, told on opening', refusal(codes.cannotMessageUser, 400), { kind: 'gone', reason: 'dms-closed' }],
    ['DMs closed, told on sending', refusal(codes.cannotMessageUser), { kind: 'gone', reason: 'dms-closed' }],
    ['no server shared any more', refusal(codes.noMutualGuild), { kind: 'gone', reason: 'no-mutual-guild' }],
    ['an account that is gone', refusal(codes.unknownUser, 404), { kind: 'gone', reason: 'unknown-user' }],
    ['a recipient that is none', refusal(codes.invalidRecipients, 400), { kind: 'gone', reason: 'unknown-user' }],
    ['a chat that is gone', refusal(codes.unknownChannel, 404), { kind: 'gone', reason: 'unknown-channel' }],
    ['DMs opened too fast', refusal(codes.openingDmsTooFast), { kind: 'later', scope: 'chat', afterMs: 60_000 }],
    [
      'a spurious refusal of a first DM',
      refusal(codes.missingAccess),
      { kind: 'later', scope: 'chat', reason: 'no-access' },
    ],
    ['one chat written to too fast', refusal(codes.writingTooFast), { kind: 'later', scope: 'chat', reason: '429' }],
    ['a limited service', refusal(codes.serviceLimited), { kind: 'later', scope: 'bot', reason: '429' }],
    ['an overloaded service', refusal(codes.overloaded), { kind: 'later', scope: 'bot', reason: '429' }],
    ['a token that is wrong now', refusal(0, 401), { kind: 'later', scope: 'bot', reason: 'token-refused' }],
    ['a closed door', refusal(0, 403), { kind: 'later', scope: 'bot', reason: 'turned-away' }],
    ['a body we should not have sent', refusal(50035, 400), { kind: 'refused', reason: 'discord-50035' }],
    ['a route that is not there', refusal(0, 404), { kind: 'refused', reason: 'http-404' }],
    ['a slow chat', rateLimit({ retryAfter: 3_000 }), { kind: 'later', afterMs: 3_000, scope: 'chat', reason: '429' }],
    ['a bucket known to be empty', rateLimit({ timeToReset: 4_000 }), { kind: 'later', afterMs: 4_000, scope: 'chat' }],
    [
      'a limit within a limit',
      rateLimit({ sublimitTimeout: 600_000 }),
      { kind: 'later', afterMs: 600_000, scope: 'chat' },
    ],
    [
      'the whole bot too fast',
      rateLimit({ retryAfter: 9_000, global: true }),
      { kind: 'later', afterMs: 9_000, scope: 'bot' },
    ],
    [
      'a failure of theirs',
      new HTTPError(502, 'Bad Gateway', 'POST', 'http://x.test', {}),
      { kind: 'unknown', reason: 'http-502' },
    ],
    ['a timeout', aborted(), { kind: 'unknown', reason: 'timeout' }],
    ['a connection that broke', system('ECONNRESET'), { kind: 'unknown', reason: 'ECONNRESET' }],
    ['a socket that closed', system('UND_ERR_SOCKET'), { kind: 'unknown', reason: 'UND_ERR_SOCKET' }],
    ['no answer', system('UND_ERR_HEADERS_TIMEOUT'), { kind: 'unknown', reason: 'timeout' }],
    ['nobody listening', system('ECONNREFUSED'), { kind: 'later', scope: 'bot', reason: 'unreachable' }],
    ['a name that is not found', system('ENOTFOUND'), { kind: 'later', scope: 'bot', reason: 'unreachable' }],
    [
      'a connection that never came about',
      system('UND_ERR_CONNECT_TIMEOUT'),
      { kind: 'later', scope: 'bot', reason: 'unreachable' },
    ],
    ['an answer that cannot be read', new SyntaxError('Unexpected token <'), { kind: 'unknown', reason: 'unexpected' }],
    ['something that is no error', 'boom', { kind: 'unknown', reason: 'unexpected' }],
  ])('%s', (_what, error, outcome) => {
    expect(outcomeOf(error)).toMatchObject(outcome)
  })

  it('quotes nothing of what Discord or the system said', () => {
    const errors = [
      ...Object.values(codes).map((code) => refusal(code)),
      system('ECONNRESET'),
      rateLimit({ retryAfter: 1 }),
    ]
    for (const error of errors) expect(JSON.stringify(outcomeOf(error))).not.toMatch(/words of|\d{17}|203\.0|x\.test/)
  })
})
