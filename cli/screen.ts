import Table from 'cli-table3'
import stringWidth from 'string-width'
import yocto from 'yoctocolors'
import type { Bilingual, Language } from '../core/language.ts'
import { formatAgo, formatMoment } from '../core/texts/format.ts'
import { type Output, terminalLanguage } from './terminal.ts'

/** Where the commands write: standard output, or what a test gives. */
export type Screen = {
  language: Language
  /** Says a text in the operator's language. */
  t(said: Bilingual): string
  line(text?: string): void
  /** A table for people; with nothing in it, `empty`. Where the terminal is too narrow for it, a card a row. */
  table(head: Bilingual[], rows: Cell[][], empty: Bilingual): void
  /** Names and values, one a line. */
  card(rows: [name: Bilingual, value: Cell][]): void
  /** For programs: one JSON value. */
  json(value: unknown): void
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  /** "3 hours ago". */
  ago(at: Date | null): string
  moment(at: Date | null): string
}

export type Cell = string | number | null | undefined

/** Colours and borders only on a terminal, never under NO_COLOR. */
export function openScreen({ output, env, now }: { output: Output; env: NodeJS.ProcessEnv; now(): Date }): Screen {
  const language = terminalLanguage(env)
  const paint = output.isTTY === true && !env.NO_COLOR
  const style = (with_: (text: string) => string) => (text: string) => (paint ? with_(text) : text)
  const line = (text = '') => void output.write(`${text}\n`)
  const zone = env.TZ || Intl.DateTimeFormat().resolvedOptions().timeZone
  const dim = style(yocto.dim)
  const screen: Screen = {
    language,
    t: (said) => said[language],
    line,
    table(head, rows, empty) {
      if (rows.length === 0) return line(dim(empty[language]))
      const table = new Table({ head: head.map((one) => dim(one[language])), style: STYLE, chars: PLAIN })
      for (const row of rows) table.push(row.map(shown))
      const drawn = table.toString().replaceAll(/ +$/gm, '')
      if (fits(drawn, output)) return line(drawn)
      for (const [at, row] of rows.entries()) {
        if (at > 0) line()
        screen.card(head.map((name, column) => [name, row[column]]))
      }
    },
    card(rows) {
      const table = new Table({ style: STYLE, chars: PLAIN })
      for (const [name, value] of rows) table.push([dim(name[language]), shown(value)])
      line(table.toString().replaceAll(/ +$/gm, ''))
    },
    json: (value) => line(JSON.stringify(value, null, 2)),
    bold: style(yocto.bold),
    dim,
    red: style(yocto.red),
    green: style(yocto.green),
    yellow: style(yocto.yellow),
    ago: (at) => (at ? formatAgo(at, { now: now(), language }) : '–'),
    moment: (at) => (at ? formatMoment(at, { now: now(), zone, language }) : '–'),
  }
  return screen
}

/** Whether a terminal shows it without breaking its lines; a pipe has room for all. Korean letters are two wide. */
function fits(drawn: string, { isTTY, columns }: Output): boolean {
  return !isTTY || !columns || drawn.split('\n').every((one) => stringWidth(one) <= columns)
}

/** A person's words on a terminal: nothing in them may move the cursor, paint, or turn the line around. */
export function harmless(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (unit) => (unit === '\n' ? '\n' : KEPT.has(unit) ? unit : '·'))
}

/** Joiners that emoji and some scripts are made with. */
const KEPT = new Set(['\u200d', '\u200c'])

const shown = (value: Cell) => (value === null || value === undefined || value === '' ? '–' : String(value))

const STYLE = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}
