import type { Command } from 'commander'
import type { Bilingual } from '../../core/language.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import { liftSanction, listSanctions, readSanction, type SanctionLine } from '../../core/moderation/sanctions.ts'
import { findByPenName } from '../../core/operations/people.ts'
import { command, group, run, say } from '../desk.ts'
import { harmless, type Screen } from '../screen.ts'
import { numberOf } from './cases.ts'
import { wordsFor } from './caseView.ts'
import { atMost, columns, valueName } from './words.ts'

/** `wiro sanctions list|show|lift` */
export function addSanctions(program: Command): void {
  const sanctions = group(program, 'sanctions', {
    en: 'Words, pauses and bans.',
    ko: '주의, 쉬어 가기, 이용 정지를 다뤄요.',
  })
  run(
    command(sanctions, {
      name: 'list',
      describe: { en: 'List sanctions, newest first.', ko: '제재를 최근 순서로 보여 줘요.' },
      example: 'wiro sanctions list --holding',
    })
      .option('--holding', say({ en: 'in force now', ko: '지금 적용 중인 것만' }))
      .option('--of <pen-name>', say({ en: 'of this person', ko: '이 필명의 것만' }))
      .option('--limit <n>', atMost(), '50'),
    async ({ core, by, screen, json }, options: { holding?: boolean; of?: string; limit: string }) => {
      await checkOperator(core, { by })
      const accountId = options.of ? await findByPenName(core, options.of) : undefined
      const limit = numberOf(options.limit)
      const all = await listSanctions(core, { holding: options.holding === true, accountId, limit })
      if (json) return screen.json(all)
      const rows = all.map((one) => [
        one.number,
        one.penName,
        screen.t(valueName(one.kind)),
        screen.t(wordsFor(one.rule)),
        one.createdBy,
        screen.ago(one.createdAt),
        untilWords(screen, one),
      ])
      const head = [
        columns.number,
        columns.penName,
        columns.kind,
        columns.rule,
        columns.who,
        columns.since,
        columns.until,
      ]
      screen.table(head, rows, { en: 'No sanctions.', ko: '제재가 없어요.' })
    },
  )
  run(
    command(sanctions, {
      name: 'show',
      describe: {
        en: 'One sanction: rule, words in question, cases, appeal.',
        ko: '제재 하나를 보여 줘요. 약속, 문제가 된 말, 안건, 이의가 나와요.',
      },
      example: 'wiro sanctions show 3',
    }).argument('<number>'),
    async ({ core, by, screen, json }, text: string) => {
      const one = await readSanction(core, { by, number: numberOf(text) })
      if (json) return screen.json(one)
      const appeal = one.appealedAt && (one.granted === null ? WAITS : valueName(one.granted ? 'granted' : 'denied'))
      screen.card([
        [columns.number, one.number],
        [columns.penName, one.penName],
        [columns.kind, screen.t(valueName(one.kind))],
        [columns.rule, screen.t(wordsFor(one.rule))],
        [{ en: 'words', ko: '문제가 된 말' }, one.quote && harmless(one.quote)],
        [columns.who, one.createdBy],
        [columns.since, screen.ago(one.createdAt)],
        [columns.until, untilWords(screen, one)],
        [{ en: 'from case', ko: '안건' }, one.fromCase],
        [{ en: 'appeal', ko: '이의' }, appeal && `#${one.appealCase ?? '–'} ${screen.t(appeal)}`],
      ])
    },
  )
  run(
    command(sanctions, {
      name: 'lift',
      describe: { en: 'Take a sanction back (owners).', ko: '제재를 거두어요(소유자).' },
      example: 'wiro sanctions lift 3 --why "it was a misunderstanding"',
      changes: true,
      hurts: true,
    }).argument('<number>'),
    async ({ core, by, screen, json, why, dryRun, confirm }, text: string) => {
      const number = numberOf(text)
      await confirm({ en: `Lift sanction ${number}?`, ko: `${number}번 제재를 거둘까요?` })
      await liftSanction(core, { by, number, why, rehearse: dryRun })
      if (json) return screen.json({ lifted: number })
      screen.line(screen.green(screen.t({ en: `Sanction ${number} is lifted.`, ko: `${number}번 제재를 거두었어요.` })))
    },
  )
}

const WAITS: Bilingual = { en: 'waits', ko: '기다리는 중' }
const untilWords = (screen: Screen, { liftedAt, kind, endsAt }: SanctionLine): string => {
  if (liftedAt) return screen.t({ en: 'lifted', ko: '거둠' })
  return kind === 'pause' ? screen.moment(endsAt) : ''
}
