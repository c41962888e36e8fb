import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FindingKind } from '../../core/safety/finding.ts'
import { readText } from '../../core/safety/readText.ts'
import { anyText } from '../support/anyText.ts'

function kinds(text: string): FindingKind[] {
  return [...new Set(readText(text).map((finding) => finding.kind))]
}

describe('readText', () => {
  it('quotes exactly what it found, at its place in the original', () => {
    const text = '안녕하세요! 제 번호는 ０１０－０１２３－４５６７ 이에요. You \u{1F600} d\u200bu\u200bmb b1tch'
    const found = readText(text)
    expect(found.map(({ kind, matched, action }) => ({ kind, matched, action }))).toEqual([
      { kind: 'contact', matched: '０１０－０１２３－４５６７', action: 'take-out' },
      { kind: 'abuse', matched: 'd\u200bu\u200bmb b1tch', action: 'send-back' },
    ])
    for (const { start, end, matched } of found) expect(text.slice(start, end)).toBe(matched)
  })

  it.each(['바보 멍청이 꺼져', '너 같은 건 꺼져 버려', '꺼져 버려라', '죽어 버려'])('hears "%s"', (text) => {
    expect(kinds(text)).toEqual(['abuse'])
  })

  it.each([
    '촛불이 꺼져 버려서 조금 슬펐어요',
    '바보같이 불이 꺼져 있는 줄도 몰랐어요',
    '화분이 죽어 버려서 속상해요',
    '그놈의 보일러는 왜 자꾸 꺼져',
  ])('lets "%s" be', (text) => {
    expect(kinds(text)).toEqual([])
  })

  it('keeps offsets true, findings in order and itself deterministic, whatever the text', () => {
    const pieces = fc.constantFrom(
      '씨발',
      'ㅅ',
      'ㅣ',
      'f u c k',
      '010-',
      '1234',
      '@',
      'a',
      '.',
      'com',
      '죽고 싶',
      '\u200b',
      '😀',
      'é',
      '각',
      ' ',
    )
    const texts = fc.oneof(
      anyText(60),
      fc.array(pieces, { maxLength: 25 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const found = readText(text)
        expect(readText(text)).toEqual(found)
        let last = 0
        for (const { start, end, matched } of found) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(text.slice(start, end)).toBe(matched)
          last = start
        }
      }),
      { numRuns: 300, seed: 8 },
    )
  })

  it('says what should follow: take out, support, send back, or hold what harms', () => {
    const actions = (text: string) => readText(text).map((finding) => finding.action)
    expect(actions('write to moss@example.com')).toEqual(['take-out'])
    expect(actions('요즘 죽고 싶어요')).toEqual(['support'])
    expect(actions('병신아')).toEqual(['send-back'])
    expect(actions('go kill yourself')).toEqual(['hold'])
  })

  it('does not offer helplines for a death wished on another', () => {
    expect(kinds('자살해라 그냥')).toEqual(['abuse'])
    expect(kinds('please kill yourself')).toEqual(['abuse'])
  })

  it('leaves what others called the writer alone, and what the writer calls oneself', () => {
    expect(kinds('he told me you are worthless and I believed him')).toEqual([])
    expect(kinds("I'm such an idiot, I forgot her birthday")).toEqual([])
    expect(kinds('You are not a burden, and you never were.')).toEqual([])
  })
})

describe('disguises', () => {
  const disguised: [FindingKind, string[]][] = [
    [
      'abuse',
      [
        '씨 발',
        '씨.발',
        '시1발',
        'ㅅㅣ발',
        'ㅅㅣㅂㅏㄹ',
        '씨이이이발',
        '씨\u200b발',
        '병~신',
        'ㅂ.ㅅ',
        '개 새 끼',
        '씨발',
      ],
    ],
    [
      'abuse',
      [
        'b.i.t.c.h',
        'b i t c h',
        'b1tch',
        'bi*ch',
        'biiiitch',
        'b\u200bitch',
        'ｂｉｔｃｈ',
        'bítch',
        'вitch',
        '𝓫𝓲𝓽𝓬𝓱',
        'a$$hole',
      ],
    ],
    ['sexual', ['섹 스 하자', '섹1스', 'ㅅㅔㄱㅅㅡ', 'p0rn', 'p o r n', 'n.u.d.e.s', 'h0rny']],
    ['crisis', ['죽 고 싶 어', '죽고\n싶어', '자.살', 's u i c i d e', 'su1cide', 'suic*de']],
    [
      'contact',
      [
        '공일공 일이삼사 오육칠팔',
        '영일영-0123-사오육칠',
        'o1o 0123 4567',
        '①②③? 아니 ⓪①⓪ ⓪①②③ ④⑤⑥⑦',
        '0.1.0.0.1.2.3.4.5.6.7',
        '1️⃣ or +44 7700 900123',
      ],
    ],
    [
      'contact',
      [
        'moss 골뱅이 naver 점 com',
        'moss (at) gmail (dot) com',
        'discord . gg / moss',
        't . me/moss',
        'four one five 555 oh one two three',
      ],
    ],
  ]
  for (const [kind, texts] of disguised) {
    for (const text of texts)
      it(`sees through ${JSON.stringify(text)} (${kind})`, () => expect(kinds(text)).toEqual([kind]))
  }
})

describe('innocent look-alikes', () => {
  const innocent = [
    '시발점에서 다시 시작해요',
    '다시 발을 떼었다',
    '몇 시 발 열차예요?',
    '2016년은 병신년이었어요',
    '새끼손가락을 걸었다',
    '무지개 색 우산',
    '섹스폰 소리가 좋아요',
    '아무 말도 하지 않고 보지도 않았다',
    '일찍 자지 그랬어',
    '배고파 죽겠다',
    '죽여주는 풍경',
    '전복죽 먹고 싶다',
    '자살골을 넣었다',
    '여자 살림꾼',
    '운영 시간은 10:00-19:00',
    '2024.01.15 - 2024.03.20',
    '12,345,678원',
    '109나 1388에 전화해요',
    'Scunthorpe',
    'assess the class',
    'my shih tzu',
    'I could die laughing',
    'kung fu on fridays',
    'we ran 10 kms',
    'Suicide Squad',
    'he shot himself in the foot',
    'call 988 or 116 123',
    'it costs $1,234,567.89',
    'born 1987-10-15 10:30',
    '**new** things',
    'the bottom line: things are fine',
    'see https://findahelpline.com or findahelpline.com',
    'we went to Penistone',
    'life is to live and die well',
    'I left my keys with your dog',
  ]
  for (const text of innocent) it(text, () => expect(readText(text)).toEqual([]))
})

describe('words of moderators', () => {
  it('block at once, disguised or not, and clear what lies inside an allowed word', () => {
    const words = {
      blocked: [
        { word: '멍청이*', kind: 'abuse' as const, action: 'hold' as const },
        { word: 'Bluetoad', kind: 'contact' as const },
      ],
      allowed: ['bitch lake', '씨발라면*'],
    }
    expect(readText('이 멍.청.이야, BLUET0AD', { words }).map(({ rule, action }) => ({ rule, action }))).toEqual([
      { rule: 'moderators: 멍청이*', action: 'hold' },
      { rule: 'moderators: Bluetoad', action: 'take-out' },
    ])
    expect(readText('we swam in Bitch Lake and ate 씨발라면', { words })).toEqual([])
    expect(kinds('we swam in Bitch Lake')).toEqual(['abuse'])
    expect(readText('bluetoads are fine', { words })).toEqual([])
  })
})
