import { type Button, isMenu, type Menu, type MenuOption, type Row } from '../dialogue/view.ts'

/** A button as the Bot API takes it (core.telegram.org/bots/api#inlinekeyboardbutton). */
export type Key = { text: string; style?: 'primary' | 'success' | 'danger' } & (
  | { callback_data: string }
  | { url: string }
)

/** Rows of a view as an inline keyboard; a menu becomes a grid of buttons. @throws when a button would carry too much. */
export function layKeyboard(rows: readonly Row[]): Key[][] {
  return rows
    .flatMap((row) => {
      if (isMenu(row)) return grid(row.options.map((option) => optionKey(row, option)))
      const keys = row.filter(isKey).map(buttonKey)
      return widest(keys) * keys.length <= ROW_WIDTH ? [keys] : grid(keys)
    })
    .filter((keys) => keys.length > 0)
}

/** The links that cannot be buttons, as lines of text. */
export function plainLinks(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    if (isMenu(row)) return []
    return row.flatMap((button) => ('url' in button && !isKey(button) ? [`${button.label}: ${button.url}`] : []))
  })
}

/** What one row of a phone shows without cutting labels off, in columns of a Latin letter. */
const ROW_WIDTH = 40
const CALLBACK_DATA_MAX_BYTES = 64
const STYLES = { primary: 'primary', good: 'success', danger: 'danger' } as const

/** Telegram refuses links to hosts without a dot, such as localhost ("Wrong HTTP URL"). */
function isKey(button: Button): boolean {
  return !('url' in button) || new URL(button.url).hostname.includes('.')
}

function buttonKey(button: Button): Key {
  if ('url' in button) return { text: button.label, url: button.url }
  const key = { text: button.label, callback_data: callbackData(button.act) }
  return button.tone ? { ...key, style: STYLES[button.tone] } : key
}

function optionKey(menu: Menu, { label, value, hint, chosen }: MenuOption): Key {
  const text = hint && columns(label) + columns(hint) < ROW_WIDTH ? `${label} · ${hint}` : label
  return { text: chosen ? `✓ ${text}` : text, callback_data: callbackData(`${menu.act}:${value}`) }
}

function callbackData(act: string): string {
  if (Buffer.byteLength(act) > CALLBACK_DATA_MAX_BYTES) throw new Error('action too long for a button')
  return act
}

/** Two in a row when every label is short, else one. */
function grid(keys: readonly Key[]): Key[][] {
  const perRow = widest(keys) * 2 <= ROW_WIDTH ? 2 : 1
  return Array.from({ length: Math.ceil(keys.length / perRow) }, (_, i) => keys.slice(i * perRow, (i + 1) * perRow))
}

const widest = (keys: readonly Key[]) => Math.max(0, ...keys.map((key) => columns(key.text)))

/** Hangul, other East Asian letters and emoji are about twice as wide as Latin letters. */
const columns = (text: string) => [...text].reduce((sum, letter) => sum + (letter >= '\u1100' ? 2 : 1), 0)
