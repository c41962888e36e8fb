import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { chromiumPath } from '../../support/chromium.ts'
import { endContexts } from '../../support/contexts.ts'

/** CommonJS in one file of megabytes, which an `import` reads once more, only for the names in it. */
const { chromium: driver }: typeof import('playwright-core') = createRequire(import.meta.url)('playwright-core')

/**
 * Chromium from npm that speaks to this machine only; about two seconds. Its language is set, since it dies of an emoji
 * (a trap, at a click) where the machine's has no UTF-8. What it draws with and
 * asks the network with shares its own process, which spares some of the way between them.
 */
export async function openBrowser(): Promise<Browser> {
  const browser = await driver.launch({
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    executablePath: await chromiumPath(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-color-profile=srgb',
      '--in-process-gpu',
      '--enable-features=NetworkServiceInProcess2',
    ],
  })
  browser.on('disconnected', () => setImmediate(endContexts))
  return browser
}
