import type { Command } from 'commander'
import type { Bilingual } from '../../core/language.ts'
import { checkOperator } from '../../core/moderation/operators.ts'
import { isMood, isTopic } from '../../core/openLetters/looks.ts'
import { noteAct } from '../../core/operations/noteAct.ts'
import { findByPenName } from '../../core/operations/people.ts'
import type { Source } from '../../core/recommendations/candidate.ts'
import { type Explained, type Explanation, explainChoice } from '../../core/recommendations/explainChoice.ts'
import { rebuildTaste } from '../../core/recommendations/rebuildTaste.ts'
import { say } from '../../core/texts/texts.ts'
import { command, group, run } from '../desk.ts'
import type { Screen } from '../screen.ts'
import { columns } from './words.ts'

/** `wiro recommend explain|rebuild` */
export function addRecommend(program: Command): void {
  const recommend = group(program, 'recommend', {
    en: 'Which open letters are shown to whom, and why.',
    ko: '누구에게 어떤 열린 편지를 왜 보여 주는지 살펴봐요.',
  })
  run(
    command(recommend, {
      name: 'explain',
      describe: {
        en: 'Why somebody is shown what they are shown. That you looked stays in the audit log.',
        ko: '왜 그 편지를 보여 주었는지 알려 줘요. 살펴본 일은 감사 기록에 남아요.',
      },
      example: 'wiro recommend explain "Quiet Fox"',
    }).argument('<pen-name>'),
    async ({ core, by, screen, json }, penName: string) => {
      const explanation = await explainChoice(core, { by, accountId: await findByPenName(core, penName) })
      if (json) return screen.json(explanation)
      showExplanation(screen, explanation)
    },
  )
  run(
    command(recommend, {
      name: 'rebuild',
      describe: {
        en: 'Learn all tastes anew from what readers did. Letters go on being shown meanwhile.',
        ko: '읽은 기록으로 취향을 처음부터 다시 익혀요. 그동안에도 편지는 계속 보여요.',
      },
      example: 'wiro recommend rebuild --why "erased somebody"',
      changes: true,
    }),
    async ({ core, by, screen, json, why, dryRun }) => {
      await checkOperator(core, { by })
      if (dryRun) return json ? screen.json({ learnt: null }) : undefined
      await noteAct(core, { by, act: 'recommend.rebuild', subject: 'all tastes', why })
      const learnt = await rebuildTaste(core)
      if (json) return screen.json({ learnt })
      screen.line(screen.t({ en: `Learnt ${learnt} likings.`, ko: `마음에 든 기록 ${learnt}건을 익혔어요.` }))
    },
  )
}

const REASONS: Record<Source, Bilingual> = {
  kin: { en: 'readers of a letter they liked also liked it', ko: '좋아한 편지의 다른 독자들도 좋아했어요' },
  followed: { en: 'by a pen-name they follow', ko: '팔로우하는 필명이 썼어요' },
  taste: { en: 'of a mood or topic they like', ko: '좋아하는 기분이나 이야기예요' },
  warm: { en: 'well received by its readers', ko: '읽은 분들이 좋아했어요' },
  first_look: { en: 'hardly anybody has seen it yet', ko: '아직 읽은 분이 거의 없어요' },
  again: { en: 'shown before; nothing new was left', ko: '전에 보았지만 새 편지가 없었어요' },
}

function showExplanation(screen: Screen, { likings, leanings, lately, next }: Explanation): void {
  const most = leanings.slice(0, 4).map(({ name, share }) => `${nameOf(screen, name)} ${Math.round(share * 100)} %`)
  screen.card([
    [{ en: 'letters they took to heart', ko: '마음에 든 편지' }, String(likings)],
    [{ en: 'they lean to', ko: '자주 찾는 것' }, most.join(', ')],
  ])
  const why = ({ source, because }: Explained) => screen.t(REASONS[source]) + (because ? ` (${because})` : '')
  const look = ({ mood, topic }: Explained) =>
    [mood, topic].flatMap((one) => (one ? nameOf(screen, one) : [])).join(', ')
  const head = [columns.id, { en: 'of', ko: '내용' }, { en: 'why', ko: '이유' }]
  screen.line()
  screen.table(
    [...head, { en: 'chosen', ko: '고른 때' }, { en: 'shown', ko: '보임' }],
    lately.map((one) => [one.id, look(one), why(one), screen.ago(one.at), one.shown ? '✓' : '']),
    { en: 'Nothing was chosen lately.', ko: '최근에 고른 편지가 없어요.' },
  )
  screen.line()
  screen.table(
    [...head, { en: 'score', ko: '점수' }],
    next.map((one) => [one.id, look(one), why(one), one.score.toFixed(2)]),
    { en: 'Nothing is left to show.', ko: '더 보여 줄 편지가 없어요.' },
  )
}

/** A mood or topic as people read it; what is no choice any more, as it is stored. */
function nameOf({ language }: Screen, name: string): string {
  if (isMood(name)) return say(language, `mood.${name}`)
  return isTopic(name) ? say(language, `topic.${name}`) : name
}
