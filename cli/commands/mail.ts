import type { Command } from 'commander'
import { listMail, type MailChoice, type MailState, mailStates, retryMail } from '../../core/operations/mail.ts'
import { command, group, run, say, WrongUse } from '../desk.ts'
import { numberOf } from './cases.ts'
import { atMost, columns, valueName } from './words.ts'

/** `wiro mail list|retry`: the outbox, what the platforms did not take and what may be lost. */
export function addMail(program: Command): void {
  const mail = group(program, 'mail', {
    en: 'Notices on their way out, and those that failed.',
    ko: '나가는 알림과 전하지 못한 알림을 다뤄요.',
  })
  addList(mail)
  addRetry(mail)
}

function addList(mail: Command): void {
  run(
    command(mail, {
      name: 'list',
      describe: {
        en: 'What was refused, may be lost, or is tried again; or one state.',
        ko: '거절됐거나, 잃어버렸을 수 있거나, 다시 시도 중인 알림을 보여 줘요.',
      },
      example: 'wiro mail list --state refused',
    })
      .option('--state <state>', mailStates.join(' | '), 'trouble')
      .option('--limit <n>', atMost(), '50'),
    async ({ core, by, screen, json }, options: { state: string; limit: string }) => {
      const lines = await listMail(core, { by, state: stateOf(options.state), limit: numberOf(options.limit) })
      if (json) return screen.json(lines)
      const rows = lines.map((one) => [
        one.row,
        one.platform,
        one.parcel,
        screen.t(valueName(one.state)),
        one.attempts,
        one.doubtful || '',
        one.reason ?? '',
        screen.ago(one.writtenAt),
        one.settledAt ? screen.ago(one.settledAt) : one.retryAt ? screen.moment(one.retryAt) : '',
      ])
      screen.table(HEAD, rows, { en: 'No such mail.', ko: '그런 알림이 없어요.' })
    },
  )
}

function addRetry(mail: Command): void {
  run(
    command(mail, {
      name: 'retry',
      describe: {
        en: 'Send again at once, with all attempts anew.',
        ko: '처음부터 다시, 바로 보내요.',
      },
      example: 'wiro mail retry 4711 --why "the bug is mended"',
      changes: true,
      hurts: true,
    })
      .argument('[row...]')
      .option('--state <state>', say({ en: 'all that are refused | unknown', ko: '전부: refused | unknown' })),
    async ({ core, by, screen, json, why, dryRun, confirm }, rows: string[], options: { state?: string }) => {
      const choice = choiceOf(rows, options.state)
      await confirm({
        en: 'Send it again? On Telegram, what may have arrived may then arrive twice.',
        ko: '다시 보낼까요? 텔레그램에서는 이미 도착했을지도 모르는 알림이 두 번 갈 수 있어요.',
      })
      const retried = await retryMail(core, { by, choice, why, rehearse: dryRun })
      if (json) return screen.json({ retried })
      screen.line(
        screen.green(
          screen.t({ en: `${retried.length} on their way again.`, ko: `알림 ${retried.length}건을 다시 보내요.` }),
        ),
      )
    },
  )
}

const HEAD = [
  { en: 'row', ko: '번호' },
  { en: 'platform', ko: '플랫폼' },
  { en: 'notice', ko: '알림' },
  columns.state,
  { en: 'attempts', ko: '시도' },
  { en: 'doubtful', ko: '불확실' },
  { en: 'reason', ko: '이유' },
  { en: 'written', ko: '쓴 때' },
  { en: 'ended, or again', ko: '끝난 때, 또는 다음 시도' },
]

function stateOf(text: string): MailState {
  const state = mailStates.find((known) => known === text)
  if (!state) throw new WrongUse(`--state: ${mailStates.join(' | ')}`)
  return state
}

function choiceOf(rows: string[], state: string | undefined): MailChoice {
  if (rows.length > 0 && state === undefined) return { rows: rows.map(numberOf) }
  if (rows.length === 0 && (state === 'refused' || state === 'unknown')) return { state }
  throw new WrongUse(
    say({
      en: 'Name rows, or --state refused or --state unknown.',
      ko: '번호를 적거나, --state refused 또는 --state unknown 을 붙여 주세요.',
    }),
  )
}
