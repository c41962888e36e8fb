import { expect, it } from 'vitest'
import { forgetJustSaid, keepJustSaid, takeJustSaid } from '../../../core/chat/justSaid.ts'
import type { Core } from '../../../core/core.ts'
import type { ChatMessageId } from '../../../core/ids.ts'

const said = (id: string, text: string) => ({ messageId: id as ChatMessageId, content: { text: { text, marks: [] } } })

/** As much of a core as it needs: a time that passes when told to. */
function timed() {
  const due: (() => void)[] = []
  const after = (_milliseconds: number, act: () => void) => {
    due.push(act)
    return () => undefined
  }
  const pass = () => {
    for (const act of due.splice(0)) act()
  }
  return { core: { time: { after } } as unknown as Core, pass }
}

it('keeps what was said for a moment, for one who takes it, until anything is changed', () => {
  const { core, pass } = timed()
  const [soup, tea] = [said('1', 'soup'), said('2', 'tea')]
  keepJustSaid(core, [soup, tea])
  expect(takeJustSaid(core, soup.messageId)).toEqual(soup.content)
  expect(takeJustSaid(core, soup.messageId)).toBeUndefined()
  pass()
  expect(takeJustSaid(core, tea.messageId)).toBeUndefined()
  keepJustSaid(core, [tea])
  forgetJustSaid(core)
  expect(takeJustSaid(core, tea.messageId)).toBeUndefined()
})

it('holds no more than so many, the others are fetched', () => {
  const { core } = timed()
  const many = Array.from({ length: 5_200 }, (_, n) => said(String(n), 'hello'))
  keepJustSaid(core, many)
  expect(many.filter(({ messageId }) => takeJustSaid(core, messageId))).toHaveLength(5_000)
})
