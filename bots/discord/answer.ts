import { createHash } from 'node:crypto'
import type { Budget } from '../../core/delivery/budget.ts'
import type { Spot } from '../../core/letters/shownLetters.ts'
import type { Log } from '../../core/log.ts'
import type { Turn } from '../dialogue/turn.ts'
import type { Reply } from '../dialogue/view.ts'
import type { Ack, Acks } from './acks.ts'
import type { DiscordApi, FirstAnswer } from './api.ts'
import type { DiscordEvent, InteractionEvent } from './event.ts'
import { renderForm } from './forms.ts'
import type { Insist } from './insist.ts'
import { InteractionResponseType, MessageFlags } from './library.ts'
import { codeOf, codes, outcomeOf } from './outcome.ts'
import { type MessageBody, renderNote, renderView } from './render.ts'
import { spotInDm, spotOfAnswer } from './spots.ts'

/**
 * Shows the reply to a turn, and says where each of its views stands then. A person who can no longer be reached is no
 * error; rejects when Discord cannot be asked.
 */
export type Answer = (turn: Turn, event: DiscordEvent, reply: Reply) => Promise<Spot[][]>

type Around = { api: DiscordApi; acks: Acks; budget: Budget; log: Log; insist: Insist }

/** What a reply shows in messages: in place of the pressed message, or new. Of a form: what stands in for it. */
type Showing = {
  turn: Turn
  messages: MessageBody[]
  replaces: string | undefined
  flags: { flags?: MessageFlags }
  /** Told where each message stands, by its place among {@link messages}. */
  stands: (index: number, spot: Spot) => void
}

/**
 * Interactions are answered over their own token, in a server for that person's eyes only; when the token is worth
 * nothing any more, by an ordinary message in the DM. Written messages are answered in the DM.
 */
export function openAnswer(around: Around): Answer {
  return async (turn, event, reply) => {
    const rendered = messagesOf(reply)
    const spots = rendered.map((): Spot[] => [])
    const viewOf = rendered.flatMap((messages, view) => messages.map(() => view))
    const stands = (index: number, spot: Spot) => void spots[viewOf[index] ?? -1]?.push(spot)
    const messages = rendered.flat()
    try {
      if (event.is === 'interaction') await answerInteraction(around, event, reply, { turn, messages, stands })
      else await answerInDm(around, { turn, messages, stands, replaces: undefined, flags: {} })
    } catch (error) {
      if (outcomeOf(error).kind !== 'gone') throw error
    }
    return spots
  }
}

async function answerInteraction(
  around: Around,
  event: InteractionEvent,
  reply: Reply,
  what: Pick<Showing, 'turn' | 'messages' | 'stands'>,
): Promise<void> {
  const replaces = reply.kind === 'views' && reply.replace ? event.messageId : undefined
  const showing: Showing = { ...what, replaces, flags: flagsOf(event, reply) }
  try {
    const ack = await acknowledge(around, event, reply, showing)
    if (ack === 'answered') await goOn(around, event, showing, 1)
    else await fillIn(around, event, reply, showing, ack)
  } catch (error) {
    if (!TOKEN_IS_DEAD.has(codeOf(error))) throw error
    await answerInDm(around, showing)
  }
}

/** Answers first, unless that was done before: by asking for more time, by a lost attempt, by a process that died. */
async function acknowledge(
  { api, acks, insist }: Around,
  event: InteractionEvent,
  reply: Reply,
  showing: Showing,
): Promise<Ack | 'answered'> {
  const ack = await acks.take(event)
  if (ack !== 'open') return ack
  const first = (shown: Showing) => insist(() => api.answerFirst(event, firstAnswer(event, reply, shown)))
  try {
    const inPlace = await first(showing).then(
      () => showing.replaces,
      async (error) => {
        if (codeOf(error) !== codes.unknownMessage) throw error
        await first({ ...showing, replaces: undefined })
        return undefined
      },
    )
    if (inPlace !== undefined) showing.stands(0, spotOfAnswer(event, inPlace, true))
    else if (showsLetter(reply)) await tellFirst({ api, insist }, event, showing)
    return reply.kind === 'nothing' && event.messageId === undefined ? 'thinking' : 'answered'
  } catch (error) {
    if (codeOf(error) === codes.alreadyAcknowledged) return standing({ api, insist }, event)
    throw error
  }
}

const showsLetter = (reply: Reply) => reply.kind === 'views' && reply.views[0]?.shows !== undefined

/** Discord names a first answer only when it is asked; where it cannot be, its place stays unknown. */
async function tellFirst(
  { api, insist }: Pick<Around, 'api' | 'insist'>,
  event: InteractionEvent,
  showing: Showing,
): Promise<void> {
  const original = await insist(() => api.firstAnswer(event)).catch(() => undefined)
  if (original) showing.stands(0, spotOfAnswer(event, original.id, true))
}

/** How an interaction stands that somebody acknowledged before us. */
async function standing({ api, insist }: Pick<Around, 'api' | 'insist'>, event: InteractionEvent): Promise<Ack> {
  if (event.messageId === undefined) return 'thinking'
  const original = await insist(() => api.firstAnswer(event)).catch((error) => {
    if (codeOf(error) !== codes.unknownMessage) throw error
    return undefined
  })
  return original && original.id !== event.messageId ? 'thinking' : 'quiet'
}

/** The first answer was given already: says now what it should have said. */
async function fillIn(
  around: Around,
  event: InteractionEvent,
  reply: Reply,
  showing: Showing,
  ack: Ack,
): Promise<void> {
  const { api, insist, log } = around
  const [first] = showing.messages
  if (reply.kind === 'form') log.warn('discord: a form came too late to be opened; its button is shown')
  if (!first) {
    if (ack === 'thinking') await insist(() => api.deleteFirst(event)).catch(unlessGone)
    return
  }
  const edits = ack === 'thinking' || showing.replaces !== undefined
  const edited = edits && (await insist(() => api.editFirst(event, first)).then(() => true, unlessGone))
  if (edited && ack === 'quiet' && showing.replaces !== undefined)
    showing.stands(0, spotOfAnswer(event, showing.replaces, true))
  else if (edited && showsLetter(reply)) await tellFirst(around, event, showing)
  await goOn(around, event, showing, edited ? 1 : 0)
}

/** Further messages over the token, from the given one on. Rejects when the token dies before the first of them is sent. */
async function goOn(around: Around, event: InteractionEvent, showing: Showing, from: number): Promise<void> {
  for (const [index, message] of showing.messages.entries()) {
    if (index < from) continue
    try {
      const { id } = await around.insist(() => around.api.followUp(event, { ...message, ...showing.flags }))
      showing.stands(index, spotOfAnswer(event, id, false))
    } catch (error) {
      if (!TOKEN_IS_DEAD.has(codeOf(error))) throw error
      return answerInDm(around, { ...showing, replaces: undefined }, index)
    }
  }
}

/** By ordinary messages. Their nonces come from the turn, so that doing it again shows nothing twice. */
async function answerInDm(
  { api, budget, insist }: Around,
  { turn, messages, replaces, stands }: Showing,
  from = 0,
): Promise<void> {
  if (messages.length <= from) return
  const chatId = turn.chatId ?? (await insist(() => api.openChat(turn.platformId)))
  for (const [index, message] of messages.entries()) {
    if (index < from) continue
    await budget.take(turn.platformId, 'answer')
    const pressed = index === 0 && turn.chatId !== undefined ? replaces : undefined
    const edited = pressed && (await insist(() => api.edit(chatId, pressed, message)).then(() => pressed, unlessGone))
    const id = edited ? edited : (await insist(() => api.send(chatId, message, nonceOf(turn, index)))).id
    stands(index, spotInDm(chatId, id))
  }
}

/** At most 25 characters (docs: resources/message#create-message); of a change, the turn's id is longer. */
function nonceOf({ id }: Turn, index: number): string {
  const short = id.length <= 20 ? id : createHash('sha256').update(id).digest('base64url').slice(0, 20)
  return `${short}.${index}`
}

/** View by view. */
function messagesOf(reply: Reply): MessageBody[][] {
  switch (reply.kind) {
    case 'views':
      return reply.views.map(renderView)
    case 'note':
      return [renderNote(reply.text)]
    case 'form':
      return [renderView(reply.late)]
    case 'nothing':
      return []
  }
}

function firstAnswer(
  event: InteractionEvent,
  reply: Reply,
  { messages: [message], replaces, flags }: Showing,
): FirstAnswer {
  if (reply.kind === 'form') return { type: InteractionResponseType.Modal, data: renderForm(reply.form) }
  if (message && replaces !== undefined) return { type: InteractionResponseType.UpdateMessage, data: message }
  if (message) return { type: InteractionResponseType.ChannelMessageWithSource, data: { ...message, ...flags } }
  if (event.messageId !== undefined) return { type: InteractionResponseType.DeferredMessageUpdate }
  return { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: MessageFlags.Ephemeral } }
}

/** In a server everything we say is for the one person who asked; a passing line is so everywhere. */
function flagsOf(event: InteractionEvent, reply: Reply): Showing['flags'] {
  return event.chatId === undefined || reply.kind === 'note' ? { flags: MessageFlags.Ephemeral } : {}
}

/** Too late, expired, or all its follow-ups used (five for an app that is only installed to the person). */
const TOKEN_IS_DEAD: ReadonlySet<number | undefined> = new Set([
  codes.unknownInteraction,
  codes.unknownWebhook,
  codes.invalidWebhookToken,
  codes.tooManyFollowUps,
])

/** A message that is not there any more cannot be changed: false. Everything else is still an error. */
function unlessGone(error: unknown): false {
  if (codeOf(error) === codes.unknownMessage) return false
  throw error
}
