import { Resvg } from '@resvg/resvg-js'
import { expect, it } from 'vitest'
import type { LetterOnPaper } from '../../../bots/dialogue/stationery/drawLetter.ts'
import { letterPicture, PICTURES_WAITING_MAX } from '../../../bots/dialogue/stationery/letterPicture.ts'
import { openLog } from '../../../core/log.ts'
import { stationeries } from '../../../core/openLetters/looks.ts'
import { machineTime } from '../../../core/time.ts'

const core = { log: openLog({ level: 'silent' }), time: machineTime }
const draw = (letter: Partial<LetterOnPaper>) =>
  letterPicture(core, { text: 'Dear you', signature: '', stationery: 'cream', ...letter })

type Rgb = [red: number, green: number, blue: number]

/** How many pixels of a letter's picture have about this colour. */
async function pixels(letter: Partial<LetterOnPaper>, [red, green, blue]: Rgb): Promise<number> {
  const picture = await draw(letter)
  const png = picture?.png ?? Buffer.alloc(0)
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/></svg>`
  const all = new Resvg(svg, { font: { loadSystemFonts: false } }).render().pixels
  let found = 0
  for (let at = 0; at < all.length; at += 4)
    if (near(all[at], red) && near(all[at + 1], green) && near(all[at + 2], blue)) found++
  return found
}
const near = (value: number | undefined, wanted: number) => Math.abs((value ?? -99) - wanted) < 6

const INK: Rgb = [59, 47, 47]
const SMILE: Rgb = [255, 204, 77]

it('a picture is a PNG that says the words to whoever does not see it, and carries nothing else', async () => {
  const picture = await draw({ text: '안녕, 이름 모를 너에게', signature: '고양이' })
  expect(picture?.png.subarray(1, 4).toString()).toBe('PNG')
  expect(picture?.alt).toBe('안녕, 이름 모를 너에게')
  expect(picture?.name).toBe('letter.png')
  expect(picture?.png.includes('tEXt') || picture?.png.includes('eXIf')).toBe(false)
})

it('Korean is written, rare syllables too, and emoji are in colour', async () => {
  const blank = await pixels({ text: ' ' }, INK)
  const common = await pixels({ text: '바람이 부네요' }, INK)
  const rare = await pixels({ text: '뷁쉣똠햏믱쀍펲' }, INK)
  expect(common).toBeGreaterThan(blank + 500)
  expect(rare).toBeGreaterThan(blank + 500)
  expect(await pixels({ text: 'Be well' }, SMILE)).toBe(0)
  expect(await pixels({ text: 'Be well 🙂' }, SMILE)).toBeGreaterThan(300)
})

it('every paper takes any letter: the longest, one long word, families of emoji, signs no font has', async () => {
  for (const stationery of stationeries) expect(await draw({ stationery })).toBeDefined()
  const longest = await draw({ text: '바람이 부는 날에는 빨래가 참 잘 말라요. '.repeat(160) })
  expect(longest?.png.readUInt32BE(20)).toBeLessThan(2_500)
  expect(longest?.png.length).toBeLessThan(1_000_000)
  for (const text of ['ㅋ'.repeat(4_000), '👩‍👩‍👧🇰🇷🏴󠁧󠁢󠁥󠁮󠁧󠁿🫠', '\u{1f9ff}𓂀ꙮ日本語 עברית', '\n\n\n', '<b>&amp;</b>'])
    expect(await draw({ text }), JSON.stringify(text.slice(0, 20))).toBeDefined()
})

it('whoever asks while too many wait is told so at once', async () => {
  const all = await Promise.all(Array.from({ length: PICTURES_WAITING_MAX + 2 }, () => draw({})))
  expect(all.filter((picture) => picture === undefined)).toHaveLength(2)
})
