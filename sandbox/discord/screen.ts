/** What stands on a person's screen, and finding one's way on it. */
import type { Person, Place, SeenControl, SeenMessage } from '../person.ts'
import type { Message, Resident } from './model.ts'
import { seeMessage } from './see.ts'
import { compareIds } from './snowflake.ts'
import { placeOf, sees, type World, type WorldChange } from './world.ts'

export type Screen = {
  /** Everything, oldest first. */
  chat: () => SeenMessage[]
  /** The newest message of the bot that has this control. */
  control: (label: string, kind: 'button' | 'select', on?: { message?: string; in?: Place }) => Found
  until: Person['until']
}
type Found = { messageId: string; control: SeenControl; value?: string }

export function createScreen(
  world: World,
  person: Resident,
  onChange: (listener: (change: WorldChange) => void) => () => void,
): Screen {
  const chat = () => shown(world, person).map((message) => seeMessage(world, person, message))
  return {
    chat,
    control: (label, kind, on = {}) => findOn(world, person, label, kind, on),
    until: (match, { after, timeoutMs = 60_000 } = {}) => {
      const fits = matcher(match)
      const find = () => newest(world, person, after, fits)
      const late = () => {
        const wanted = typeof match === 'string' ? `"${match}"` : String(match)
        const who = person.user.displayName
        return new Error(`${who} did not see ${wanted} within ${timeoutMs} ms. The chat:\n${transcript(chat())}`)
      }
      return waitFor(find, (look) => onChange(({ personId }) => personId === person.user.id && look()), timeoutMs, late)
    },
  }
}

/** The chat as text, for error messages. */
export function transcript(chat: readonly SeenMessage[]): string {
  if (chat.length === 0) return '  (nothing)'
  return chat.map((message) => `  ${message.from}${marks(message)}: ${message.text}${controls(message)}`).join('\n')
}

function marks({ place, ephemeral, deleted }: SeenMessage): string {
  const all = [place === 'guild' ? 'guild' : '', ephemeral ? 'only you' : '', deleted ? 'deleted' : '']
  return all.flatMap((mark) => (mark === '' ? [] : [` (${mark})`])).join('')
}

function controls(message: SeenMessage): string {
  return message.controls
    .map(({ label, options }) => ` [${options ? options.map((option) => option.label).join(' | ') : label}]`)
    .join('')
}

function shown(world: World, person: Resident): Message[] {
  const dm = messagesIn(world, person.dmId)
  const guild = messagesIn(world, world.guildChannel.id).filter((message) => sees(world, person, message))
  return guild.length === 0 ? dm : [...dm, ...guild].sort((one, other) => compareIds(one.id, other.id))
}

function messagesIn(world: World, channelId: string | undefined): Message[] {
  return (world.channels.get(channelId ?? '')?.messageIds ?? []).flatMap((id) => world.messages.get(id) ?? [])
}

/** The newest message that is still there and fits. */
function newest(
  world: World,
  person: Resident,
  after: string | undefined,
  fits: (message: SeenMessage) => boolean,
): SeenMessage | undefined {
  for (const message of shown(world, person).reverse()) {
    if (!isAfter(message.id, after)) return undefined
    if (message.deleted) continue
    const seen = seeMessage(world, person, message)
    if (fits(seen)) return seen
  }
  return undefined
}

function isAfter(id: string, after: string | undefined): boolean {
  return after === undefined || compareIds(id, after) > 0
}

function matcher(match: Parameters<Person['until']>[0]): (message: SeenMessage) => boolean {
  if (typeof match === 'string') return ({ text }) => text.includes(match)
  if (typeof match === 'function') return match
  return ({ text }) => text.search(match) >= 0
}

function findOn(
  world: World,
  person: Resident,
  label: string,
  kind: 'button' | 'select',
  on: { message?: string; in?: Place },
): Found {
  const fits = ({ id, channelId, deleted, authorId }: Message) => {
    if (deleted || authorId === person.user.id) return false
    if (on.message !== undefined) return id === on.message
    return on.in === undefined || placeOf(world, channelId) === on.in
  }
  const all = shown(world, person)
  for (const message of all.filter(fits).reverse()) {
    const found = findControl(seeMessage(world, person, message).controls, kind, label)
    if (found) return { messageId: message.id, ...found }
  }
  const what = kind === 'button' ? 'button' : 'option'
  const chat = all.map((message) => seeMessage(world, person, message))
  throw new Error(`No ${what} "${label}" on the screen:\n${transcript(chat)}`)
}

/** By the exact label, with or without its emoji, else by a part of it that only one has. */
function findControl(
  all: readonly SeenControl[],
  kind: 'button' | 'select',
  label: string,
): Omit<Found, 'messageId'> | undefined {
  const labelled = all
    .filter((control) => control.kind === kind)
    .flatMap((control): { label: string; found: Omit<Found, 'messageId'> }[] =>
      kind === 'button'
        ? [{ label: control.label, found: { control } }]
        : (control.options ?? []).map(({ label, value }) => ({ label, found: { control, value } })),
    )
  const exact = labelled.find((one) => one.label === label)
  if (exact) return exact.found
  const partly = labelled.filter((one) => one.label.includes(label))
  if (partly.length > 1) throw new Error(`"${label}" could be any of: ${partly.map((one) => one.label).join(', ')}`)
  return partly[0]?.found
}

/** Resolves with the first thing `find` finds, now or at one of the `changes`. */
function waitFor<Thing>(
  find: () => Thing | undefined,
  changes: (look: () => void) => () => void,
  timeoutMs: number,
  late: () => Error,
): Promise<Thing> {
  const now = find()
  if (now !== undefined) return Promise.resolve(now)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      reject(late())
    }, timeoutMs)
    const stop = changes(() => {
      const found = find()
      if (found === undefined) return
      stop()
      clearTimeout(timer)
      resolve(found)
    })
  })
}
