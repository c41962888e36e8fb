import type {
  APIApplication,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  RESTOptions,
  RESTPostAPICurrentUserCreateDMChannelResult,
  RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js'
import { DISCORD_RATES, type Rates } from '../../core/delivery/budget.ts'
import type { Access } from '../bot.ts'
import type { InteractionEvent } from './event.ts'
import { DefaultRestOptions, DiscordAPIError, MessageFlags, REST, RESTEvents, Routes } from './library.ts'
import type { MessageBody } from './render.ts'
import { openRequests } from './request.ts'

/** The first answer to an interaction. docs: receiving-and-responding#interaction-callback-type */
export type FirstAnswer =
  | { type: InteractionResponseType.ChannelMessageWithSource; data: MessageBody & { flags?: MessageFlags } }
  | { type: InteractionResponseType.UpdateMessage; data: MessageBody }
  | { type: InteractionResponseType.DeferredChannelMessageWithSource; data?: { flags: MessageFlags } }
  | { type: InteractionResponseType.DeferredMessageUpdate }
  | { type: InteractionResponseType.Modal; data: APIModalInteractionResponseCallbackData }

/** Discord's REST API of one token. Each call is one request, never repeated; it rejects with the errors of @discordjs/rest. */
export type DiscordApi = ReturnType<typeof openApi>

/** A request without an answer is given up after this. */
const CALL_TIMEOUT_MS = 15_000
/** What carries files may take longer: a home's line is slow upwards. */
const UPLOAD_TIMEOUT_MS = 60_000
/** A first answer counts only within 3 s, so that there is no sense in waiting long for its receipt. */
const CALLBACK_TIMEOUT_MS = 4_000
/** A rate limit of up to this is waited out in the client's own queue of that chat; a longer one is told to the caller. */
const PATIENCE_MS = 1_500

/**
 * Discord turns an address away that is refused (401, 403, 429) 10,000 times in ten minutes (docs: topics/rate-limits).
 * From here on mail rests until those are over, so that people who press something are still answered.
 */
const REFUSED_MOST = 5_000
const REFUSED_TOLD_EVERY = 50

type Options = Access & { refusedMost?: number }

export function openApi({
  token,
  apiUrl,
  rates = DISCORD_RATES,
  timeoutMs = CALL_TIMEOUT_MS,
  refusedMost = REFUSED_MOST,
}: Options) {
  const rest = new REST(restOptions({ apiUrl, rates, timeoutMs })).setToken(token)
  let mailRestsUntil = 0
  rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) => {
    if (count >= refusedMost) mailRestsUntil = performance.now() + remainingTime
  })

  /** The client throws its token away at the first 401; a token may be right again later. */
  async function call<Result>(request: Promise<unknown>): Promise<Result> {
    try {
      return (await request) as Result
    } catch (error) {
      if (error instanceof DiscordAPIError && error.status === 401) rest.setToken(token)
      throw error
    }
  }

  const answerRoute = ({ applicationId, token }: InteractionEvent) =>
    Routes.webhookMessage(applicationId, token, '@original')

  return {
    /** For how many milliseconds no mail may be sent, because so much was refused lately; 0 as a rule. */
    mailRestsFor: () => Math.max(0, mailRestsUntil - performance.now()),

    /** Asks who we are: rejects with a 401 when the token is wrong. */
    whoAmI: (withinMs: number) =>
      call<unknown>(rest.get(Routes.user('@me'), { signal: AbortSignal.timeout(withinMs) })),

    application: () => call<APIApplication>(rest.get(Routes.currentApplication())),

    putCommands: (applicationId: string, commands: RESTPutAPIApplicationCommandsJSONBody) =>
      call<unknown>(rest.put(Routes.applicationCommands(applicationId), { body: commands })),

    /** The DM with a person, opened if need be; asking again gives the same one. */
    openChat: async (personId: string) => {
      const body = { recipient_id: personId }
      const chat = await call<RESTPostAPICurrentUserCreateDMChannelResult>(rest.post(Routes.userChannels(), { body }))
      return chat.id
    },

    /** The same nonce again within a few minutes gives the first message again (docs: resources/message#create-message). */
    send: (chatId: string, message: MessageBody, nonce: string) =>
      call<APIMessage>(
        rest.post(Routes.channelMessages(chatId), {
          ...carrying({ ...message, nonce, enforce_nonce: true }),
        }),
      ),

    edit: (chatId: string, messageId: string, message: MessageBody) =>
      call<APIMessage>(rest.patch(Routes.channelMessage(chatId, messageId), { ...carrying(message) })),

    message: (chatId: string, messageId: string) =>
      call<APIMessage>(rest.get(Routes.channelMessage(chatId, messageId))),

    remove: (chatId: string, messageId: string) => call<unknown>(rest.delete(Routes.channelMessage(chatId, messageId))),

    type: (chatId: string) => call<unknown>(rest.post(Routes.channelTyping(chatId))),

    react: (chatId: string, messageId: string, emoji: string) =>
      call<unknown>(rest.put(Routes.channelMessageOwnReaction(chatId, messageId, encodeURIComponent(emoji)))),

    unreact: (chatId: string, messageId: string, emoji: string) =>
      call<unknown>(rest.delete(Routes.channelMessageOwnReaction(chatId, messageId, encodeURIComponent(emoji)))),

    /** Up to 100 messages of a chat after a moment, oldest first. */
    messagesAfter: async (chatId: string, afterId: string) => {
      const query = new URLSearchParams({ after: afterId, limit: '100' })
      const messages = await call<APIMessage[]>(rest.get(Routes.channelMessages(chatId), { query }))
      return messages.reverse()
    },

    /** The last 100 messages of a chat, or those before one of them, oldest first. */
    messagesBefore: async (chatId: string, beforeId?: string) => {
      const query = new URLSearchParams({ limit: '100', ...(beforeId === undefined ? {} : { before: beforeId }) })
      const messages = await call<APIMessage[]>(rest.get(Routes.channelMessages(chatId), { query }))
      return messages.reverse()
    },

    answerFirst: (interaction: InteractionEvent, body: FirstAnswer) =>
      call<unknown>(
        rest.post(Routes.interactionCallback(interaction.id, interaction.token), {
          ...carryingAnswer(body),
          auth: false,
          signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS),
        }),
      ),

    /** What `@original` is now: our first answer, or the message whose control was pressed. */
    firstAnswer: (interaction: InteractionEvent) =>
      call<APIMessage>(rest.get(answerRoute(interaction), { auth: false })),

    editFirst: (interaction: InteractionEvent, message: MessageBody) =>
      call<unknown>(rest.patch(answerRoute(interaction), { ...carrying(message), auth: false })),

    deleteFirst: (interaction: InteractionEvent) =>
      call<unknown>(rest.delete(answerRoute(interaction), { auth: false })),

    /** Takes away an answer, `@original` or a later one, while its token lives. */
    removeAnswer: ({ application, token, message }: { application: string; token: string; message: string }) =>
      call<unknown>(rest.delete(Routes.webhookMessage(application, token, message), { auth: false })),

    /** A further answer; `flags` may make it visible to this person only. */
    followUp: (interaction: InteractionEvent, message: MessageBody & { flags?: MessageFlags }) =>
      call<APIMessage>(
        rest.post(Routes.webhook(interaction.applicationId, interaction.token), {
          ...carrying(message),
          auth: false,
        }),
      ),

    close() {
      rest.clearHashSweeper()
      rest.clearHandlerSweeper()
    },
  }
}

/** A message with its files beside the JSON (docs: reference#uploading-files). */
function carrying({ files, ...message }: MessageBody & Record<string, unknown>) {
  const body = message.flags === MessageFlags.IsVoiceMessage ? withoutWords(message) : message
  return files ? { body, files } : { body }
}

/** A voice message is refused with words, embeds or controls beside it, so that none are named. */
function withoutWords({
  content: _content,
  embeds: _embeds,
  components: _components,
  ...rest
}: Omit<MessageBody, 'files'>) {
  return rest
}

function carryingAnswer(answer: FirstAnswer) {
  if (!('data' in answer) || !answer.data || !('files' in answer.data)) return { body: answer }
  const { body: data, ...files } = carrying(answer.data)
  return { body: { ...answer, data }, ...files }
}

type Limits = { apiUrl: string | undefined; rates: Rates; timeoutMs: number }

/**
 * Nothing is repeated behind our back: @discordjs/rest would send a POST again after a 5xx or a timeout, and would wait
 * for ever on a 429; the outbox knows better when to try again.
 */
function restOptions({ apiUrl, rates, timeoutMs }: Limits): Partial<RESTOptions> {
  return {
    version: '10',
    retries: 0,
    timeout: UPLOAD_TIMEOUT_MS,
    globalRequestsPerSecond: rates.perSecond,
    invalidRequestWarningInterval: REFUSED_TOLD_EVERY,
    rejectOnRateLimit: ({ retryAfter, timeToReset, sublimitTimeout }) =>
      Math.max(retryAfter, timeToReset, sublimitTimeout) > PATIENCE_MS,
    ...(apiUrl ? { api: apiUrl } : {}),
    makeRequest: openRequests(apiUrl ?? DefaultRestOptions.api, timeoutMs),
  }
}
