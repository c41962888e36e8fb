import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { LetterOnPaper } from '../bots/dialogue/stationery/drawLetter.ts'
import { letterPicture } from '../bots/dialogue/stationery/letterPicture.ts'
import { openLog } from '../core/log.ts'
import { stationeries } from '../core/openLetters/looks.ts'
import { machineTime } from '../core/time.ts'

const EACH = 40
const USUAL =
  '안녕, 이름 모를 너에게 🙂\n\n오늘은 비가 와서 창가에 앉아 이 편지를 써요. 지나가는 사람들의 우산을 하나하나 세어 보다가, 문득 당신도 어딘가에서 이 비를 보고 있을까 궁금해졌어요.\nI hope your week was kind to you. ☕️ ❤️\n\n답장은 천천히 해도 괜찮아요 ✉️'
const LONGEST = '바람이 부는 날에는 빨래가 참 잘 말라요. 당신의 마음도 보송보송해지기를. '.repeat(95).slice(0, 4000)

/**
 * What it takes to draw a letter on its paper, as whoever asked for it waits: the first of a process (its thread starts and reads
 * the fonts), a usual one, and one of 4,000 characters. And by how much everybody else is held up meanwhile.
 */
export async function run(): Promise<Record<string, number>> {
  const core = { log: openLog({ level: 'silent' }), time: machineTime }
  const draw = async (text: string, at: number) => {
    const letter: LetterOnPaper = {
      text,
      signature: '익명의 고양이',
      stationery: stationeries[at % stationeries.length] ?? 'cream',
    }
    const begun = performance.now()
    const picture = await letterPicture(core, letter)
    if (!picture) throw new Error('a letter could not be drawn')
    return { ms: performance.now() - begun, bytes: picture.png.length }
  }
  const first = await draw(USUAL, 0)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const usual: { ms: number; bytes: number }[] = []
  const longest: typeof usual = []
  for (let at = 0; at < EACH; at++) {
    usual.push(await draw(USUAL, at))
    longest.push(await draw(LONGEST, at))
  }
  delay.disable()
  return {
    first_ms: whole(first.ms),
    p50_ms: quantile(usual, 0.5),
    p95_ms: quantile(usual, 0.95),
    longest_p50_ms: quantile(longest, 0.5),
    longest_p95_ms: quantile(longest, 0.95),
    kilobytes: whole((usual[0]?.bytes ?? 0) / 1000),
    longest_kilobytes: whole((longest[0]?.bytes ?? 0) / 1000),
    others_held_up_p99_ms: Math.round(delay.percentile(99) / 1e5) / 10,
  }
}

const whole = (value: number) => Math.round(value)
const quantile = (all: { ms: number }[], share: number) =>
  whole(all.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(share * (all.length - 1))] ?? 0)
