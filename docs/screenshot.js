// @ts-check
/** `npm run screenshot`: starts the service, plays the first minute in both languages, and takes the README's pictures. */
import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import chromium from '@sparticuz/chromium'
import { chromium as driver } from 'playwright-core'

const root = path.dirname(import.meta.dirname)
const pictures = path.join(import.meta.dirname, 'pictures')
const startWithinMs = 60_000
const fontsWithinMs = 1_500
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ locale: 'ko' | 'en', theme: 'dark' | 'light', writer: string }} Scene */
/** @type {Scene[]} */
const scenes = [
  { locale: 'en', theme: 'dark', writer: 'Alex' },
  { locale: 'ko', theme: 'light', writer: '민아' },
]

const home = await mkdtemp(path.join(tmpdir(), 'wiro-screenshot-'))
await chmod(home, 0o755)
const port = await freePort()
const service = spawn(process.execPath, ['cli/bin.js', 'start'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { PATH: process.env.PATH, HOME: process.env.HOME, WIRO_HOME: home, WIRO_PORT: String(port) },
})
const ended = new Promise((resolve) => service.once('exit', resolve))
try {
  await mkdir(pictures, { recursive: true })
  await untilReady()
  await takePictures()
} finally {
  service.kill('SIGTERM')
  await ended
  await rm(home, { recursive: true, force: true })
}

async function takePictures() {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']
  // Where it unpacks by itself, another user of this machine may have done so, whose files nobody else may run.
  process.env.TMPDIR = home
  const browser = await driver.launch({ executablePath: await chromium.executablePath(), args })
  try {
    for (const scene of scenes) await play(await openPage(browser, scene), scene)
    for (const scene of scenes) {
      const page = await openPage(browser, scene)
      await page.waitForTimeout(fontsWithinMs)
      await page.screenshot({ path: path.join(pictures, scene.locale === 'ko' ? 'sandbox.ko.png' : 'sandbox.png') })
    }
  } finally {
    await browser.close()
  }
}

/** @param {import('playwright-core').Browser} browser @param {Scene} scene */
async function openPage(browser, { locale, theme }) {
  const context = await browser.newContext({
    locale,
    colorScheme: theme,
    reducedMotion: 'reduce',
    timezoneId: locale === 'ko' ? 'Asia/Seoul' : 'America/New_York',
    viewport: { width: 1440, height: 960 },
  })
  const page = await context.newPage()
  await page.goto(`http://localhost:${port}/sandbox`)
  await page.locator('.phone').first().waitFor()
  return page
}

/** Lets the guide do it all, and opens the answer. @param {Page} page @param {Scene} scene */
async function play(page, { writer }) {
  const next = page.locator('.guide .loud')
  const done = page.locator('.guide.done')
  while (!(await done.count())) {
    await next.evaluate((button) => button.click())
    await page.waitForTimeout(50)
  }
  const phone = page.getByRole('region', { name: new RegExp(`^${writer}`) })
  await phone.locator('[data-act^="open:"]').last().click()
  await phone.locator('.embed').last().waitFor()
}

async function untilReady() {
  for (const until = Date.now() + startWithinMs; Date.now() < until; ) {
    const answer = await fetch(`http://localhost:${port}/sandbox`).catch(() => undefined)
    if (answer?.ok) return
    if (service.exitCode !== null) throw new Error('The service did not start.')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`The service was not ready within ${startWithinMs / 1000} s.`)
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
