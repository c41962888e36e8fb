import { eraseAccount } from '../../core/accounts/erase.ts'
import { askExport } from '../../core/accounts/export/make.ts'
import { button, danger, type Handler, primary, show, tell } from './scene.ts'

/** `/mydata`: take everything with you, or have it destroyed. Needs no login. */
export const showMydata: Handler = async ({ t }) =>
  tell({
    title: t('mydata.title'),
    text: t('mydata.text'),
    rows: [[primary(t('mydata.take'), 'export'), danger(t('mydata.erase'), 'erase')]],
  })

export const mydataActions: Record<string, Handler> = {
  mydata: showMydata,
  export: async ({ core, person, t }) => {
    await askExport(core, { accountId: person.accountId })
    return show({ text: t('mydata.asked') })
  },
  erase: async ({ t }) =>
    show({
      text: t('erase.ask'),
      rows: [
        [primary(t('mydata.take'), 'export'), danger(t('erase.yes'), 'erase-yes')],
        [button(t('word.cancel'), 'cancel')],
      ],
    }),
  'erase-yes': async ({ t }) =>
    show({
      text: t('erase.ask.again'),
      rows: [[danger(t('erase.really'), 'erase-really'), button(t('word.cancel'), 'cancel')]],
    }),
  'erase-really': async ({ core, person, t }) => {
    await eraseAccount(core, { accountId: person.accountId })
    return show({ text: t('erase.done') })
  },
}
