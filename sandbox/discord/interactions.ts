/** Interactions: handed to the bot, answered within three seconds or lost. docs: interactions/receiving-and-responding */
import { randomBytes } from 'node:crypto'
import { refusals } from './failure.ts'
import { messageJson } from './message_wire.ts'
import { deleteMessage, editMessage, sendMessage } from './messages.ts'
import {
  type Answered,
  type Channel,
  callbackTypes,
  flags,
  type Interaction,
  interactionTypes,
  type Json,
  type Message,
  type Resident,
} from './model.ts'
import { type MessageDraft, readMessage, refuseEmpty, type Upload } from './validate/message.ts'
import { readModal } from './validate/modal.ts'
import { createProblems, isObject, refuse } from './validate/problems.ts'
import { channelJson, guildJson, ownersJson, senderJson } from './wire.ts'
import { channelOf, personOf, placeOf, type World } from './world.ts'

const tokenLifeMs = 15 * 60_000
const attachmentSizeLimit = 10 * 1024 * 1024
/** docs: receiving-and-responding (app_permissions in a DM with the bot) */
const appPermissions = { dm: '442368', guild: '2248473465835073' }

/** Creates an interaction and sends it to the bot. */
export function openInteraction(
  world: World,
  person: Resident,
  ask: { type: number; channel: Channel; data: Json; source?: Message; heard: (what: Answered) => void },
): Interaction {
  const { type, channel, data, source } = ask
  const interaction: Interaction = {
    id: world.nextId(),
    token: randomBytes(96).toString('base64url'),
    type,
    personId: person.user.id,
    channelId: channel.id,
    createdAt: world.now(),
    dead: false,
    thinking: false,
    followUps: 0,
    heard: ask.heard,
    ...(source ? { sourceMessageId: source.id } : {}),
    ...(type === interactionTypes.command ? { commandName: String(data.name) } : {}),
  }
  world.interactions.set(interaction.token, interaction)
  const guild = channel.place === 'guild'
  const payload: Json = {
    id: interaction.id,
    application_id: world.applicationId,
    type,
    data,
    ...(guild
      ? { guild_id: world.guild.id, guild: pickGuild(guildJson(world)), guild_locale: world.guild.locale }
      : {}),
    channel: channelJson(world, channel),
    channel_id: channel.id,
    ...senderJson(world, person, channel),
    token: interaction.token,
    version: 1,
    ...(source ? { message: messageJson(world, source) } : {}),
    app_permissions: appPermissions[channel.place],
    locale: person.locale,
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: ownersJson(world, person.user.id, channel.id),
    context: guild ? 0 : 1,
    attachment_size_limit: attachmentSizeLimit,
  }
  world.dispatch({ name: 'INTERACTION_CREATE', data: payload, intent: 0 })
  return interaction
}

function pickGuild(guild: Json): Json {
  return { id: guild.id, locale: guild.preferred_locale, features: guild.features }
}

/**
 * The first response. Answers the resource it made, for `with_response`.
 * @throws ApiFailure 10062 too late or unknown, 40060 answered before, 50035, 50006
 */
export function respond(
  world: World,
  interaction: Interaction,
  body: Json,
  uploads: readonly Upload[],
): { message?: Message } {
  if (interaction.dead) throw refusals.unknownInteraction()
  if (interaction.answer !== undefined) throw refusals.alreadyAcknowledged()
  const type = allowedCallback(interaction, body.type)
  const data = isObject(body.data) ? body.data : {}
  const made = responders[type]?.(world, interaction, data, uploads) ?? {}
  interaction.answer = type
  interaction.heard({ kind: 'response', type })
  return made
}

type Responder = (
  world: World,
  interaction: Interaction,
  data: Json,
  uploads: readonly Upload[],
) => { message?: Message }

const responders: { [type: number]: Responder } = {
  [callbackTypes.message](world, interaction, data, uploads) {
    const draft = readMessage(data, uploads, { at: ['data'], via: 'webhook' })
    refuseEmpty(draft)
    const message = sendAnswer(world, interaction, draft)
    interaction.originalId = message.id
    return { message }
  },
  [callbackTypes.deferMessage](world, interaction, data) {
    const draft = readMessage({ flags: data.flags }, [], { at: ['data'], via: 'webhook' })
    const message = sendAnswer(world, interaction, { ...draft, flags: (draft.flags ?? 0) | flags.loading })
    interaction.originalId = message.id
    interaction.thinking = true
    return { message }
  },
  [callbackTypes.deferUpdate](_world, interaction) {
    if (interaction.sourceMessageId !== undefined) interaction.originalId = interaction.sourceMessageId
    return {}
  },
  [callbackTypes.update](world, interaction, data, uploads) {
    const message = sourceOf(world, interaction)
    editMessage(world, message, readMessage(data, uploads, { at: ['data'], via: 'webhook', standing: message.flags }))
    interaction.originalId = message.id
    return { message }
  },
  [callbackTypes.modal](world, interaction, data) {
    const problems = createProblems()
    const modal = readModal(problems, data)
    problems.refuseIfAny()
    const person = personOf(world, interaction.personId)
    const { sourceMessageId } = interaction
    person.form = {
      ...modal,
      interactionId: interaction.id,
      channelId: interaction.channelId,
      ...(sourceMessageId === undefined ? {} : { sourceMessageId }),
    }
    world.changed({ personId: person.user.id, change: 'form' })
    return {}
  },
}

/** Which callbacks this kind of interaction may be answered with; 6 and 7 need a message to be about. */
function allowedCallback(interaction: Interaction, type: unknown): number {
  const { message, deferMessage, deferUpdate, update, modal } = callbackTypes
  const onMessage = interaction.sourceMessageId === undefined ? [] : [deferUpdate, update]
  const form = interaction.type === interactionTypes.modal ? [] : [modal]
  const allowed: number[] = [message, deferMessage, ...onMessage, ...form]
  if (typeof type === 'number' && allowed.includes(type)) return type
  if (type === undefined || type === null) return refuse(['type'], 'BASE_TYPE_REQUIRED', 'This field is required')
  return refuse(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`)
}

/** A further message over the interaction's token. @throws ApiFailure 10015, 40094, 50006, 50035 */
export function followUp(world: World, interaction: Interaction, body: Json, uploads: readonly Upload[]): Message {
  if (interaction.answer === undefined) throw refusals.unknownWebhook()
  const draft = readMessage(body, uploads, { via: 'webhook' })
  const original = interaction.thinking ? originalOf(world, interaction) : undefined
  if (original) {
    refuseEmpty(draft)
    return changeAnswer(world, interaction, original, draft)
  }
  refuseEmpty(draft)
  interaction.followUps += 1
  if (interaction.followUps > mostFollowUps(world, interaction)) throw refusals.tooManyFollowUps()
  const message = sendAnswer(world, interaction, draft)
  interaction.heard({ kind: 'later' })
  return message
}

/** Five for apps installed to the user only. docs: receiving-and-responding#create-followup-message */
function mostFollowUps(world: World, interaction: Interaction): number {
  const owners = ownersJson(world, interaction.personId, interaction.channelId)
  return '0' in owners ? Number.POSITIVE_INFINITY : 5
}

/** A message of this interaction by id or `@original`. @throws ApiFailure 10008, 10015 */
export function answerMessage(world: World, interaction: Interaction, id: string): Message {
  if (interaction.answer === undefined) throw refusals.unknownWebhook()
  if (id === '@original') return originalOf(world, interaction)
  const message = world.messages.get(id)
  const own = message?.interaction?.id === interaction.id || id === interaction.originalId
  if (!message || message.deleted || !own) throw refusals.unknownMessage()
  return message
}

export function editAnswer(
  world: World,
  interaction: Interaction,
  id: string,
  body: Json,
  uploads: readonly Upload[],
): Message {
  const message = answerMessage(world, interaction, id)
  const draft = readMessage(body, uploads, { via: 'webhook', standing: message.flags })
  return changeAnswer(world, interaction, message, draft)
}

export function deleteAnswer(world: World, interaction: Interaction, id: string): void {
  const message = answerMessage(world, interaction, id)
  interaction.thinking = false
  deleteMessage(world, message)
  interaction.heard({ kind: 'later' })
}

function changeAnswer(world: World, interaction: Interaction, message: Message, draft: MessageDraft): Message {
  editMessage(world, message, draft)
  if (message.id === interaction.originalId) interaction.thinking = false
  interaction.heard({ kind: 'later' })
  return message
}

function originalOf(world: World, interaction: Interaction): Message {
  const message = interaction.originalId === undefined ? undefined : world.messages.get(interaction.originalId)
  if (!message || message.deleted) throw refusals.unknownMessage()
  return message
}

function sourceOf(world: World, interaction: Interaction): Message {
  const message =
    interaction.sourceMessageId === undefined ? undefined : world.messages.get(interaction.sourceMessageId)
  if (!message || message.deleted) throw refusals.unknownMessage()
  return message
}

function sendAnswer(world: World, interaction: Interaction, draft: MessageDraft): Message {
  const { id, type, personId, commandName } = interaction
  const chosen = draft.flags ?? 0
  const { nonce: _unused, ...rest } = draft
  return sendMessage(world, rest, {
    channelId: interaction.channelId,
    authorId: world.bot.id,
    flags: chosen,
    interaction: { id, type, personId, ...(commandName === undefined ? {} : { commandName }) },
    ...((chosen & flags.ephemeral) === 0 ? {} : { ephemeralFor: personId }),
  })
}

/** By token, for the callback. @throws ApiFailure 10062 */
export function interactionToAnswer(world: World, id: string, token: string, deadlineMs: number): Interaction {
  const interaction = world.interactions.get(token)
  if (interaction?.id !== id) throw refusals.unknownInteraction()
  const late = interaction.answer === undefined && world.now() - interaction.createdAt > deadlineMs
  if (late) {
    interaction.dead = true
    interaction.heard({ kind: 'late' })
  }
  return interaction
}

/** By token, for everything after the callback. @throws ApiFailure 10015 for another application, 50027 expired or unknown */
export function interactionToFollow(world: World, applicationId: string, token: string): Interaction {
  if (applicationId !== world.applicationId) throw refusals.unknownWebhook()
  const interaction = world.interactions.get(token)
  const expired = !interaction || interaction.dead || world.now() - interaction.createdAt >= tokenLifeMs
  if (!interaction || expired) throw refusals.invalidWebhookToken()
  return interaction
}

/** What `with_response=true` answers. docs: receiving-and-responding#interaction-callback */
export function callbackJson(world: World, interaction: Interaction, made: { message?: Message }): Json {
  const { message } = made
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(message
        ? {
            response_message_id: message.id,
            response_message_loading: (message.flags & flags.loading) !== 0,
            response_message_ephemeral: message.ephemeralFor !== undefined,
          }
        : {}),
      channel_id: channelOf(world, interaction.channelId).id,
      ...(placeOf(world, interaction.channelId) === 'guild' ? { guild_id: world.guild.id } : {}),
    },
    resource: { type: interaction.answer, ...(message ? { message: messageJson(world, message) } : {}) },
  }
}
