import { TelegramError } from 'telegraf'
import { expect, test } from 'vitest'
import { outcomeOf } from '../../../bots/telegram/outcome.ts'

const gone = (reason: string) => ({ kind: 'gone', reason })
const refused = (reason: string) => ({ kind: 'refused', reason })
const unknown = (reason: string) => ({ kind: 'unknown', reason })

/** Descriptions as Telegram words them (tdlib/telegram-bot-api Client.cpp and threads named in docs). */
test.each([
  [403, 'Forbidden: bot was blocked by the user', gone('blocked')],
  [403, 'Forbidden: user is deactivated', gone('deactivated')],
  [403, "Forbidden: bot can't initiate conversation with a user", gone('never-started')],
  [403, "Forbidden: bot can't send messages to bots", gone('forbidden')],
  [400, 'Bad Request: chat not found', gone('no-chat')],
  [400, 'Bad Request: PEER_ID_INVALID', gone('no-chat')],
  [400, 'Bad Request: INPUT_USER_DEACTIVATED', gone('deactivated')],
  [400, 'Bad Request: USER_IS_BLOCKED', gone('blocked')],
  [
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    refused('not-modified'),
  ],
  [400, 'Bad Request: VOICE_MESSAGES_FORBIDDEN', refused('voice-forbidden')],
  [400, 'Bad Request: message to edit not found', refused('cannot-edit')],
  [400, "Bad Request: message can't be edited", refused('cannot-edit')],
  [400, 'Bad Request: there is no text in the message to edit', refused('no-text')],
  [400, 'Bad Request: query is too old and response timeout expired or query ID is invalid', refused('query-too-old')],
  [400, 'Bad Request: message is too long', refused('too-long')],
  [400, 'Bad Request: MESSAGE_TOO_LONG', refused('too-long')],
  [400, 'Bad Request: message text is empty', refused('empty')],
  [400, 'Bad Request: text must be non-empty', refused('empty')],
  [400, "Bad Request: can't parse entities: unsupported start tag", refused('entities')],
  [400, 'Bad Request: entity begins after the end of the text at UTF-16 offset 9', refused('entities')],
  [400, 'Bad Request: BUTTON_DATA_INVALID', refused('buttons')],
  [400, "Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL", refused('buttons')],
  [400, 'Bad Request: something never heard of', refused('bad-request')],
  [413, 'Request Entity Too Large', refused('too-long')],
  [409, 'Conflict: terminated by other getUpdates request', refused('status-409')],
  [401, 'Unauthorized', { kind: 'later', afterMs: 60_000, scope: 'bot', reason: 'token-refused' }],
  [404, 'Not Found', { kind: 'later', afterMs: 60_000, scope: 'bot', reason: 'token-refused' }],
  [500, 'Internal Server Error', unknown('server-error')],
  [502, 'Bad Gateway', unknown('server-error')],
  [504, 'Gateway Timeout', unknown('server-error')],
])('%i %s', (error_code, description, outcome) => {
  expect(outcomeOf(new TelegramError({ error_code, description }))).toEqual(outcome)
})

test('429 is obeyed to the second, for the chat at first', () => {
  const response = {
    error_code: 429,
    description: 'Too Many Requests: retry after 17',
    parameters: { retry_after: 17 },
  }
  expect(outcomeOf(new TelegramError(response))).toEqual({
    kind: 'later',
    afterMs: 17_000,
    scope: 'chat',
    reason: '429',
  })
})

const unreachable = { kind: 'later', afterMs: 2_000, scope: 'bot', reason: 'unreachable' }
test.each([
  ['ECONNREFUSED', 'connect ECONNREFUSED 192.0.2.1:443', unreachable],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND api.example.org', unreachable],
  ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN api.example.org', unreachable],
  ['ETIMEDOUT', 'connect ETIMEDOUT 192.0.2.1:443', unreachable],
  ['ETIMEDOUT', '', unreachable],
  ['CERT_HAS_EXPIRED', 'certificate has expired', unreachable],
  ['ECONNRESET', 'Client network socket disconnected before secure TLS connection was established', unreachable],
  ['ETIMEDOUT', 'read ETIMEDOUT', unknown('connection-lost')],
  ['ECONNRESET', 'socket hang up', unknown('connection-lost')],
  ['ECONNRESET', 'read ECONNRESET', unknown('connection-lost')],
  ['EPIPE', 'write EPIPE', unknown('connection-lost')],
])('the connection fails with %s (%s)', (code, reason, outcome) => {
  const error = Object.assign(new Error(`request to https://api.example.org/ failed, reason: ${reason}`), { code })
  error.name = 'FetchError'
  expect(outcomeOf(error)).toEqual(outcome)
})

test.each([
  [{ code: 'ECONNREFUSED', syscall: 'connect' }, unreachable],
  [{ code: 'ENETUNREACH', syscall: 'connect' }, unreachable],
  [{ code: 'ETIMEDOUT', syscall: 'connect' }, unreachable],
  [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, unreachable],
  [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, unreachable],
  [{ code: 'ECONNRESET', syscall: 'read' }, unknown('connection-lost')],
  [{ code: 'EPIPE', syscall: 'write' }, unknown('connection-lost')],
  [{ code: 'UND_ERR_SOCKET' }, unknown('connection-lost')],
  [{ code: 'HPE_INVALID_CONSTANT' }, unknown('connection-lost')],
  [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, unknown('timeout')],
  [{ code: 'UND_ERR_BODY_TIMEOUT' }, unknown('timeout')],
])('our own transport fails with %j', (how, outcome) => {
  expect(outcomeOf(Object.assign(new Error('it failed'), how))).toEqual(outcome)
})

test('every address of a name refused: nothing left', () => {
  const all = [1, 2].map(() => Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' }))
  expect(outcomeOf(new AggregateError(all))).toEqual(unreachable)
})

test('an answer that never comes, or is not JSON, or a bug of ours: nobody knows', () => {
  expect(outcomeOf(new DOMException('The user aborted a request.', 'AbortError'))).toEqual(unknown('timeout'))
  const nonsense = Object.assign(new Error('invalid json response body at https://x reason: Unexpected token'), {
    name: 'FetchError',
  })
  expect(outcomeOf(nonsense)).toEqual(unknown('connection-lost'))
  expect(outcomeOf(new TypeError('x is not a function'))).toEqual(unknown('unexpected'))
  expect(outcomeOf('a string')).toEqual(unknown('unexpected'))
})

test('a reason never quotes Telegram', () => {
  const outcome = outcomeOf(new TelegramError({ error_code: 400, description: 'Bad Request: chat 6000000001 CANARY' }))
  expect(JSON.stringify(outcome)).not.toMatch(/CANARY|6000000001/)
})
