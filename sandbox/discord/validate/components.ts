/** Message components, both the old rows and Components V2. docs: components/reference */
import type { Json } from '../model.ts'
import { numberComponents } from './component_ids.ts'
import {
  isObject,
  lengthOf,
  type Path,
  type Problems,
  pick,
  readInteger,
  readList,
  readText,
  readUrl,
} from './problems.ts'
import { readSelect } from './select.ts'

export const kinds = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  radioGroup: 21,
} as const

const mostRows = 5
const mostComponentsV2 = 40
const mostTextV2 = 4_000

/** The components as they will be stored, ids filled in; what is wrong is noted. */
export function readComponents(problems: Problems, value: unknown, v2: boolean): Json[] {
  const allowed = v2
    ? [kinds.row, kinds.section, kinds.textDisplay, kinds.mediaGallery, kinds.file, kinds.separator, kinds.container]
    : [kinds.row]
  const state: Reading = { problems, customIds: new Set(), count: 0, text: 0 }
  const path = ['components']
  const read = readChildren(state, path, value, { allowed, max: v2 ? mostComponentsV2 : mostRows })
  if (v2 && state.count > mostComponentsV2) {
    problems.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${mostComponentsV2} or fewer in length.`)
  }
  if (state.text > mostTextV2) {
    problems.add(path, 'COMPONENT_TEXT_SIZE_EXCEEDED', `Text size exceeds maximum size of ${mostTextV2}`)
  }
  return numberComponents(read)
}

type Reading = { problems: Problems; customIds: Set<string>; count: number; text: number }

function readChildren(
  state: Reading,
  path: Path,
  value: unknown,
  rules: { allowed: readonly number[]; min?: number; max: number; required?: boolean },
): Json[] {
  return readList(state.problems, path, value, rules).map(({ item, path }) => readOne(state, path, item, rules.allowed))
}

function readOne(state: Reading, path: Path, item: Json, allowed: readonly number[]): Json {
  const type = item.type
  state.count += 1
  if (typeof type !== 'number' || !allowed.includes(type)) {
    const choices = `Value of field "type" must be one of (${allowed.join(', ')}).`
    state.problems.add([...path, 'type'], 'UNION_TYPE_CHOICES', choices)
    return item
  }
  readInteger(state.problems, [...path, 'id'], item.id, { min: 0, max: 2_147_483_647 })
  return { type, ...pick(item, ['id']), ...readers[type]?.(state, path, item) }
}

const readers: { [type: number]: (state: Reading, path: Path, item: Json) => Json } = {
  [kinds.row](state, path, item) {
    const inside = [...path, 'components']
    const children = readChildren(state, inside, item.components, {
      allowed: [kinds.button, kinds.stringSelect],
      min: 1,
      max: 5,
      required: true,
    })
    if (children.length > 1 && children.some((child) => child.type === kinds.stringSelect)) {
      state.problems.add(inside, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width')
    }
    return { components: children }
  },
  [kinds.button]: (state, path, item) => readButton(state, path, item),
  [kinds.stringSelect](state, path, item) {
    claimCustomId(state, path, item.custom_id)
    return readSelect(state.problems, path, item)
  },
  [kinds.section](state, path, item) {
    const texts = readChildren(state, [...path, 'components'], item.components, {
      allowed: [kinds.textDisplay],
      min: 1,
      max: 3,
      required: true,
    })
    const accessoryPath = [...path, 'accessory']
    if (!isObject(item.accessory)) {
      state.problems.add(accessoryPath, 'BASE_TYPE_REQUIRED', 'This field is required')
      return { components: texts }
    }
    return {
      components: texts,
      accessory: readOne(state, accessoryPath, item.accessory, [kinds.button, kinds.thumbnail]),
    }
  },
  [kinds.textDisplay](state, path, item) {
    const content = readText(state.problems, [...path, 'content'], item.content, {
      min: 1,
      max: mostTextV2,
      required: true,
    })
    state.text += lengthOf(content ?? '')
    return { content }
  },
  [kinds.thumbnail]: (state, path, item) => readMedia(state, path, item, 'media'),
  [kinds.file]: (state, path, item) => readMedia(state, path, item, 'file'),
  [kinds.mediaGallery](state, path, item) {
    const items = readList(state.problems, [...path, 'items'], item.items, { min: 1, max: 10, required: true })
    return { items: items.map(({ item, path }) => readMedia(state, path, item, 'media')) }
  },
  [kinds.separator](state, path, item) {
    readInteger(state.problems, [...path, 'spacing'], item.spacing, { min: 1, max: 2 })
    return { divider: item.divider ?? true, spacing: item.spacing ?? 1 }
  },
  [kinds.container](state, path, item) {
    const allowed = [kinds.row, kinds.textDisplay, kinds.section, kinds.mediaGallery, kinds.separator, kinds.file]
    readInteger(state.problems, [...path, 'accent_color'], item.accent_color, { min: 0, max: 0xff_ff_ff })
    return {
      ...pick(item, ['accent_color']),
      spoiler: item.spoiler === true,
      components: readChildren(state, [...path, 'components'], item.components, {
        allowed,
        min: 1,
        max: mostComponentsV2,
        required: true,
      }),
    }
  },
}

const linkStyle = 5

/** docs: components/reference#button */
function readButton(state: Reading, path: Path, item: Json): Json {
  const { problems } = state
  const style = readInteger(problems, [...path, 'style'], item.style, { min: 1, max: 5, required: true })
  const label = readText(problems, [...path, 'label'], item.label, { max: 80 })
  if (!label && !isObject(item.emoji)) {
    problems.add([...path, 'label'], 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or an emoji is required')
  }
  if (style === linkStyle) {
    readUrl(problems, [...path, 'url'], item.url, { max: 512, required: true })
    if (item.custom_id !== undefined) {
      problems.add(
        [...path, 'custom_id'],
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      )
    }
  } else {
    if (item.url !== undefined)
      problems.add([...path, 'url'], 'BUTTON_COMPONENT_INVALID_URL', 'A url cannot be specified')
    readText(problems, [...path, 'custom_id'], item.custom_id, { min: 1, max: 100, required: true })
    claimCustomId(state, path, item.custom_id)
  }
  return pick(item, ['style', 'label', 'emoji', 'custom_id', 'url', 'disabled'])
}

function readMedia(state: Reading, path: Path, item: Json, name: 'media' | 'file'): Json {
  const media = item[name]
  const url = isObject(media) ? media.url : undefined
  readUrl(state.problems, [...path, name, 'url'], url, { attachment: true, required: true })
  readText(state.problems, [...path, 'description'], item.description, { max: 1024 })
  return { [name]: { url }, ...pick(item, ['description']), spoiler: item.spoiler === true }
}

function claimCustomId(state: Reading, path: Path, customId: unknown): void {
  if (typeof customId !== 'string') return
  if (state.customIds.has(customId)) {
    state.problems.add(
      [...path, 'custom_id'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    )
  }
  state.customIds.add(customId)
}
