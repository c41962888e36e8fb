/** A person's side of an interaction: sent to the bot, waited for as their client does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openInteraction } from './interactions.ts'
import {
  type Answered,
  type Channel,
  callbackTypes,
  interactionTypes,
  type Json,
  type Message,
  type Resident,
} from './model.ts'
import type { World, WorldChange } from './world.ts'

export type Patience = {
  /** How long the bot has for its first response. */
  deadlineMs: number
  /** How long a person looks at "thinking…". */
  patienceMs: number
  /** After a deferred update without anything visible, the client is free again. */
  quietMs: number
}

export type Asking = { type: number; channel: Channel; data: Json; source?: Message }

/**
 * Sends an interaction and resolves when the client would show a result.
 * @throws Error "The application did not respond" past the deadline, "… is still thinking" past the patience
 */
export async function ask(
  world: World,
  person: Resident,
  asking: Asking,
  wait: Patience & { onChange: (listener: (change: WorldChange) => void) => () => void },
): Promise<void> {
  const answered = createAnswer()
  const interaction = openInteraction(world, person, { ...asking, heard: answered.hear })
  const first = await Promise.race([answered.response, timer(wait.deadlineMs)])
  if (first === undefined) {
    interaction.dead = true
    throw new Error(`The application did not respond (to ${nameOf(asking)})`)
  }
  if (first === callbackTypes.deferMessage) {
    const later = await Promise.race([answered.later, timer(wait.patienceMs)])
    if (later === undefined) throw new Error(`The application is still thinking (about ${nameOf(asking)})`)
  }
  if (first === callbackTypes.deferUpdate) {
    const visible = nextVisible(person.user.id, wait.onChange)
    await Promise.race([answered.later, visible.seen, timer(wait.quietMs)])
    visible.stop()
  }
}

function createAnswer() {
  let respond: (type: number | undefined) => void = () => undefined
  let followed: (yes: true) => void = () => undefined
  const response = new Promise<number | undefined>((resolve) => {
    respond = resolve
  })
  const later = new Promise<true>((resolve) => {
    followed = resolve
  })
  const hear = (what: Answered) => {
    if (what.kind === 'later') followed(true)
    else respond(what.kind === 'late' ? undefined : what.type)
  }
  return { response, later, hear }
}

function nextVisible(personId: string, onChange: (listener: (change: WorldChange) => void) => () => void) {
  let stop: () => void = () => undefined
  const seen = new Promise<true>((resolve) => {
    stop = onChange((change) => {
      if (change.personId === personId && change.change !== 'typing') resolve(true)
    })
  })
  return { seen, stop }
}

function timer(ms: number): Promise<undefined> {
  return sleep(ms, undefined, { ref: false })
}

function nameOf({ type, data }: Asking): string {
  return type === interactionTypes.command ? `/${String(data.name)}` : String(data.custom_id)
}
