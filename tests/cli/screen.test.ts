import { describe, expect, it } from 'vitest'
import { openScreen } from '../../cli/screen.ts'

const head = [
  { en: 'pen-name', ko: '필명' },
  { en: 'state', ko: '상태' },
]
const rows = [
  ['밤 하늘', '받는 중'],
  ['Quiet Fox', ''],
]

function shownAt(output: { isTTY?: boolean; columns?: number }): string {
  let text = ''
  const env = { LANG: 'ko_KR.UTF-8', NO_COLOR: '1' }
  const screen = openScreen({ output: { write: (one) => (text += one), ...output }, env, now: () => new Date(0) })
  screen.table(head, rows, { en: '', ko: '' })
  return text
}

describe('a table', () => {
  const wide = '필명       상태\n밤 하늘    받는 중\nQuiet Fox  –\n'
  it('stands under its heads, Korean letters being two wide', () => {
    expect(shownAt({ isTTY: true, columns: 18 })).toBe(wide)
  })

  it('becomes a card a row where the terminal is narrower, never in a pipe', () => {
    expect(shownAt({ isTTY: true, columns: 17 })).toBe('필명  밤 하늘\n상태  받는 중\n\n필명  Quiet Fox\n상태  –\n')
    expect(shownAt({ columns: 17 })).toBe(wide)
  })
})
