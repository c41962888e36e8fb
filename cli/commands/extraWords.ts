import type { Command } from 'commander'
import { addExtraWord, extraWords, listExtraWords, removeExtraWord } from '../../core/moderation/extraWords.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import type { FindingAction, FindingKind } from '../../core/safety/finding.ts'
import { readText } from '../../core/safety/readText.ts'
import { command, group, run, WrongUse } from '../desk.ts'
import { harmless } from '../screen.ts'
import { columns, findingName } from './words.ts'

const KINDS: readonly FindingKind[] = ['contact', 'crisis', 'abuse', 'sexual']
const ACTIONS: readonly FindingAction[] = ['take-out', 'support', 'hold', 'send-back']

/** `wiro words list|block|allow|remove` and `wiro safety test` */
export function addWords(program: Command): void {
  const words = group(program, 'words', {
    en: 'Words that moderators add to the lists, at once.',
    ko: '운영진이 더하는 낱말 목록이에요. 바로 쓰여요.',
  })
  run(
    command(words, {
      name: 'list',
      describe: { en: 'The words added.', ko: '더한 낱말을 보여 줘요.' },
      example: 'wiro words list',
    }),
    async ({ core, by, screen, json }) => {
      await checkOperator(core, { by })
      const all = await listExtraWords(core)
      if (json) return screen.json(all)
      const rows = all.map((one) => [
        one.word,
        screen.t(one.kind ? findingName(one.kind) : { en: 'allowed', ko: '허용' }),
        one.action && screen.t(findingName(one.action)),
        one.addedBy,
        screen.ago(one.addedAt),
      ])
      screen.table([columns.word, columns.kind, columns.action, columns.who, columns.since], rows, {
        en: 'None were added.',
        ko: '더한 낱말이 없어요.',
      })
    },
  )
  run(
    command(words, {
      name: 'block',
      describe: {
        en: 'Add a word to the lists; `*` at an end: it may go on there.',
        ko: '낱말을 목록에 더해요. 끝의 `*`는 이어지는 말도 뜻해요.',
      },
      example: 'wiro words block "멍텅구리*" --action hold --why "seen in reports"',
      changes: true,
    })
      .argument('<word>')
      .option('--kind <kind>', KINDS.join(' | '), 'abuse')
      .option('--action <action>', ACTIONS.join(' | ')),
    async ({ core, by, screen, json, why, dryRun }, word: string, options: { kind: string; action?: string }) => {
      const kind = KINDS.find((one) => one === options.kind)
      const action = ACTIONS.find((one) => one === options.action) ?? null
      if (!kind) throw new WrongUse(`--kind ${KINDS.join(' | ')}`)
      if (options.action && !action) throw new WrongUse(`--action ${ACTIONS.join(' | ')}`)
      await addExtraWord(core, { by, word, kind, action, why, rehearse: dryRun })
      if (json) return screen.json({ word, kind, action })
      const how = [kind, ...(action ? [action] : [])].map((one) => screen.t(findingName(one)))
      screen.line(screen.green([`+ ${word}`, ...how].join(' · ')))
    },
  )
  run(
    command(words, {
      name: 'allow',
      describe: {
        en: 'Clear an innocent word: what is found inside it does not count.',
        ko: '무해한 낱말을 풀어 줘요.',
      },
      example: 'wiro words allow 시발점 --why "a starting point"',
      changes: true,
    }).argument('<word>'),
    async ({ core, by, screen, json, why, dryRun }, word: string) => {
      await addExtraWord(core, { by, word, kind: null, action: null, why, rehearse: dryRun })
      if (json) return screen.json({ word, kind: null, action: null })
      screen.line(screen.green(`✓ ${word}`))
    },
  )
  run(
    command(words, {
      name: 'remove',
      describe: { en: 'Take a word out again.', ko: '낱말을 다시 빼요.' },
      example: 'wiro words remove "멍텅구리*" --why "too broad"',
      changes: true,
    }).argument('<word>'),
    async ({ core, by, screen, json, why, dryRun }, word: string) => {
      await removeExtraWord(core, { by, word, why, rehearse: dryRun })
      if (json) return screen.json({ removed: word })
      screen.line(`- ${word}`)
    },
  )

  const safety = group(program, 'safety', { en: 'The check before sending.', ko: '보내기 전 검사예요.' })
  run(
    command(safety, {
      name: 'test',
      describe: {
        en: 'What the check finds in a text, and by which rule.',
        ko: '글에서 무엇이 어떤 규칙으로 걸리는지 보여 줘요.',
      },
      example: 'wiro safety test "call me: 010-1234-5678"',
    }).argument('<text>'),
    async ({ core, screen, json }, text: string) => {
      const findings = readText(text, { words: await extraWords(core) })
      if (json) return screen.json(findings)
      const rows = findings.map((one) => [
        screen.t(findingName(one.kind)),
        screen.t(findingName(one.action)),
        one.rule,
        harmless(one.matched),
        `${one.start}–${one.end}`,
      ])
      const head = [
        columns.kind,
        columns.action,
        columns.rule,
        { en: 'matched', ko: '걸린 말' },
        { en: 'at', ko: '자리' },
      ]
      screen.table(head, rows, { en: 'Nothing found: it may travel.', ko: '걸린 것이 없어요. 보낼 수 있어요.' })
    },
  )
}
