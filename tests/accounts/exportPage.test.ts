import { describe, expect, test } from 'vitest'
import type { PersonalData } from '../../core/accounts/export/collect.ts'
import { exportPage } from '../../core/accounts/export/page.ts'
import { exportWords } from '../../core/accounts/export/words.ts'
import { reportCategories } from '../../core/moderation/fileReport.ts'
import { rules } from '../../core/moderation/rules.ts'
import * as enums from '../../core/store/generated/enums.ts'

const at = new Date('2026-11-26T01:00:00Z')
const letter = { kind: 'stranger', state: 'answered', signature: 'Amber <i>Fox</i>', at, stamp: 'hug', text: 'Hi <b>&' }
const data = (language: 'ko' | 'en'): PersonalData => ({
  madeAt: at,
  language,
  zone: 'Asia/Seoul',
  account: {
    penName: 'Amber',
    reads: ['ko', 'en'],
    willing: true,
    notify: 'daily',
    quietFrom: 1320,
    arrivesOn: null,
    createdAt: at,
  },
  selves: [{ platform: 'discord', id: '123456789', since: at, lastSeen: at }],
  written: [letter],
  received: [{ ...letter, state: 'opened' }],
  openLetters: [
    { state: 'closed', signature: null, at, mood: 'calm', topic: 'work', thanks: 1, answers: 2, text: 'open' },
  ],
  comments: [{ signature: null, at, state: 'deleted', text: '' }],
  following: [{ name: 'Birch', since: at }],
  followers: 3,
  reading: [{ what: 'not_for_me', signature: null, at }],
  penFriends: [],
  blocked: [{ name: null, since: at }],
  reports: [{ category: 'spam', words: null, at, state: 'dismissed' }],
  sanctions: [{ kind: 'pause', rule: 'threat', at, until: at }],
  chats: [{ begun: at, ended: null, said: [{ mine: true, at, text: 'hello <there>', earlier: ['hi'] }] }],
})

describe('the archive to read', () => {
  test('says everything in the person’s language, nothing in the words of the database', () => {
    const korean = exportPage(data('ko')).replace(/<style>.*<\/style>|<[^>]*>/gs, ' ')
    for (const code of [
      'dailyNumber',
      'quietFrom',
      'createdAt',
      'stranger',
      'answered',
      'dismissed',
      'pause',
      'daily',
      'true',
      'null',
      'T01:00',
      '오늘',
      'spam',
      'threat',
      'lastSeen',
      'not_for_me',
    ])
      expect(korean).not.toContain(code)
    for (const words of [
      '오후 10:00',
      '디스코드',
      '모르는 누군가에게 ',
      '모르는 누군가에게서 ',
      '2026년 11월 26일(목) 오전 10:00에 만들었어요',
      '하루 한 번',
      '네',
      '123456789',
      '마지막으로 있던 곳',
    ])
      expect(korean).toContain(words)
    expect(exportPage(data('en'))).toContain('to a stranger')
  })

  test('escapes what people wrote, and fetches nothing', () => {
    const page = exportPage(data('en'))
    expect(page).toContain('Hi &#60;b&#62;&#38;')
    expect(page).toContain('Amber &#60;i&#62;Fox')
    expect(page).toContain('→ hi → hello &#60;there&#62;')
    expect(page).not.toMatch(/<script|src=|href=/)
  })

  test('has words for every state and kind there is', () => {
    for (const language of ['ko', 'en'] as const) {
      const words = exportWords(language, String)
      for (const kind of [
        enums.LetterState,
        enums.LetterKind,
        enums.DeliveryState,
        enums.ReportState,
        enums.SanctionKind,
        enums.OpenState,
        enums.CommentState,
        enums.SignalKind,
      ])
        for (const code of Object.values(kind))
          expect(words.word(code), code).not.toBe(language === 'ko' ? code : undefined)
      for (const category of reportCategories) expect(words.value('category', category)).not.toBe(category)
      for (const rule of rules) expect(words.value('rule', rule)).not.toBe(rule)
    }
  })
})
