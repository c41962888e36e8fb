import { button, primary, type Scene } from './scene.ts'
import type { Row } from './view.ts'

/** The ways on from anywhere. */
export function menu({ t }: Scene): Row[] {
  return [
    [
      primary(t('menu.write'), 'write', 'stranger'),
      button(t('menu.inbox'), 'inbox', '0'),
      button(t('menu.sent'), 'sent', '0'),
    ],
    [button(t('menu.discover'), 'discover'), button(t('menu.settings'), 'settings'), button(t('menu.help'), 'help')],
  ]
}
