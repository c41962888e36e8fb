import type { Person } from '../../core/accounts/meetPerson.ts'
import type { Core } from '../../core/core.ts'
import type { Language } from '../../core/language.ts'
import type { SpotName } from '../../core/letters/shownLetters.ts'
import { formatMoment } from '../../core/texts/format.ts'
import { say, type TextKey, type TextParams } from '../../core/texts/texts.ts'
import type { Turn } from './turn.ts'
import { encodeAction } from './turn.ts'
import type { Button, Reply, View } from './view.ts'

/** What every answer is made from: who asks, what they did, and how to speak with them. */
export type Scene = {
  core: Core
  turn: Turn
  person: Person
  language: Language
  /** Says a text in the person's language. */
  t<Key extends TextKey>(key: Key, ...params: TextParams<Key> extends undefined ? [] : [TextParams<Key>]): string
  /** A moment in the person's zone and language. */
  moment(at: Date): string
}

/** Answers one action, command or form. */
export type Handler = (scene: Scene, args: string[]) => Promise<Reply>

export function setScene(core: Core, turn: Turn, person: Person): Scene {
  const { language, zone } = person.account
  return {
    core,
    turn,
    person,
    language,
    t: (key, ...params) => say(language, key, ...params),
    moment: (at) => formatMoment(at, { now: core.clock.now(), zone, language }),
  }
}

/** The message that the answer to this turn takes the place of, if it does. */
export function pressedAt({ turn: { platform, pressed } }: Scene): SpotName | undefined {
  return pressed === undefined ? undefined : { platform, id: pressed }
}

/** One or more messages; the first takes the place of the one whose button was pressed. */
export function show(...views: View[]): Reply {
  return { kind: 'views', views, replace: true }
}

/** One or more messages below what is there. */
export function tell(...views: View[]): Reply {
  return { kind: 'views', views, replace: false }
}

export function button(label: string, action: string, ...args: string[]): Button & { act: string } {
  return { label, act: encodeAction(action, ...args) }
}

export function primary(label: string, action: string, ...args: string[]): Button {
  return { ...button(label, action, ...args), tone: 'primary' }
}

export function danger(label: string, action: string, ...args: string[]): Button {
  return { ...button(label, action, ...args), tone: 'danger' }
}
