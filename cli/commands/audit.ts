import type { Command } from 'commander'
import { listAudit, verifyAudit } from '../../core/moderation/audit.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import { command, exitCodes, run, say } from '../desk.ts'
import { harmless } from '../screen.ts'
import { terminal } from '../terminal.ts'
import { numberOf } from './cases.ts'
import { atMost, columns } from './words.ts'

/** `wiro audit` and `wiro audit verify` */
export function addAudit(program: Command): void {
  const audit = command(program, {
    name: 'audit',
    describe: { en: 'What operators did, newest first.', ko: '운영진이 한 일을 최근 순서로 보여 줘요.' },
    example: 'wiro audit --of mina --limit 20',
  })
    .option('--of <operator>', say({ en: 'what this operator did', ko: '이 운영진이 한 일' }))
    .option('--subject <subject>', say({ en: 'about this: "case 12"', ko: '이것에 대한 일: "case 12"' }))
    .option('--limit <n>', atMost(), '50')
  run(audit, async ({ core, by, screen, json }, options: { of?: string; subject?: string; limit: string }) => {
    await checkOperator(core, { by })
    const lines = await listAudit(core, {
      operator: options.of,
      subject: options.subject,
      limit: numberOf(options.limit),
    })
    if (json) return screen.json(lines)
    const rows = lines.map((one) => [
      one.seq,
      screen.moment(one.at),
      one.operator,
      one.act,
      one.subject,
      harmless(one.why),
    ])
    const head = [
      columns.number,
      { en: 'when', ko: '언제' },
      columns.who,
      { en: 'what', ko: '무엇을' },
      { en: 'of', ko: '대상' },
      { en: 'why', ko: '이유' },
    ]
    screen.table(head, rows, { en: 'Nothing yet.', ko: '아직 없어요.' })
  })
  run(
    command(audit, {
      name: 'verify',
      describe: {
        en: 'Whether the log is whole. Note the head it prints: --head finds a log that was cut off.',
        ko: '감사 기록이 온전한지 봐요. 나온 값을 적어 두면 --head 로 잘린 기록도 찾을 수 있어요.',
      },
      example: 'wiro audit verify --head 3f9c…',
    }).option('--head <hash>', say({ en: 'what it said the last time', ko: '지난번에 나온 값' })),
    async ({ core, screen, json }, options: { head?: string }) => {
      const verdict = await verifyAudit(core, { head: options.head })
      const whole = verdict.brokenAt === null && !verdict.missing
      if (!whole) terminal().exitCode = exitCodes.trouble
      if (json) return screen.json({ whole, ...verdict })
      if (verdict.brokenAt !== null)
        return screen.line(
          screen.red(
            screen.t({ en: `Broken at entry ${verdict.brokenAt}.`, ko: `${verdict.brokenAt}번 기록에서 끊겼어요.` }),
          ),
        )
      if (verdict.missing)
        return screen.line(
          screen.red(screen.t({ en: 'The noted head is not in the log any more.', ko: '적어 둔 값이 기록에 없어요.' })),
        )
      screen.line(
        screen.green(screen.t({ en: `Whole: ${verdict.entries} entries.`, ko: `온전해요: ${verdict.entries}건.` })),
      )
      if (verdict.head) screen.line(verdict.head)
    },
  )
}
