import type { Command } from 'commander'
import type { Bilingual } from '../../core/language.ts'
import { type ChatLine, endChat, listChats, readChat } from '../../core/operations/chats.ts'
import { findByPenName } from '../../core/operations/people.ts'
import { command, group, run, say } from '../desk.ts'
import type { Screen } from '../screen.ts'
import { numberOf } from './cases.ts'
import { atMost, columns, valueName } from './words.ts'

/** `wiro chats list|show|end` */
export function addChats(program: Command): void {
  const chats = group(program, 'chats', {
    en: 'Live chats: who and when, never what is said.',
    ko: '실시간 대화를 다뤄요. 누가 언제 이야기했는지만 보이고, 내용은 보이지 않아요.',
  })
  run(
    command(chats, {
      name: 'list',
      describe: { en: 'List live chats, newest first.', ko: '실시간 대화를 최근 순서로 보여 줘요.' },
      example: 'wiro chats list --open',
    })
      .option('--open', say({ en: 'under way now', ko: '지금 이어지는 것만' }))
      .option('--of <pen-name>', say({ en: 'of this person', ko: '이 필명의 것만' }))
      .option('--limit <n>', atMost(), '50'),
    async ({ core, by, screen, json }, options: { open?: boolean; of?: string; limit: string }) => {
      const of = options.of ? await findByPenName(core, options.of) : undefined
      const all = await listChats(core, { by, open: options.open === true, of, limit: numberOf(options.limit) })
      if (json) return screen.json(all)
      const rows = all.map((chat) => [
        chat.id,
        chat.between.map((name) => name ?? '–').join(' · '),
        screen.t(metHow(chat)),
        screen.ago(chat.begunAt),
        endedWords(screen, chat),
        chat.messages,
      ])
      const head = [
        columns.id,
        columns.who,
        columns.kind,
        columns.since,
        ENDED,
        { en: 'kept messages', ko: '남은 메시지' },
      ]
      screen.table(head, rows, { en: 'No chats.', ko: '대화가 없어요.' })
    },
  )
  run(
    command(chats, {
      name: 'show',
      describe: {
        en: 'One live chat: who said how much, and the cases about it.',
        ko: '대화 하나를 보여 줘요. 누가 얼마나 말했는지와 관련 안건이 나와요.',
      },
      example: 'wiro chats show q3kz…',
    }).argument('<id>'),
    async ({ core, by, screen, json }, id: string) => {
      const chat = await readChat(core, { by, id })
      if (json) return screen.json(chat)
      const cases = chat.cases.map(
        ({ number, decision }) => `#${number} ${decision ? screen.t(valueName(decision)) : ''}`,
      )
      screen.card([
        [columns.id, chat.id],
        [columns.kind, screen.t(metHow(chat))],
        [columns.since, screen.ago(chat.begunAt)],
        [ENDED, endedWords(screen, chat)],
        [{ en: 'cases', ko: '안건' }, cases.join(', ').trim()],
      ])
      const head = [columns.penName, { en: 'kept messages', ko: '남은 메시지' }, { en: 'last', ko: '마지막 말' }]
      screen.line()
      screen.table(
        head,
        chat.people.map(({ penName, said, lastAt }) => [penName, said, screen.ago(lastAt)]),
        {
          en: '',
          ko: '',
        },
      )
    },
  )
  run(
    command(chats, {
      name: 'end',
      describe: {
        en: 'End a chat for both; neither is told why.',
        ko: '두 사람의 대화를 끝내요. 이유는 누구에게도 알리지 않아요.',
      },
      example: 'wiro chats end q3kz… --why "reported by both"',
      changes: true,
      hurts: true,
    }).argument('<id>'),
    async ({ core, by, screen, json, why, dryRun, confirm }, id: string) => {
      await endChat(core, { by, id, why, rehearse: true })
      await confirm({ en: 'End this chat for both?', ko: '두 사람의 대화를 끝낼까요?' })
      if (!dryRun) await endChat(core, { by, id, why })
      if (json) return screen.json({ ended: id })
      screen.line(screen.green(screen.t({ en: 'The chat has ended.', ko: '대화를 끝냈어요.' })))
    },
  )
}

const ENDED: Bilingual = { en: 'ended', ko: '끝난 때' }
const metHow = ({ first }: ChatLine): Bilingual =>
  first ? { en: 'strangers', ko: '처음 만남' } : { en: 'pen-friends', ko: '펜팔' }
const endedWords = (screen: Screen, { endedAt }: ChatLine): string =>
  endedAt ? screen.ago(endedAt) : screen.t({ en: 'under way', ko: '이어지는 중' })
