import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import satori from 'satori'
import type { Stationery } from '../../../core/openLetters/looks.ts'
import { type Paper, papers } from './papers.ts'
import { sfntOf } from './sfnt.ts'

/** A letter to be drawn. Nothing but what its reader sees anyway. */
export type LetterOnPaper = { text: string; signature: string; stationery: Stationery }

const WIDTH_PX = 800
const PICTURE_WIDTH_PX = 1000
const LEAST_HEIGHT_PX = 460
const MARGIN_PX = 72
const BORDER_PX = 14
const EMOJI_PX = 44
/** More lines than this make no picture to look at: the end is left to the plain text beside it. */
const LINES_MAX = 26
/** Pen sizes with the length of letter (in columns of a Latin letter) up to which each is used. */
const PENS = [
  { upTo: 500, size: 40, line: 50 },
  { upTo: 1_100, size: 34, line: 44 },
  { upTo: Number.POSITIVE_INFINITY, size: 29, line: 38 },
] as const

const require = createRequire(import.meta.url)
const folderOf = (name: string) => path.dirname(require.resolve(`${name}/package.json`))
const fontFile = (family: string, subset: string) =>
  sfntOf(readFileSync(path.join(folderOf(`@fontsource/${family}`), 'files', `${family}-${subset}-400-normal.woff`)))

/** Handwriting first; what it lacks (rare syllables, signs) in print. Read once. */
const fonts = (['nanum-pen-script', 'noto-sans-kr'] as const).flatMap((family) =>
  (['latin', 'korean'] as const).map((subset) => ({
    name: `${family} ${subset}`,
    data: fontFile(family, subset),
    weight: 400 as const,
    style: 'normal' as const,
  })),
)
const FAMILY = fonts.map(({ name }) => name).join(', ')

/**
 * A letter as a picture (PNG, 1,000 pixels wide): handwriting on its paper, emoji in colour. A long one ends with "…".
 * Everything comes from packages on this machine; nothing is fetched. Takes a few hundred milliseconds of CPU: only
 * `worker.ts` calls it.
 */
export async function drawLetter({ text, signature, stationery }: LetterOnPaper): Promise<Uint8Array> {
  const paper = papers[stationery]
  const pen = penFor(text)
  const lines = fittingLines(text, pen)
  const svg = await satori(sheet(paper, pen, lines, signature), {
    width: WIDTH_PX,
    fonts,
    loadAdditionalAsset: async (code, segment) => (code === 'emoji' ? emojiImage(segment) : []),
  })
  const options = { fitTo: { mode: 'width', value: PICTURE_WIDTH_PX }, font: { loadSystemFonts: false } } as const
  return new Resvg(svg, options).render().asPng()
}

type Pen = (typeof PENS)[number]
type Style = Record<string, string | number>
type Box = { type: string; props: { style: Style; children?: unknown; src?: string; width?: number; height?: number } }

const box = (style: Style, children?: unknown): Box => ({ type: 'div', props: { style, children } })

function sheet(paper: Paper, pen: Pen, lines: string[], signature: string): Box {
  const body = lines.map((line) =>
    box({ display: 'flex', minHeight: pen.line, whiteSpace: 'pre-wrap', wordBreak: breakFor(line) }, line || ' '),
  )
  const ruled = `repeating-linear-gradient(180deg, transparent 0px, transparent ${pen.line - 2}px, ${paper.line} ${pen.line - 2}px, ${paper.line} ${pen.line}px)`
  return box(
    {
      display: 'flex',
      flexDirection: 'column',
      width: '100%',
      minHeight: LEAST_HEIGHT_PX,
      boxSizing: 'border-box',
      padding: `${MARGIN_PX / 2}px ${MARGIN_PX}px`,
      backgroundColor: paper.paper,
      backgroundImage: `linear-gradient(180deg, ${paper.paper}, ${paper.foot})`,
      border: `${BORDER_PX}px solid ${paper.edge}`,
      fontFamily: FAMILY,
      fontSize: pen.size,
      lineHeight: `${pen.line}px`,
      color: paper.ink,
    },
    [
      box(
        { display: 'flex', justifyContent: 'space-between', marginBottom: MARGIN_PX / 4 },
        paper.corners.map((emoji) => corner(emoji)),
      ),
      box({ display: 'flex', flexDirection: 'column', flexGrow: 1, backgroundImage: ruled }, body),
      box(
        { display: 'flex', justifyContent: 'flex-end', marginTop: MARGIN_PX / 3, fontSize: pen.size },
        signature || ' ',
      ),
    ],
  )
}

function corner(emoji: string): Box {
  const size = { width: EMOJI_PX, height: EMOJI_PX }
  return { type: 'img', props: { style: { ...size, opacity: 0.85 }, src: emojiImage(emoji), ...size } }
}

/** Korean reads best when words stay whole; what is longer than a line has to be broken anywhere. */
const breakFor = (line: string) => (/\S{18}/.test(line) ? 'break-word' : 'keep-all')

function penFor(text: string): Pen {
  const length = columns(text)
  return PENS.find(({ upTo }) => length <= upTo) ?? PENS[2]
}

/** The paragraphs that fit on the sheet, the last one cut with "…" where there is more. */
function fittingLines(text: string, pen: Pen): string[] {
  const perLine = Math.floor(((WIDTH_PX - 2 * (MARGIN_PX + BORDER_PX)) / pen.size) * COLUMNS_PER_EM)
  const lines: string[] = []
  let room = LINES_MAX
  for (const line of text.split('\n')) {
    const needs = Math.max(1, Math.ceil(columns(line) / perLine))
    if (needs > room) {
      lines.push(`${beginning(line, room * perLine - 2)}…`)
      break
    }
    lines.push(line)
    room -= needs
  }
  return lines
}

/** How many Latin letters of the pen stand on the width of its size, measured on prose. */
const COLUMNS_PER_EM = 2.6

function beginning(line: string, most: number): string {
  let taken = 0
  const kept = [...line].filter((letter) => {
    taken += columns(letter)
    return taken <= most
  })
  return kept.join('').trimEnd()
}

/** Hangul and emoji are about twice as wide as Latin letters. */
const columns = (text: string) => [...text].reduce((sum, letter) => sum + (letter >= '\u1100' ? 2 : 1), 0)

const BLANK = `data:image/svg+xml;base64,${Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>').toString('base64')}`
const emojiFolder = folderOf('@twemoji/svg')
const emojiKnown = new Map<string, string>()
const EMOJI_KEPT_MAX = 500

/** Twemoji names its files by code points, most without the variation selector; one it does not have leaves a blank. */
function emojiImage(emoji: string): string {
  const known = emojiKnown.get(emoji)
  if (known) return known
  const points = [...emoji].map((letter) => letter.codePointAt(0)?.toString(16) ?? '')
  const names = [points, points.filter((point) => point !== 'fe0f'), points.slice(0, 1)].map((name) => name.join('-'))
  const file = names.map((name) => path.join(emojiFolder, `${name}.svg`)).find((one) => existsSync(one))
  const image = file ? `data:image/svg+xml;base64,${readFileSync(file, 'base64')}` : BLANK
  if (emojiKnown.size >= EMOJI_KEPT_MAX) emojiKnown.clear()
  emojiKnown.set(emoji, image)
  return image
}
