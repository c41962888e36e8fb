import type { Shown } from '../../core/letters/shownLetters.ts'

/** What a person sees, free of platform. Plain words: adapters show them exactly as written and ping nobody. */
export type View = {
  title?: string
  /** Our words. Paragraphs are separated by a blank line. */
  text: string
  /** A person's words, set apart from ours, shown exactly as typed. */
  letter?: { text: string; signature: string }
  /** Our words about them, below them. */
  after?: string
  /** Whose words they are: strangers'. Where they stand is remembered, so that they can be taken away. */
  shows?: readonly Shown[]
  /** A picture, sent with the message. What is in it can be read as plain text too: here, or beside it. */
  picture?: Picture
  /** A quiet last line (a date, a hint). */
  footer?: string
  /** Rows of controls, top to bottom; at most five. */
  rows?: Row[]
}

/** `alt` is read out to whoever does not see it, where the platform can; `name` says nothing of anybody. */
export type Picture = { png: Buffer; name: string; alt: string }

export type Row = Button[] | Menu

/** At most five a row. `act` is the wire form of {@link encodeAction}. Labels: at most 40 characters, emoji first. */
export type Button =
  | { label: string; act: string; tone?: 'primary' | 'good' | 'danger' }
  | { label: string; url: string }

/** A choice out of at most 25. The chosen value is appended to `act` as its last argument. */
export type Menu = { placeholder: string; act: string; options: MenuOption[] }
export type MenuOption = { label: string; value: string; hint?: string; chosen?: boolean }

/** A form to fill in. On a platform without forms the dialogue asks field by field instead. */
export type FormView = {
  form: string
  args: string[]
  /** At most 45 characters. */
  title: string
  /** One to five. */
  fields: Field[]
}

export type Field = {
  id: string
  /** At most 45 characters. */
  label: string
  /** At most 100 characters. */
  hint?: string
  value?: string
  required: boolean
  long: boolean
  /** In UTF-16 code units, as platforms count. */
  min?: number
  max: number
  /** A choice instead of words. */
  options?: MenuOption[]
}

/**
 * The answer to a turn.
 * - `views`: messages, in order. `replace`: the first takes the place of the message whose control was pressed.
 * - `form`: opens a form (only where {@link Turn.asks} is `form`); when it is too late to open one, `late` is shown.
 * - `note`: a passing line that leaves nothing behind (a toast; an ephemeral line on Discord).
 * - `nothing`.
 */
export type Reply =
  | { kind: 'views'; views: View[]; replace: boolean }
  | { kind: 'form'; form: FormView; late: View }
  | { kind: 'note'; text: string }
  | { kind: 'nothing' }

export function isMenu(row: Row): row is Menu {
  return !Array.isArray(row)
}
