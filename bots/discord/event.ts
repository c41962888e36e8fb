import type {
  APIApplicationCommandInteractionDataBasicOption,
  APIInteraction,
  APIMessage,
  GatewayMessageCreateDispatchData,
  GatewayMessageDeleteDispatchData,
  GatewayMessageReactionAddDispatchData,
  GatewayMessageReactionRemoveDispatchData,
  GatewayMessageUpdateDispatchData,
} from 'discord.js'
import { bytesMost, type Media, mediaKindOf } from '../../core/chat/media/media.ts'
import {
  ApplicationCommandType,
  ChannelType,
  EmbedType,
  InteractionContextType,
  InteractionType,
  MessageFlags,
  MessageType,
} from './library.ts'

/** What is kept of an interaction: enough to handle and answer it after a restart, while its token lives (15 minutes). */
export type InteractionEvent = {
  is: 'interaction'
  id: string
  token: string
  applicationId: string
  personId: string
  /** The DM with the bot; undefined in a server. */
  chatId: string | undefined
  locale: string
  /** The message whose control was pressed, or from which the form was opened. */
  messageId: string | undefined
  asked:
    | { kind: 'command'; name: string; options: Record<string, string> }
    | { kind: 'press'; customId: string; chosen: string[] }
    | { kind: 'form'; customId: string; values: Record<string, string> }
}

/** What a message carries beside its words, and why it does not travel, if so: it is too large, or of another kind. */
export type Carried = {
  files: { id: string; kind: Media['kind']; spoiler: boolean }[]
  stickers: string[]
  stays?: 'large' | 'kind'
}

/** What is kept of a message written to the bot. */
export type MessageEvent = {
  is: 'message'
  id: string
  personId: string
  chatId: string
  text: string
  /** The message it replies to. */
  replyTo?: string | undefined
  carries?: Carried
}

/** A message that its writer changed. */
export type EditEvent = {
  is: 'edit'
  id: string
  messageId: string
  personId: string
  chatId: string
  text: string
  carries?: Carried
}

/** A message that was taken away; Discord does not say by whom, so that the chat stands for the person. */
export type DeleteEvent = { is: 'delete'; id: string; messageId: string; personId: string; chatId: string }

/** A reaction that came or went. A custom emoji has no id here: the nearest that all know is a heart. */
export type ReactionEvent = {
  is: 'reaction'
  id: string
  messageId: string
  personId: string
  chatId: string
  emoji: string
  on: boolean
}

export type DiscordEvent = InteractionEvent | MessageEvent | EditEvent | DeleteEvent | ReactionEvent

/** What we need of a raw INTERACTION_CREATE; undefined when it is none of ours. */
export function keepInteraction(raw: APIInteraction): InteractionEvent | undefined {
  const asked = readAsked(raw)
  const personId = raw.user?.id ?? raw.member?.user.id
  if (!asked || !personId) return undefined
  const inDm = raw.guild_id === undefined && (raw.context === undefined || raw.context === InteractionContextType.BotDM)
  return {
    is: 'interaction',
    id: raw.id,
    token: raw.token,
    applicationId: raw.application_id,
    personId,
    chatId: inDm ? raw.channel?.id : undefined,
    locale: 'locale' in raw ? raw.locale : '',
    messageId: 'message' in raw ? raw.message?.id : undefined,
    asked,
  }
}

/**
 * What we need of a raw MESSAGE_CREATE (or of a message from a DM's history); undefined unless a person wrote it to
 * the bot itself. System messages (a pin, a call) are nobody's words; a type that Discord may invent tomorrow is somebody's
 * who hears that it does not travel.
 */
export function keepMessage(
  raw: Omit<GatewayMessageCreateDispatchData, 'mentions'> & { channel_type?: ChannelType },
): MessageEvent | undefined {
  const elsewhere = raw.guild_id !== undefined || (raw.channel_type ?? ChannelType.DM) !== ChannelType.DM
  const written = raw.type === MessageType.Default || raw.type === MessageType.Reply
  const known = written || MessageType[raw.type] !== undefined
  if (elsewhere || (known && !written) || raw.author.bot || raw.webhook_id) return undefined
  const replyTo = raw.type === MessageType.Reply ? raw.message_reference?.message_id : undefined
  const message = { is: 'message', id: raw.id, personId: raw.author.id, chatId: raw.channel_id } as const
  // What was passed on stands in a snapshot; where it came from stays behind. docs: resources/message#message-snapshot-object
  const said = raw.message_snapshots?.[0]?.message ?? raw
  const carries = known && !hasOther(raw) ? carriedBy(said) : OTHER
  return { ...message, text: said.content, replyTo, ...(carries ? { carries } : {}) }
}

const OTHER: Carried = { files: [], stickers: [], stays: 'kind' }

/**
 * Whether it carries what is neither words nor a file of ours: an invitation to play, a look for the client, what a bot
 * had laid out in a message that was passed on. docs: resources/message#message-object
 */
function hasOther(raw: object): boolean {
  const { activity, shared_client_theme: theme, message_snapshots: passed = [] } = raw as Partial<Laid>
  const laidOut = passed.some(({ message }) => message.components?.length || message.embeds?.some(isLaidOut))
  return activity !== undefined || theme !== undefined || passed.length > 1 || laidOut
}

type Laid = {
  activity: unknown
  shared_client_theme: unknown
  message_snapshots: { message: Partial<Pick<APIMessage, 'components' | 'embeds'>> }[]
}

/** A preview of a link is not: it belongs to the link. docs: resources/message#embed-object-embed-types */
const isLaidOut = ({ type }: { type?: EmbedType }) => type === EmbedType.Rich

type MayCarry = Partial<
  Pick<APIMessage, 'attachments' | 'sticker_items' | 'poll' | 'flags'> & { content: string | null }
>

/** Of names, sizes and addresses nothing is kept. docs: resources/message#attachment-object */
function carriedBy({ attachments = [], sticker_items: stickers = [], poll, flags }: MayCarry): Carried | undefined {
  const isVoice = ((flags ?? 0) & MessageFlags.IsVoiceMessage) !== 0
  const kinds = attachments.map(({ content_type: type }) => kindOfFile(type, isVoice))
  const stays =
    poll !== undefined || kinds.includes(undefined)
      ? 'kind'
      : attachments.some(({ size }, i) => size > bytesMost(kinds[i]))
        ? 'large'
        : undefined
  if (attachments.length === 0 && stickers.length === 0 && !stays) return undefined
  return {
    files: attachments.flatMap(({ id, filename }, i) => {
      const kind = kinds[i]
      return kind ? [{ id, kind, spoiler: filename.startsWith('SPOILER_') }] : []
    }),
    stickers: stickers.map(({ name }) => name),
    ...(stays ? { stays } : {}),
  }
}

function kindOfFile(type: string | undefined, isVoice: boolean): Media['kind'] | undefined {
  const kind = mediaKindOf(type)
  return kind === 'audio' && isVoice ? 'voice' : kind
}

/**
 * What we need of a raw MESSAGE_UPDATE; undefined unless a person changed their own words in the bot's DM. Without an
 * edit's time it is Discord's own doing (a preview of a link).
 */
export function keepEdit(
  raw: GatewayMessageUpdateDispatchData & { channel_type?: ChannelType },
): EditEvent | undefined {
  const message = raw.edited_timestamp && raw.author && typeof raw.content === 'string' ? keepMessage(raw) : undefined
  if (!message) return undefined
  const { id, is: _is, replyTo: _replyTo, ...rest } = message
  return { ...rest, is: 'edit', id: `${id}:${Date.parse(raw.edited_timestamp ?? '')}`, messageId: id }
}

/** What we need of a raw MESSAGE_DELETE; it names nobody (docs: events/gateway-events#message-delete). */
export function keepDelete({
  id,
  channel_id: chatId,
  guild_id: guildId,
}: GatewayMessageDeleteDispatchData): DeleteEvent | undefined {
  if (guildId !== undefined) return undefined
  return { is: 'delete', id: `${id}:gone`, messageId: id, personId: chatId, chatId }
}

/** What we need of a reaction in the bot's DM; undefined for our own. Discord numbers them not: `heard` does. */
export function keepReaction(
  raw: GatewayMessageReactionAddDispatchData | GatewayMessageReactionRemoveDispatchData,
  { on, botId, heard }: { on: boolean; botId: string; heard: string },
): ReactionEvent | undefined {
  const { user_id: personId, channel_id: chatId, message_id: messageId, guild_id: guildId, emoji } = raw
  if (guildId !== undefined || personId === botId) return undefined
  const known = emoji.id === null && emoji.name ? emoji.name : '❤'
  return { is: 'reaction', id: `${messageId}:${heard}`, messageId, personId, chatId, emoji: known, on }
}

function readAsked(raw: APIInteraction): InteractionEvent['asked'] | undefined {
  switch (raw.type) {
    case InteractionType.ApplicationCommand:
      if (raw.data.type !== ApplicationCommandType.ChatInput) return undefined
      return { kind: 'command', name: raw.data.name, options: readOptions(raw.data.options ?? []) }
    case InteractionType.MessageComponent:
      return { kind: 'press', customId: raw.data.custom_id, chosen: 'values' in raw.data ? raw.data.values : [] }
    case InteractionType.ModalSubmit:
      return { kind: 'form', customId: raw.data.custom_id, values: readValues(raw.data.components) }
    default:
      return undefined
  }
}

function readOptions(options: readonly { name: string }[]): Record<string, string> {
  const basic = options.filter((option): option is APIApplicationCommandInteractionDataBasicOption => 'value' in option)
  return Object.fromEntries(basic.map(({ name, value }) => [name, String(value)]))
}

/** The fields of a submitted form, whatever they are wrapped in. docs: receiving-and-responding (modal submit data) */
function readValues(components: readonly object[]): Record<string, string> {
  const fields = components.flatMap((holder) => {
    if ('component' in holder && isObject(holder.component)) return [holder.component]
    if ('components' in holder && Array.isArray(holder.components)) return holder.components.filter(isObject)
    return []
  })
  return Object.fromEntries(fields.flatMap(readValue))
}

function readValue(field: object): [string, string][] {
  if (!('custom_id' in field) || typeof field.custom_id !== 'string') return []
  if ('value' in field && typeof field.value === 'string') return [[field.custom_id, field.value]]
  if ('values' in field && Array.isArray(field.values)) return [[field.custom_id, String(field.values[0] ?? '')]]
  return []
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
