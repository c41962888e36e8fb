import { helplineWords } from '../../core/safety/helplineWords.ts'
import { menu } from './menu.ts'
import { button, type Handler, type Scene, tell } from './scene.ts'

/** `/help` */
export const showHelp: Handler = async (scene) =>
  tell({
    title: scene.t('help.title'),
    text: scene.t('help.text'),
    rows: scene.person.account.welcomedAt ? menu(scene) : [[button(scene.t('word.back'), 'start')]],
  })

/** `/helpline`: always works, for anybody, at any time. */
export const showHelpline: Handler = async (scene) =>
  tell({
    title: scene.t('helpline.title'),
    text: `${scene.t('helpline.text')}\n\n${helplineText(scene)}`,
    footer: scene.t('helpline.zone'),
  })

/** One or two lines of the person's country, and what to do in danger. */
export function helplineText({ person, language }: Scene): string {
  return helplineWords(language, person.account.zone)
}
