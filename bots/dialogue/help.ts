import { helplinesFor } from '../../core/safety/helplines.ts'
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
export function helplineText({ t, person, language }: Scene): string {
  const lines = helplinesFor(person.account.zone).map((line) =>
    t('helpline.line', {
      name: line.name[language],
      contact: line.contact,
      hours: line.hours[language],
      note: line.note[language],
    }),
  )
  return [...lines, t('helpline.emergency')].join('\n\n')
}
