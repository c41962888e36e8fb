import { expect, it } from 'vitest'
import { contactInParts } from '../../core/chat/saidInParts.ts'
import type { Core } from '../../core/core.ts'

/** A core with nothing but the time that is looked at. */
function talker(by = 'somebody') {
  let now = 0
  const core = { time: { monotonic: () => now } } as unknown as Core
  let count = 0
  return {
    say: (text: string, who = by) => contactInParts(core, { by: who, messageId: String(count++) }, text)?.matched,
    again: (text: string) => contactInParts(core, { by, messageId: String(count - 1) }, text)?.matched,
    wait: (ms: number) => (now += ms),
  }
}

it.each([
  ['a number, part by part', ['010', '1234', '5678']],
  ['a number with words around it', ['call 010', '-1234-', '5678']],
  ['an address', ['ana.lee', '@gmail.com']],
  ['an address in words', ['ana.lee at', 'gmail dot com']],
])('finds %s', (_name, parts) => {
  const { say, again } = talker()
  const found = parts.map((part) => say(part))
  expect(found.at(-1)).toBeDefined()
  expect(again(parts.at(-1) ?? '')).toBe(found.at(-1))
})

it.each([
  ['times and counts', ['at 3', 'no, at 4', '2 cats', '10 of 12', 'see you at 5.30']],
  ['a countdown', ['3', '2', '1', '0!']],
  ['scores', ['3:2', '1:1', '0:4', '2.5 stars']],
  ['years', ['1990', 'no, 1991', '2004']],
  ['Korean small talk', ['3시에 먹었어요', '2개요', '5월 1일', '10분만요']],
])('minds no %s', (_name, parts) => {
  const { say } = talker()
  expect(parts.map((part) => say(part)).filter(Boolean)).toEqual([])
})

it('forgets after two minutes, and keeps people apart', () => {
  const { say, wait } = talker()
  say('010')
  say('1234')
  expect(say('5678', 'somebody else')).toBeUndefined()
  wait(3 * 60_000)
  expect(say('5678')).toBeUndefined()
})
