import type { Command } from 'commander'
import { readConfig } from '../../core/config.ts'
import { dress, group, say, WrongUse } from '../desk.ts'
import { allRoles, readRoles } from '../roles.ts'
import { terminal } from '../terminal.ts'

/** `wiro start`, `wiro commands deploy`: what needs every room. Those are loaded only when they are run. */
export function addStart(program: Command): void {
  dress(program.command('start'))
    .description(
      say({
        en: 'Start the service; without any token, the sandbox to play in.',
        ko: '서비스를 시작해요. 토큰이 없으면 놀이터가 열려요.',
      }),
    )
    .option('--roles <list>', say({ en: 'only these parts', ko: '이 부분만' }), allRoles.join(','))
    .addHelpText('after', `\n${say({ en: 'Example', ko: '예' })}:\n  $ wiro start --roles web,worker`)
    .action(async ({ roles: list }: { roles: string }) => {
      const roles = readRoles(list)
      if (!roles) throw new WrongUse(`--roles ${allRoles.join(',')}`)
      const config = readConfig(terminal().env)
      const { start } = await import('../start.ts')
      await start(config, roles)
    })

  const commands = group(program, 'commands', {
    en: 'The commands that Discord and Telegram show.',
    ko: '디스코드와 텔레그램에 보이는 명령을 다뤄요.',
  })
  dress(commands.command('deploy'))
    .description(
      say({
        en: 'Make them those of this version, now. Every start does this too.',
        ko: '지금 이 버전의 명령으로 맞춰요. 시작할 때마다 저절로 하는 일이에요.',
      }),
    )
    .option('--json', say({ en: 'for programs: JSON', ko: '프로그램용 JSON으로 출력해요' }))
    .option('--dry-run', say({ en: 'say where, change nothing', ko: '바꾸지 않고 어디인지만 보여 줘요' }))
    .addHelpText('after', `\n${say({ en: 'Example', ko: '예' })}:\n  $ wiro commands deploy`)
    .action(async ({ json, dryRun = false }: { json?: boolean; dryRun?: boolean }) => {
      const { deployCommands } = await import('../start.ts')
      const platforms = await deployCommands(terminal().env, { dryRun })
      if (json) return void terminal().stdout.write(`${JSON.stringify({ platforms, dryRun }, null, 2)}\n`)
      for (const platform of platforms) terminal().stdout.write(`✓ ${platform}\n`)
    })
}
