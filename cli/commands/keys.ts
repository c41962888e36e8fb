import { join } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../../core/config.ts'
import { addKeyToHome, newKeyBeside, newKeys } from '../../core/vault/keys.ts'
import { countStale, type Progress, rotateKeys } from '../../core/vault/rotateKeys.ts'
import { exitCodes, group, openHere, say } from '../desk.ts'
import { terminal } from '../terminal.ts'

const jsonOption = () => ['--json', say({ en: 'for programs: JSON', ko: '프로그램용 JSON으로 출력해요' })] as const
const example = (line: string) => `\n${say({ en: 'Example', ko: '예' })}:\n  $ ${line}`

/** `wiro keys` */
export function addKeys(program: Command): void {
  const keys = group(program, 'keys', {
    en: 'The keys that seal what people write.',
    ko: '사람들이 쓴 것을 봉인하는 열쇠예요.',
  })
  keys
    .command('new')
    .description(
      say({
        en: 'Print a fresh value for WIRO_KEYS. Keep it apart from the database.',
        ko: 'WIRO_KEYS 에 넣을 새 값을 보여 줘요. 데이터베이스와 따로 보관하세요.',
      }),
    )
    .option(...jsonOption())
    .addHelpText('after', example('wiro keys new'))
    .action(({ json = false }: { json?: boolean }) => {
      const keys = newKeys()
      tell(json, { keys }, keys)
    })
  keys
    .command('add')
    .description(
      say({
        en: 'Put a new key in front of those in the key file. It seals from the next start on.',
        ko: '열쇠 파일 맨 앞에 새 열쇠를 더해요. 다음에 시작할 때부터 그 열쇠로 봉인해요.',
      }),
    )
    .option('--dry-run', say({ en: 'say where, change nothing', ko: '바꾸지 않고 어디인지만 보여 줘요' }))
    .option(...jsonOption())
    .addHelpText('after', example('wiro keys add'))
    .action(addKey)
  keys
    .command('rotate')
    .description(
      say({
        en: 'Wrap everything with the first key that was sealed with an older one, while the service runs.',
        ko: '예전 열쇠로 봉인한 것을 모두 첫 열쇠로 다시 감싸요. 서비스가 돌아가는 동안에도 괜찮아요.',
      }),
    )
    .option('--dry-run', say({ en: 'only count', ko: '세어 보기만 해요' }))
    .option(...jsonOption())
    .addHelpText('after', example('wiro keys rotate --dry-run'))
    .action(rotate)
}

function addKey({ dryRun = false, json = false }: { dryRun?: boolean; json?: boolean }): void {
  const { keys, home } = readConfig(terminal().env)
  const file = join(home, 'keys')
  if (keys) {
    if (!json)
      terminal().stderr.write(
        `${say({ en: 'WIRO_KEYS is set. Put this in front of it, with a comma:', ko: 'WIRO_KEYS 가 있어요. 이 값을 맨 앞에 쉼표와 함께 붙여 주세요:' })}\n`,
      )
    const key = newKeyBeside(keys)
    tell(json, { key, file: null }, key)
  } else if (dryRun) {
    const words = {
      en: `A key would be put in front of those in ${file}.`,
      ko: `${file} 맨 앞에 새 열쇠를 넣게 돼요. 바뀐 것은 없어요.`,
    }
    tell(json, { id: null, file }, say(words))
  } else {
    const id = addKeyToHome(home)
    tell(json, { id, file }, id)
  }
}

async function rotate({ dryRun = false, json = false }: { dryRun?: boolean; json?: boolean }): Promise<void> {
  const core = await openHere()
  try {
    const stale = await countStale(core)
    if (dryRun)
      return tell(json, { stale }, say({ en: `${stale} to wrap anew.`, ko: `다시 감쌀 것이 ${stale}개 있어요.` }))
    const rotation = await rotateKeys(core, json ? {} : { onProgress })
    if (!json && stale > 0) terminal().stderr.write('\n')
    const { rewrapped, rehashed, broken, left } = rotation
    const lines = [
      say({
        en: `${rewrapped} wrapped anew, ${rehashed} hashes made anew.`,
        ko: `${rewrapped}개를 다시 감쌌고, 찾기 값 ${rehashed}개를 새로 만들었어요.`,
      }),
      broken
        ? say({
            en: `${broken} open with no key that is here: they stay as they were.`,
            ko: `여기 있는 열쇠로 열 수 없는 것이 ${broken}개 있어요. 그대로 두었어요.`,
          })
        : '',
      left
        ? say({
            en: `${left} were sealed with an old key meanwhile: restart every process with the new keys, then run this again.`,
            ko: `그동안 예전 열쇠로 봉인한 것이 ${left}개 있어요. 모든 프로세스를 새 열쇠로 다시 시작한 뒤 한 번 더 실행해 주세요.`,
          })
        : '',
      !broken && !left
        ? say({
            en: 'The older seal keys may be taken out now. Keep the lookup keys.',
            ko: '예전 봉인 열쇠는 이제 빼도 돼요. lookup 열쇠는 남겨 두세요.',
          })
        : '',
    ]
    tell(json, rotation, lines.filter(Boolean).join('\n'))
    if (broken || left) terminal().exitCode = exitCodes.trouble
  } finally {
    await core.close()
  }
}

/** One line that counts up on a terminal; elsewhere now and then a line. */
function onProgress({ done, total, place }: Progress): void {
  if (terminal().stderr.isTTY) terminal().stderr.write(`\r${done}/${total} ${place}\u001b[K`)
  else if (done % 1_000 === 0 || done === total) terminal().stderr.write(`${done}/${total} ${place}\n`)
}

function tell(json: boolean, value: unknown, words: string): void {
  terminal().stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${words}\n`)
}
