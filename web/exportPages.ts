import { readExportLink } from '../core/accounts/export/link.ts'
import { fetchExport, peekExport } from '../core/accounts/export/make.ts'
import { html } from './html.ts'
import { showOops } from './oops.ts'
import { press, showPage, type Visit } from './visit.ts'

/** Where an archive is fetched: a page first, so that previews of the link fetch nothing. */
export async function showExport(visit: Visit, part: string): Promise<void> {
  const { core, t } = visit
  const exportId = readExportLink(core, part)
  if (!exportId || !(await peekExport(core, { exportId }))) return showOops(visit, 'export', 410)
  const body = html`<p>${t('export.text')}</p>${press(visit, { to: `/export/${part}`, label: t('export.button'), look: 'main' })}`
  showPage(visit, { title: t('export.title'), body })
}

export async function sendExport(visit: Visit, part: string): Promise<void> {
  const { core, response } = visit
  const exportId = readExportLink(core, part)
  if (!exportId || !(await peekExport(core, { exportId }))) return showOops(visit, 'export', 410)
  const archive = await fetchExport(core, { exportId })
  response.attachment('wiro.zip').type('application/zip').send(archive)
}
