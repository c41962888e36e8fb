import type { Language } from '../../core/language.ts'
import { arrivalChoices } from '../../core/letters/arrival.ts'
import { en } from '../../core/texts/en.ts'
import { ko } from '../../core/texts/ko.ts'

/** A command as both platforms show it. */
export type Command = {
  /** a-z, 0-9, _: the one form both platforms take. */
  name: string
  /** What Discord shows it as in Korean; Telegram takes Latin names only. */
  names: { ko: string }
  describe: Record<Language, string>
  options: CommandOption[]
}

export type CommandOption = {
  name: string
  names: { ko: string }
  describe: Record<Language, string>
  choices?: { value: string; names: Record<Language, string> }[]
}

const says = <Key extends keyof typeof en>(key: Key) => ({ en: en[key] as string, ko: ko[key] as string })

const to: CommandOption = {
  name: 'to',
  names: { ko: '누구에게' },
  describe: says('option.to'),
  choices: [
    { value: 'stranger', names: { en: 'A stranger', ko: '모르는 누군가' } },
    { value: 'self', names: { en: 'My future self', ko: '미래의 나' } },
  ],
}

const when: CommandOption = {
  name: 'when',
  names: { ko: '언제' },
  describe: says('option.when'),
  choices: arrivalChoices.map((value) => ({ value, names: says(`letter.arrival.${value}`) })),
}

const code: CommandOption = { name: 'code', names: { ko: '코드' }, describe: says('option.code') }

/** All commands, in the order people see them. */
export const catalogue: readonly Command[] = [
  { name: 'start', names: { ko: '시작' }, describe: says('command.start'), options: [] },
  { name: 'letter', names: { ko: '편지' }, describe: says('command.letter'), options: [to, when] },
  { name: 'inbox', names: { ko: '받은편지' }, describe: says('command.inbox'), options: [] },
  { name: 'sent', names: { ko: '보낸편지' }, describe: says('command.sent'), options: [] },
  { name: 'discover', names: { ko: '열린편지' }, describe: says('command.discover'), options: [] },
  { name: 'following', names: { ko: '팔로우' }, describe: says('command.following'), options: [] },
  { name: 'chat', names: { ko: '대화' }, describe: says('command.chat'), options: [] },
  { name: 'leave', names: { ko: '나가기' }, describe: says('command.leave'), options: [] },
  { name: 'settings', names: { ko: '설정' }, describe: says('command.settings'), options: [] },
  { name: 'link', names: { ko: '잇기' }, describe: says('command.link'), options: [code] },
  { name: 'mydata', names: { ko: '내데이터' }, describe: says('command.mydata'), options: [] },
  { name: 'helpline', names: { ko: '상담전화' }, describe: says('command.helpline'), options: [] },
  { name: 'help', names: { ko: '도움말' }, describe: says('command.help'), options: [] },
]
