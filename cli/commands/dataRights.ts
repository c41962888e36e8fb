import type { Command } from 'commander'
import { checkOperator } from '../../core/moderation/operators.ts'
import { eraseFor, exportFor } from '../../core/operations/dataRights.ts'
import { command, run } from '../desk.ts'

/** `wiro export`, `wiro erase` */
export function addDataRights(program: Command): void {
  run(
    command(program, {
      name: 'export',
      describe: {
        en: 'Make somebody’s archive for them; the link goes to their own chat, you see nothing of it (owners).',
        ko: '그분의 기록을 모아 그분 채팅방으로 링크를 보내요. 운영진에게는 보이지 않아요(소유자).',
      },
      example: 'wiro export "Neat Ladybug" --why "asked by mail"',
      changes: true,
    }).argument('<pen-name>'),
    async ({ core, by, screen, json, why, dryRun }, penName: string) => {
      await exportFor(core, { by, penName, why, rehearse: dryRun })
      if (json) return screen.json({ exported: penName })
      screen.line(
        screen.green(
          screen.t(
            dryRun
              ? { en: `A link would go to ${penName}.`, ko: `${penName} 님에게 링크를 보내게 돼요.` }
              : {
                  en: `The link is on its way to ${penName}; it works for a day.`,
                  ko: `${penName} 님에게 링크를 보내고 있어요. 하루 동안 쓸 수 있어요.`,
                },
          ),
        ),
      )
    },
  )
  run(
    command(program, {
      name: 'erase',
      describe: {
        en: 'Destroy everything about somebody, for good (owners).',
        ko: '그분에 대한 모든 것을 영원히 지워요(소유자).',
      },
      example: 'wiro erase "Neat Ladybug" --why "asked by mail"',
      changes: true,
      hurts: true,
    }).argument('<pen-name>'),
    async ({ core, by, screen, json, why, dryRun, confirm }, penName: string) => {
      await checkOperator(core, { by, role: 'owner' })
      await eraseFor(core, { by, penName, why, rehearse: true })
      await confirm({
        en: `Everything of ${penName} will be gone, and there is no way back. Erase?`,
        ko: `${penName} 님의 모든 것이 사라지고 되돌릴 수 없어요. 지울까요?`,
      })
      if (!dryRun) await eraseFor(core, { by, penName, why })
      if (json) return screen.json({ erased: penName })
      screen.line(
        screen.green(
          screen.t(
            dryRun
              ? { en: `Nothing would be left of ${penName}.`, ko: `${penName} 님의 기록이 하나도 남지 않게 돼요.` }
              : { en: `Nothing is left of ${penName}.`, ko: `${penName} 님의 기록은 하나도 남지 않았어요.` },
          ),
        ),
      )
    },
  )
}
