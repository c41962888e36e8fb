import type { Command } from 'commander'
import { findBySelf, listPeople, type PersonCard, readPerson, unsealPerson } from '../../core/operations/people.ts'
import { chatPlatforms } from '../../core/platform.ts'
import { command, group, run, say, WrongUse } from '../desk.ts'
import type { Screen } from '../screen.ts'
import { numberOf } from './cases.ts'
import { atMost, columns, ruleWords, valueName } from './words.ts'

/** `wiro accounts list|show|find|unseal` */
export function addAccounts(program: Command): void {
  const accounts = group(program, 'accounts', { en: 'People, by pen-name.', ko: '사람을 필명으로 찾아봐요.' })
  run(
    command(accounts, {
      name: 'list',
      describe: { en: 'Who came lately.', ko: '최근에 온 분들을 보여 줘요.' },
      example: 'wiro accounts list --like quiet',
    })
      .option('--like <beginning>', say({ en: 'whose pen-name begins so', ko: '이렇게 시작하는 필명' }))
      .option('--limit <n>', atMost(), '50'),
    async ({ core, by, screen, json }, options: { like?: string; limit: string }) => {
      const all = await listPeople(core, { by, like: options.like, limit: numberOf(options.limit) })
      if (json) return screen.json(all)
      const rows = all.map((one) => [
        one.penName,
        screen.t(valueName(one.language)),
        screen.ago(one.since),
        one.lettersSent,
      ])
      const head = [columns.penName, columns.language, columns.since, columns.sent]
      screen.table(head, rows, { en: 'Nobody.', ko: '아무도 없어요.' })
    },
  )
  run(
    command(accounts, {
      name: 'show',
      describe: {
        en: 'Somebody in numbers; never who they are.',
        ko: '한 분을 숫자로만 보여 줘요. 누구인지는 나오지 않아요.',
      },
      example: 'wiro accounts show "Quiet Fox"',
    }).argument('<pen-name>'),
    async ({ core, by, screen, json }, penName: string) => {
      const { accountId: _, ...card } = await readPerson(core, { by, penName })
      if (json) return screen.json(card)
      showCard(screen, card)
    },
  )
  run(
    command(accounts, {
      name: 'find',
      describe: {
        en: 'Who has this id on a platform. Owners only, with a reason; it stays in the audit log.',
        ko: '플랫폼 아이디로 찾아요. 소유자만, 이유와 함께 할 수 있고 감사 기록에 남아요.',
      },
      example: 'wiro accounts find --platform telegram --id 123456 --why "request 12/2026 of the police"',
    })
      .requiredOption('--platform <platform>', chatPlatforms.join(' | '))
      .requiredOption('--id <id>', say({ en: 'as the platform has it', ko: '플랫폼에서 쓰는 아이디' }))
      .requiredOption('--why <text>', say({ en: 'the reason, for the audit log', ko: '감사 기록에 남길 이유' })),
    async ({ core, by, screen, json }, options: { platform: string; id: string; why: string }) => {
      const platform = chatPlatforms.find((one) => one === options.platform)
      if (!platform) throw new WrongUse(`--platform ${chatPlatforms.join(' | ')}`)
      const card = await findBySelf(core, { by, platform, platformId: options.id, why: options.why })
      if (json) return screen.json(card)
      showCard(screen, card)
    },
  )
  run(
    command(accounts, {
      name: 'unseal',
      describe: {
        en: 'The ids behind a pen-name. Owners only, with a reason; it stays in the audit log.',
        ko: '필명 뒤의 아이디를 열어요. 소유자만, 이유와 함께 할 수 있고 감사 기록에 남아요.',
      },
      example: 'wiro accounts unseal "Quiet Fox" --why "somebody is in danger"',
      hurts: true,
    })
      .argument('<pen-name>')
      .requiredOption('--why <text>', say({ en: 'the reason, for the audit log', ko: '감사 기록에 남길 이유' })),
    async ({ core, by, screen, json, confirm }, penName: string, options: { why: string }) => {
      await confirm({
        en: `Unseal who ${penName} is? This is written down under your name.`,
        ko: `${penName} 님이 누구인지 열어 볼까요? 내 이름으로 기록에 남아요.`,
      })
      const selves = await unsealPerson(core, { by, penName, why: options.why })
      if (json) return screen.json(selves)
      for (const { platform, platformId } of selves) screen.line(`${platform}  ${platformId}`)
    },
  )
}

function showCard(screen: Screen, card: PersonCard): void {
  const { t } = screen
  const standing = card.standing
    ? `${t(valueName(card.standing.kind))} (${t(ruleWords[card.standing.rule])})${card.standing.endsAt ? ` → ${screen.moment(card.standing.endsAt)}` : ''}`
    : t({ en: 'good', ko: '좋음' })
  screen.card([
    [columns.penName, card.penName],
    [columns.since, screen.ago(card.since)],
    [columns.language, t(valueName(card.language))],
    [{ en: 'seen', ko: '마지막으로 본 때' }, screen.ago(card.lastSeenAt)],
    [{ en: 'reachable on', ko: '닿는 곳' }, card.on.map((one) => t(valueName(one))).join(', ')],
    [
      { en: 'letters', ko: '편지' },
      t({
        en: `${card.lettersSent} sent, ${card.lettersReceived} received`,
        ko: `보냄 ${card.lettersSent}, 받음 ${card.lettersReceived}`,
      }),
    ],
    [
      { en: 'was reported', ko: '신고당함' },
      t({
        en: `${card.reported}, ${card.reportedUpheld} upheld`,
        ko: `${card.reported}, 받아들임 ${card.reportedUpheld}`,
      }),
    ],
    [
      { en: 'reported', ko: '신고함' },
      t({
        en: `${card.reports.upheld} upheld, ${card.reports.dismissed} dismissed, weight ${card.reports.weight}`,
        ko: `받아들임 ${card.reports.upheld}, 기각 ${card.reports.dismissed}, 무게 ${card.reports.weight}`,
      }),
    ],
    [{ en: 'standing', ko: '상태' }, standing],
  ])
}
