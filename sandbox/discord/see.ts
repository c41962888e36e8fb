/** A message and a form as they stand on a person's screen. */
import type { FileKind, SeenControl, SeenField, SeenForm, SeenMessage } from '../person.ts'
import { messageJson } from './message_wire.ts'
import { flags, type Json, type Message, type OpenForm, type Resident } from './model.ts'
import { plainText, type Reader } from './plain.ts'
import { childrenOf, flatten } from './validate/component_ids.ts'
import { kinds } from './validate/components.ts'
import { isObject } from './validate/problems.ts'
import { placeOf, type World } from './world.ts'

export function seeMessage(world: World, person: Resident, message: Message): SeenMessage {
  const { id, at, editedAt, replyTo, deleted } = message
  return {
    id,
    from: message.authorId === person.user.id ? 'me' : 'bot',
    text: textOf(message, readerOf(world, person)),
    controls: flatten(message.components).flatMap(controlOf),
    ephemeral: message.ephemeralFor !== undefined,
    at,
    ...(editedAt === undefined ? {} : { editedAt }),
    deleted,
    ...(replyTo === undefined ? {} : { replyTo }),
    reactions: [...message.reactions].flatMap(([emoji, who]) =>
      [...who].map((userId) => ({ emoji, from: userId === person.user.id ? ('me' as const) : ('bot' as const) })),
    ),
    files: filesOf(message),
    ...(message.forwardOf ? { forwardedFrom: '' } : {}),
    place: placeOf(world, message.channelId),
    // Few look.
    get raw() {
      return messageJson(world, message)
    },
  }
}

function readerOf(world: World, person: Resident): Reader {
  return {
    locale: person.locale,
    timeZone: person.timeZone,
    now: world.now(),
    nameOf: (id) => (id === world.bot.id ? world.bot.displayName : world.people.get(id)?.user.displayName),
  }
}

function textOf(message: Message, reader: Reader): string {
  if ((message.flags & flags.loading) !== 0) return '…'
  const embeds = (message.flags & flags.suppressEmbeds) === 0 ? message.embeds : []
  const parts = [
    message.content,
    ...pollTexts(message.poll),
    ...embeds.flatMap(embedTexts),
    ...message.components.flatMap(componentTexts),
  ]
  const markup = parts.filter((part) => part !== '')
  return markup.map((part) => plainText(part, reader)).join('\n')
}

/** The files of a message, the stickers last. */
function filesOf({ attachments, stickers = [], flags: set }: Message): SeenMessage['files'] {
  const isVoice = (set & flags.voiceMessage) !== 0
  const files = attachments.map(({ name, type, size }) => {
    return { name, type, size, kind: isVoice ? ('voice' as const) : kindOf(type), spoiler: name.startsWith('SPOILER_') }
  })
  const shown = stickers.map(({ name, type, data }) => {
    return { name, type, size: data.byteLength, kind: 'sticker' as const, spoiler: false }
  })
  return [...files, ...shown]
}

/** How the client shows an attachment. */
function kindOf(type: string): FileKind {
  if (type === 'image/gif') return 'animation'
  if (type.startsWith('image/')) return 'photo'
  if (type.startsWith('video/')) return 'video'
  return type.startsWith('audio/') ? 'audio' : 'document'
}

function pollTexts(poll: Json | undefined): string[] {
  const text = (media: unknown): string => `${inside(media, 'text') ?? ''}`
  if (!poll) return []
  const answers = (Array.isArray(poll.answers) ? poll.answers : []).filter(isObject)
  return [`📊 ${text(poll.question)}`, ...answers.map((answer) => `○ ${text(answer.poll_media)}`)]
}

function embedTexts(embed: Json): string[] {
  const fields = (Array.isArray(embed.fields) ? embed.fields : []).filter(isObject)
  const parts = [
    inside(embed.author, 'name'),
    embed.title,
    embed.description,
    ...fields.flatMap((field) => [field.name, field.value]),
    inside(embed.footer, 'text'),
  ]
  return parts.filter((part) => typeof part === 'string')
}

function componentTexts(component: Json): string[] {
  if (component.type === kinds.textDisplay) return [String(component.content)]
  return childrenOf(component).flatMap(componentTexts)
}

function inside(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function controlOf(component: Json): SeenControl[] {
  const disabled = component.disabled === true
  if (component.type === kinds.button) {
    const link = typeof component.url === 'string'
    const id = String(link ? component.url : component.custom_id)
    return [{ kind: link ? 'link' : 'button', label: buttonLabel(component), id, disabled }]
  }
  if (component.type !== kinds.stringSelect) return []
  const { placeholder } = component
  return [
    {
      kind: 'select',
      label: typeof placeholder === 'string' ? placeholder : '',
      id: String(component.custom_id),
      disabled,
      options: optionsOf(component),
      ...(typeof placeholder === 'string' ? { placeholder } : {}),
    },
  ]
}

function buttonLabel(component: Json): string {
  const emoji = inside(component.emoji, 'name')
  return [emoji, component.label].filter((part) => typeof part === 'string' && part !== '').join(' ')
}

function optionsOf(component: Json): { label: string; value: string; description?: string }[] {
  const options = (Array.isArray(component.options) ? component.options : []).filter(isObject)
  return options.map((option) => ({
    label: [inside(option.emoji, 'name'), option.label].filter((part) => typeof part === 'string').join(' '),
    value: String(option.value),
    ...(typeof option.description === 'string' ? { description: option.description } : {}),
  }))
}

export function seeForm(form: OpenForm): SeenForm {
  return {
    id: form.customId,
    title: form.title,
    fields: form.components.flatMap((component) => fieldOf(component, component)),
  }
}

function fieldOf(component: Json, holder: Json): SeenField[] {
  const nested = childrenOf(component)
  if (nested.length > 0) return nested.flatMap((child) => fieldOf(child, component))
  if (typeof component.custom_id !== 'string') return []
  const options = component.type === kinds.textInput ? undefined : optionsOf(component)
  const chosen = Array.isArray(component.options)
    ? component.options.filter(isObject).find(({ default: on }) => on === true)
    : undefined
  const value = component.type === kinds.textInput ? component.value : chosen?.value
  return [
    {
      id: component.custom_id,
      label: String(holder.label ?? component.label ?? ''),
      required: component.required !== false,
      long: component.style === 2,
      ...(typeof holder.description === 'string' ? { description: holder.description } : {}),
      ...(typeof value === 'string' ? { value } : {}),
      ...(typeof component.placeholder === 'string' ? { placeholder: component.placeholder } : {}),
      ...(typeof component.min_length === 'number' ? { min: component.min_length } : {}),
      ...(typeof component.max_length === 'number' ? { max: component.max_length } : {}),
      ...(options ? { options } : {}),
    },
  ]
}
