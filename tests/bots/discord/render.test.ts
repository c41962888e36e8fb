import type { APIEmbed } from 'discord.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeMarkdown, escapeWords } from '../../../bots/discord/escapeMarkdown.ts'
import { type MessageBody, renderView } from '../../../bots/discord/render.ts'
import { plainText } from '../../../sandbox/discord/plain.ts'
import { readMessage } from '../../../sandbox/discord/validate/message.ts'
import { typed, view } from './views.ts'

const reader = { locale: 'en-US', timeZone: 'UTC', now: 0, nameOf: () => 'Somebody' }
/** What a reader sees of markup. */
const seen = (markup: string) => plainText(markup, reader)
const joined = (text: string) => text.replace(/\s+/g, '')
const lettersIn = (messages: MessageBody[]) =>
  messages.flatMap(({ embeds }) => embeds.map((embed: APIEmbed) => embed.description ?? ''))

describe('escaping', () => {
  it('shows whatever was typed exactly as typed', () => {
    fc.assert(
      fc.property(typed(500), (text) => {
        expect(seen(escapeMarkdown(text))).toBe(text)
        expect(escapeMarkdown(text).length).toBeLessThanOrEqual(text.length * 2)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves nothing that Discord would read as a mention, an emoji or a masked link', () => {
    const escaped = escapeMarkdown('<@123456789012345678> @everyone :smile: [a](https://x.test) <t:0:R> https://x.test')
    expect(escaped).toBe(
      '\\<\\@123456789012345678> \\@everyone \\:smile: \\[a](https\\://x.test) \\<t\\:0\\:R> https\\://x.test',
    )
  })

  it('stops lists, quotes and headings where a line begins, and only there', () => {
    expect(escapeMarkdown('# a\n  - b\n1. c\n> d\n-# e\na - b # c 1. > d')).toBe(
      '\\# a\n  \\- b\n1\\. c\n\\> d\n\\-# e\na - b # c 1. > d',
    )
  })

  it('keeps the addresses in our own words', () => {
    expect(escapeWords('Call *109*: https://help.test/a_b')).toBe('Call \\*109\\*: https://help.test/a_b')
    expect(escapeWords('(see https://help.test/a_b.)')).toBe('(see https://help.test/a_b.)')
    expect(escapeWords('https://help.test/a_b*c*')).toBe('https\\://help.test/a\\_b\\*c\\*')
  })
})

describe('a view as messages', () => {
  it('is always something that Discord takes, and pings nobody', () => {
    fc.assert(
      fc.property(view, (one) => {
        for (const message of renderView(one)) {
          expect(() => readMessage(message, [], { via: 'channel' })).not.toThrow()
          expect(message.allowed_mentions).toEqual({ parse: [] })
          expect(message.content.trim() !== '' || message.embeds.length > 0).toBe(true)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('loses no word of the letter, nor of ours, and keeps their order', () => {
    fc.assert(
      fc.property(view, (one) => {
        const messages = renderView(one)
        const words = messages.map(({ content }) => seen(content)).join('')
        expect(joined(words)).toContain(joined(one.text))
        if (one.letter) expect(joined(lettersIn(messages).map(seen).join(''))).toBe(joined(one.letter.text))
      }),
      { numRuns: 100 },
    )
  })

  it('has its controls under the last message only', () => {
    const messages = renderView({ text: 'a '.repeat(3_000), rows: [[{ label: 'Go', act: 'go' }]] })
    expect(messages.map(({ components }) => components.length)).toEqual([0, 0, 1].slice(-messages.length))
    expect(messages.length).toBe(3)
  })

  it('sets the letter apart, signed, with title, words and the quiet line', () => {
    const [message, ...more] = renderView({
      title: 'A letter *for* you',
      text: 'It travelled far.',
      letter: { text: '**Dear** you', signature: '— Quiet Whale' },
      footer: 'Nov 23',
      rows: [[{ label: 'Reply', act: 'reply:1', tone: 'primary' }]],
    })
    expect(more).toEqual([])
    expect(message?.content).toBe('**A letter \\*for\\* you**\nIt travelled far.')
    expect(message?.embeds).toMatchObject([
      { description: '\\*\\*Dear\\*\\* you', footer: { text: '— Quiet Whale\nNov 23' } },
    ])
    expect(message?.components).toMatchObject([{ components: [{ custom_id: 'reply:1', style: 1 }] }])
  })

  it('puts the quiet line under our words when there is no letter', () => {
    expect(renderView({ text: 'Hello', footer: 'until *tomorrow*' })[0]?.content).toBe('Hello\n-# until \\*tomorrow\\*')
  })

  it('takes two messages for a letter that grows beyond one by escaping', () => {
    const messages = renderView({ text: 'Here:', letter: { text: '*'.repeat(4_000), signature: '' } })
    expect(messages.length).toBe(2)
    expect(seen(lettersIn(messages).join(''))).toBe('*'.repeat(4_000))
  })
})
