import type { Command } from 'commander'
import type { Bilingual } from '../../core/language.ts'
import { checkOperator, addOperator as enlist, listOperators, removeOperator } from '../../core/moderation/operators.ts'
import { offerWebLogin, WEB_LOGIN_MINUTES } from '../../core/operations/webLogin.ts'
import { command, group, run, WrongUse } from '../desk.ts'
import { columns } from './words.ts'

/** `wiro operators add|list|remove` */
export function addOperators(program: Command): void {
  const operators = group(program, 'operators', {
    en: 'Who may moderate (moderator) and decide everything (owner).',
    ko: '누가 운영하는지 (moderator, owner) 정해요.',
  })
  run(
    command(operators, {
      name: 'list',
      describe: { en: 'List the operators.', ko: '운영진을 보여 줘요.' },
      example: 'wiro operators list --json',
    }),
    async ({ core, screen, json }) => {
      const all = await listOperators(core)
      if (json) return screen.json(all)
      const rows = all.map(({ name, role, addedAt }) => [name, role, screen.ago(addedAt)])
      screen.table([columns.name, columns.role, columns.since], rows, NOBODY)
    },
  )
  run(
    command(operators, {
      name: 'add',
      describe: {
        en: 'Make somebody an operator, or change their role. The first one is made by whoever holds the machine.',
        ko: '운영진을 추가하거나 역할을 바꿔요. 첫 운영진은 이 컴퓨터를 가진 사람이 만들어요.',
      },
      example: 'wiro operators add mina --role owner --why "started this house"',
      changes: true,
    })
      .argument('<name>')
      .option('--role <role>', 'moderator | owner', 'moderator'),
    async ({ core, by, screen, json, why, dryRun }, name: string, options: { role: string }) => {
      const { role } = options
      if (role !== 'moderator' && role !== 'owner') throw new WrongUse('--role moderator | owner')
      const operator = await enlist(core, { by, name, role, why, rehearse: dryRun })
      if (json) return screen.json(operator)
      screen.line(
        screen.green(screen.t({ en: `${name} is ${role} now.`, ko: `이제 ${name} 님의 역할은 ${role}예요.` })),
      )
    },
  )
  addWebLogin(operators)
  run(
    command(operators, {
      name: 'remove',
      describe: { en: 'Take somebody off the list of operators.', ko: '운영진에서 내려요.' },
      example: 'wiro operators remove joon --why "moved on"',
      changes: true,
      hurts: true,
    }).argument('<name>'),
    async ({ core, by, screen, json, why, dryRun, confirm }, name: string) => {
      await checkOperator(core, { by, role: 'owner' })
      await confirm({ en: `Remove ${name}?`, ko: `${name} 님을 내릴까요?` })
      await removeOperator(core, { by, name, why, rehearse: dryRun })
      if (json) return screen.json({ removed: name })
      screen.line(screen.t({ en: `${name} is no operator any more.`, ko: `${name} 님은 이제 운영진이 아니에요.` }))
    },
  )
}

function addWebLogin(operators: Command): void {
  run(
    command(operators, {
      name: 'web-login',
      describe: {
        en: 'A link into the operators’ web pages, for you, once (owners).',
        ko: '운영 화면에 한 번 들어갈 수 있는 링크를 만들어요(소유자).',
      },
      example: 'wiro operators web-login --why "look at the queues"',
      changes: true,
    }),
    async ({ core, by, screen, json, why, dryRun }) => {
      if (dryRun) return void (await checkOperator(core, { by, role: 'owner' }))
      const url = `${core.config.publicUrl}/desk/enter/${await offerWebLogin(core, { by, why })}`
      if (json) return screen.json({ url, minutes: WEB_LOGIN_MINUTES })
      screen.line(url)
      screen.line(
        screen.dim(
          screen.t({
            en: `It works once, for ${WEB_LOGIN_MINUTES} minutes. Give it to nobody.`,
            ko: `${WEB_LOGIN_MINUTES}분 동안 한 번 쓸 수 있어요. 아무에게도 주지 마세요.`,
          }),
        ),
      )
    },
  )
}

const NOBODY: Bilingual = {
  en: 'Nobody yet. The first: wiro operators add <name> --role owner --why "…"',
  ko: '아직 아무도 없어요. 첫 운영진: wiro operators add <이름> --role owner --why "…"',
}
