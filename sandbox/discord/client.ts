/** One person's Discord client: acts as a person would, and shows what they would see. */
import type { Person, Place } from '../person.ts'
import { type Asking, ask, type Patience } from './asking.ts'
import { filledForm } from './form.ts'
import { deleteMessage, editMessage, sendMessage, setReaction, unfurlMessage } from './messages.ts'
import { type Channel, intents, interactionTypes, type Json, type Message, type Resident } from './model.ts'
import { commandData, offeredCommands } from './picker.ts'
import { isEmoji } from './rest/messages.ts'
import { createScreen, transcript } from './screen.ts'
import { seeForm } from './see.ts'
import { flatten } from './validate/component_ids.ts'
import { openDm, sees, type World, type WorldChange } from './world.ts'
import { rewriting, writing } from './writing.ts'

export interface DiscordPerson extends Person {
  readonly platform: 'discord'
  readonly username: string
  /** Starts typing in the DM with the bot. */
  type(): Promise<void>
  unfurl(messageId: string, embed: Json): Promise<void>
  /** Leaves or joins the guild that is shared with the bot. */
  leaveGuild(): void
  joinGuild(): void
  /** As `block`, but choosing what the bot meets: a refused opening of the DM (400) or a refused send (403). */
  closeDms(how: 'create' | 'send'): void
}

export type ClientOptions = Patience & { onChange: (listener: (change: WorldChange) => void) => () => void }

export function createClient(world: World, person: Resident, options: ClientOptions): DiscordPerson {
  const screen = createScreen(world, person, options.onChange)
  const interact = (asking: Asking) => ask(world, person, asking, options)
  const closeForm = () => {
    delete person.form
    world.changed({ personId: person.user.id, change: 'form' })
  }

  async function use(label: string, kind: 'button' | 'select', on?: { message?: string; in?: Place }): Promise<void> {
    const { messageId, control, value } = screen.control(label, kind, on)
    if (control.disabled) throw new Error(`"${label}" is disabled`)
    const source = world.messages.get(messageId)
    const component = flatten(source?.components ?? []).find(({ custom_id }) => custom_id === control.id)
    const channel = world.channels.get(source?.channelId ?? '')
    if (!source || !component || !channel) throw new Error(`"${label}" is gone`)
    const data: Json = { custom_id: control.id, component_type: component.type, id: component.id }
    if (value !== undefined) data.values = [value]
    await interact({ type: interactionTypes.component, channel, data, source })
  }

  async function submit(values: Record<string, string>): Promise<void> {
    const { form } = person
    const channel = world.channels.get(form?.channelId ?? '')
    if (!form || !channel) throw new Error(`No form is open:\n${transcript(screen.chat())}`)
    const source = world.messages.get(form.sourceMessageId ?? '')
    const data = { custom_id: form.customId, components: filledForm(form, values) }
    await interact({ type: interactionTypes.modal, channel, data, ...(source ? { source } : {}) })
    if (person.form === form) closeForm()
  }

  return {
    ...identity(person),
    ...conversation(world, person),
    ...standing(person),
    commands: () => offeredCommands(world, person),
    async command(name, given = {}, where = {}) {
      const place = where.in ?? 'dm'
      const data = commandData(world, person, { name, options: given, place })
      await interact({ type: interactionTypes.command, channel: channelIn(world, person, place), data })
    },
    press: (label, on) => use(label, 'button', on),
    choose: (label, on) => use(label, 'select', on),
    form: () => (person.form ? seeForm(person.form) : undefined),
    submit,
    dismiss: closeForm,
    chat: screen.chat,
    file(messageId, index) {
      const message = world.messages.get(messageId)
      if (!message || message.deleted || !sees(world, person, message)) return undefined
      return [...message.attachments, ...(message.stickers ?? [])][index]
    },
    until: screen.until,
    toasts: () => [],
  }
}

function identity({ user, locale, timeZone }: Resident) {
  const { id, username, displayName: name } = user
  return { id, name, username, platform: 'discord' as const, locale, timeZone }
}

/** Of a server; only some people may use them everywhere. */
const customEmoji = /^<a?:\w{2,32}:\d{17,19}>$/

/** What a person does in the DM without asking the bot anything. */
function conversation(
  world: World,
  person: Resident,
): Pick<DiscordPerson, 'say' | 'edit' | 'remove' | 'react' | 'type' | 'unfurl'> {
  const me = person.user.id
  return {
    async say(text, extra = {}) {
      const { draft, facts } = writing(world, text, extra)
      return sendMessage(world, draft, { ...facts, channelId: openDm(world, person).id, authorId: me }).id
    },
    async edit(messageId, text, extra = {}) {
      const message = ownMessage(world, me, messageId)
      editMessage(world, message, rewriting(message, text, extra))
    },
    async unfurl(messageId, embed) {
      unfurlMessage(world, ownMessage(world, me, messageId), embed)
    },
    async remove(messageId) {
      deleteMessage(world, ownMessage(world, me, messageId))
    },
    async react(messageId, emoji) {
      const message = world.messages.get(messageId)
      const channel = world.channels.get(message?.channelId ?? '')
      const visible = message && !message.deleted && (channel?.place === 'guild' || channel?.personId === me)
      if (!visible) throw new Error(`No message on the screen has the id ${messageId}`)
      if (message.ephemeralFor !== undefined) throw new Error('A message that only you see takes no reaction')
      if (emoji !== null && !isEmoji(emoji) && !customEmoji.test(emoji)) throw new Error(`Not an emoji: ${emoji}`)
      for (const [earlier, who] of [...message.reactions]) {
        if (who.has(me) && earlier !== emoji) setReaction(world, message, { emoji: earlier, userId: me, on: false })
      }
      if (emoji !== null) setReaction(world, message, { emoji, userId: me, on: true })
    },
    async type() {
      const data = { channel_id: openDm(world, person).id, user_id: me, timestamp: Math.floor(world.now() / 1_000) }
      world.dispatch({ name: 'TYPING_START', data, intent: intents.directTyping })
    },
  }
}

/** Whether the bot may write to this person. */
function standing(
  person: Resident,
): Pick<DiscordPerson, 'block' | 'unblock' | 'blocked' | 'closeDms' | 'leaveGuild' | 'joinGuild'> {
  return {
    async block() {
      person.closed = 'send'
    },
    async unblock() {
      person.closed = false
    },
    blocked: () => person.closed !== false,
    closeDms(how) {
      person.closed = how
    },
    leaveGuild() {
      person.inGuild = false
    },
    joinGuild() {
      person.inGuild = true
    },
  }
}

function channelIn(world: World, person: Resident, place: Place): Channel {
  return place === 'guild' ? world.guildChannel : openDm(world, person)
}

function ownMessage(world: World, me: string, messageId: string): Message {
  const message = world.messages.get(messageId)
  if (!message || message.deleted || message.authorId !== me) {
    throw new Error(`No message of one's own has the id ${messageId}`)
  }
  return message
}
