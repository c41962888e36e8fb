import type { Command } from 'commander'
import { checkOperator } from '../../core/moderation/operators.ts'
import { announce, countHearers, listAnnouncements, stopAnnouncement } from '../../core/operations/announce.ts'
import { command, run, say, WrongUse } from '../desk.ts'
import { numberOf } from './cases.ts'
import { columns } from './words.ts'

/** `wiro announce`, `wiro announce list|stop` */
export function addAnnounce(program: Command): void {
  const made = command(program, {
    name: 'announce',
    describe: {
      en: 'Tell everybody of a language something: behind all other mail, in waking hours, stoppable. Owners only.',
      ko: '한 언어를 쓰는 모두에게 알려요. 다른 편지보다 뒤에, 깨어 있는 시간에 가고, 멈출 수 있어요. 소유자만 할 수 있어요.',
    },
    example: 'wiro announce --en "We pause on Sunday, 2 to 3." --ko "일요일 2시부터 3시까지 쉬어요." --dry-run',
    changes: true,
    hurts: true,
  })
    .option('--en <text>', say({ en: 'to those who read English', ko: '영어를 쓰는 분들에게' }))
    .option('--ko <text>', say({ en: 'to those who read Korean', ko: '한국어를 쓰는 분들에게' }))
  run(made, async ({ core, by, screen, json, why, dryRun, confirm }, options: { en?: string; ko?: string }) => {
    const texts = { ...(options.en ? { en: options.en } : {}), ...(options.ko ? { ko: options.ko } : {}) }
    const languages = (['en', 'ko'] as const).filter((one) => texts[one])
    if (languages.length === 0) throw new WrongUse('--en "…" --ko "…"')
    await checkOperator(core, { by, role: 'owner' })
    const to = await countHearers(core, { languages })
    if (dryRun)
      return json
        ? screen.json({ number: null, to })
        : screen.line(screen.t({ en: `It would go to ${to}.`, ko: `${to}명에게 가요.` }))
    await confirm({ en: `Send it to ${to}?`, ko: `${to}명에게 보낼까요?` })
    const sent = await announce(core, { by, texts, why })
    if (json) return screen.json(sent)
    screen.line(
      screen.green(
        screen.t({
          en: `Announcement ${sent.number} is on its way to ${sent.to}. To stop it: wiro announce stop ${sent.number}`,
          ko: `${sent.number}번 공지가 ${sent.to}명에게 가고 있어요. 멈추려면: wiro announce stop ${sent.number}`,
        }),
      ),
    )
  })
  run(
    command(made, {
      name: 'list',
      describe: { en: 'Announcements and how far they are.', ko: '공지가 어디까지 갔는지 보여 줘요.' },
      example: 'wiro announce list',
    }),
    async ({ core, by, screen, json }) => {
      await checkOperator(core, { by })
      const all = await listAnnouncements(core, { limit: 20 })
      if (json) return screen.json(all)
      const rows = all.map((one) => [
        one.number,
        one[screen.language] ?? one.en ?? one.ko,
        one.createdBy,
        screen.ago(one.createdAt),
        one.sent,
        one.stoppedAt ? screen.t({ en: 'stopped', ko: '멈춤' }) : `${one.waiting}${one.addressedAt ? '' : ' …'}`,
      ])
      screen.table([columns.number, columns.about, columns.who, columns.since, columns.sent, columns.waiting], rows, {
        en: 'None.',
        ko: '없어요.',
      })
    },
  )
  run(
    command(made, {
      name: 'stop',
      describe: { en: 'Whoever has not been told yet will not be.', ko: '아직 받지 않은 분들에게는 가지 않아요.' },
      example: 'wiro announce stop 3 --why "the date was wrong"',
      changes: true,
    }).argument('<number>'),
    async ({ core, by, screen, json, why, dryRun }, text: string) => {
      const number = numberOf(text)
      await stopAnnouncement(core, { by, number, why, rehearse: dryRun })
      if (json) return screen.json({ stopped: number })
      screen.line(screen.t({ en: `Announcement ${number} is stopped.`, ko: `${number}번 공지를 멈췄어요.` }))
    },
  )
}
