import type { APIComponentInMessageActionRow, APISelectMenuOption } from 'discord.js'
import { type Button, isMenu, type Menu, type MenuOption, type Row } from '../dialogue/view.ts'
import { clip } from './clip.ts'
import { ButtonStyle, ComponentType } from './library.ts'

/** docs: components/reference#button, #string-select, #action-row */
const BUTTON_LABEL_MAX_UNITS = 80
const PLACEHOLDER_MAX_UNITS = 150
const OPTION_TEXT_MAX_UNITS = 100
const OPTIONS_MAX = 25
const ROWS_MAX = 5
const BUTTONS_A_ROW_MAX = 5

export type MessageRow = { type: ComponentType.ActionRow; components: APIComponentInMessageActionRow[] }

/** The controls under a message. Rows with nothing in them are left out: Discord refuses them. */
export function renderRows(rows: Row[]): MessageRow[] {
  return rows
    .filter((row) => (isMenu(row) ? row.options.length > 0 : row.length > 0))
    .slice(0, ROWS_MAX)
    .map((row) => ({
      type: ComponentType.ActionRow,
      components: isMenu(row) ? [renderMenu(row)] : row.slice(0, BUTTONS_A_ROW_MAX).map(renderButton),
    }))
}

/** The options of a menu, in a message or in a form. */
export function renderOptions(options: MenuOption[]): APISelectMenuOption[] {
  return options.slice(0, OPTIONS_MAX).map(({ label, value, hint, chosen }) => ({
    label: clip(label, OPTION_TEXT_MAX_UNITS),
    value,
    ...(hint ? { description: clip(hint, OPTION_TEXT_MAX_UNITS) } : {}),
    ...(chosen ? { default: true } : {}),
  }))
}

function renderButton(button: Button): APIComponentInMessageActionRow {
  const label = clip(button.label, BUTTON_LABEL_MAX_UNITS)
  if ('url' in button) return { type: ComponentType.Button, style: ButtonStyle.Link, label, url: button.url }
  return { type: ComponentType.Button, style: STYLES[button.tone ?? 'plain'], label, custom_id: button.act }
}

const STYLES = {
  plain: ButtonStyle.Secondary,
  primary: ButtonStyle.Primary,
  good: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const

function renderMenu({ placeholder, act, options }: Menu): APIComponentInMessageActionRow {
  return {
    type: ComponentType.StringSelect,
    custom_id: act,
    placeholder: clip(placeholder, PLACEHOLDER_MAX_UNITS),
    options: renderOptions(options),
  }
}
