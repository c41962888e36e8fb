import { extraWords } from '../../core/moderation/extraWords.ts'
import { readText } from '../../core/safety/readText.ts'
import { helplineText } from './help.ts'
import type { Scene } from './scene.ts'
import type { Act } from './turn.ts'
import type { Reply, View } from './view.ts'

/**
 * Whoever writes words of crisis, wherever they write them (a chat line, too short a letter, a report, an appeal), is
 * shown who listens, at once: below the reply, unless it shows them already.
 */
export async function withHelp(scene: Scene, reply: Reply): Promise<Reply> {
  if (!(await isHeavy(scene, ...wordsOf(scene.turn.act)))) return reply
  const help = helpView(scene)
  if (reply.kind !== 'views') return { kind: 'views', views: [help], replace: false }
  const shown = reply.views.some(({ text }) => text.includes(helplineText(scene)))
  return shown ? reply : { ...reply, views: [...reply.views, help] }
}

/** Whether any of these texts speaks of wanting to die or to hurt oneself. */
export async function isHeavy({ core }: Pick<Scene, 'core'>, ...texts: string[]): Promise<boolean> {
  const words = await extraWords(core)
  return texts.some((text) => readText(text, { words }).some(({ kind }) => kind === 'crisis'))
}

function helpView(scene: Scene): View {
  return { title: scene.t('crisis.title'), text: `${scene.t('crisis.text')}\n\n${helplineText(scene)}` }
}

function wordsOf(act: Act): string[] {
  if (act.kind === 'text') return [act.text]
  return act.kind === 'form' ? Object.values(act.values) : []
}
