import type { Stationery } from '../../../core/openLetters/looks.ts'
import type { Scene } from '../scene.ts'
import type { View } from '../view.ts'
import { letterPicture } from './letterPicture.ts'

/**
 * A letter on the paper its author chose, with the plain text in its alternative text; beside it stand the words
 * themselves, which it was asked from. When it cannot be drawn, that is said.
 */
export async function onPaper(
  { core, t }: Scene,
  { text, signature, stationery }: { text: string; signature: string | null; stationery: Stationery },
): Promise<View> {
  const picture = await letterPicture(core, { text, signature: signature ?? '', stationery })
  if (!picture) return { text: t('discover.paper.sorry') }
  return { text: t('discover.picture'), picture }
}
