import { createHmac, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { beginFromChat } from '../../core/accounts/binding/begin.ts'
import { claimLink } from '../../core/accounts/binding/claim.ts'
import { confirmOnPage } from '../../core/accounts/binding/confirm.ts'
import { findIdentity } from '../../core/accounts/findIdentity.ts'
import { writeSession } from '../../core/accounts/webSessions.ts'
import type { IdentityId } from '../../core/ids.ts'
import type { Person, SeenMessage } from '../../sandbox/person.ts'
import { welcomed } from '../support/people.ts'
import type { Service } from '../support/service.ts'
import { type Browser, type Page, type Site, throughGoogle } from '../support/site.ts'

export const YES = 'Yes, this chat is mine'

let number = 0

/** Somebody new on a platform, who receives nothing from strangers. */
export function newcomer(service: Service, platform: 'discord' | 'telegram'): Promise<Person> {
  return welcomed(service, { platform, name: `Nobody ${++number}`, locale: 'en', willing: false })
}

/** A Google account that nobody used before: its place among the people. */
export function newLogin(site: Site): number {
  site.google.addPerson({ name: `Login ${++number}`, email: `login${number}@example.com` })
  return site.google.people.length - 1
}

/** Where a message's link button leads. */
export function pathIn({ controls }: SeenMessage): string {
  return new URL(controls.find((control) => control.kind === 'link')?.id ?? '').pathname
}

/** Says /link and reads the address and the two words. */
export async function link(person: Person): Promise<{ path: string; phrase: string }> {
  const before = person.chat().at(-1)?.id
  await person.command('link')
  const message = await person.until('Open the page and log in with Google', before ? { after: before } : {})
  return { path: pathIn(message), phrase: /same two words as here:\s+(\S.*\S)\s/.exec(message.text)?.[1] ?? 'no words' }
}

/** Opens a link and goes through Google, up to the page that asks. */
export async function follow(browser: Browser, site: Site, path: string, who: number): Promise<Page> {
  const page = await browser.open(path)
  expect(page.text).toContain('before anything happens')
  return throughGoogle(browser, site, await browser.press(page, 'Go on with Google'), who)
}

/** Binds somebody without a history to a login. */
export async function bind(browser: Browser, site: Site, person: Person, who: number): Promise<void> {
  const done = await browser.press(await follow(browser, site, (await link(person)).path, who), YES)
  expect(done.text).toContain('They are joined now')
}

/**
 * {@link bind} without any page: what its confirmation leaves behind, at once, for those who only have to be bound, and the
 * cookie of a browser in which the login is logged in.
 */
export async function bound(
  { core }: Service,
  { platform, id }: Person,
  sub: string,
): Promise<{ name: string; value: string }> {
  const identityId = (await findIdentity(core, { platform, platformId: id }))?.id as IdentityId
  const { secret } = await beginFromChat(core, { identityId, language: 'en' })
  expect(await confirmOnPage(core, { bindingId: await claimLink(core, { secret }), sub })).toBe('bound')
  const key = randomUUID()
  const google = { sub, at: core.clock.now().getTime(), agent: 'Firefox' }
  await writeSession(core, { key, data: JSON.stringify({ cookie: {}, google }), sub })
  const [secretOfCookies = Buffer.from('')] = core.vault.lookups('web-cookie', 'signature')
  const signed = createHmac('sha256', Buffer.from(secretOfCookies).toString('hex')).update(key).digest('base64')
  return { name: 'wiro', value: encodeURIComponent(`s:${key}.${signed.replace(/=+$/, '')}`) }
}

/** The account a chat belongs to now. */
export async function accountOf(service: Service, { platform, id }: Person): Promise<string> {
  const lookup = Buffer.from(service.core.vault.lookup(`identity:${platform}`, id))
  const { rows } = await service.core.db.pg.query('select account_id from identity where lookup = $1', [lookup])
  return rows[0]?.account_id
}

/** The code that a page shows, to be said in a chat. */
export function codeOn({ text, status }: Page): string {
  return /\/link (\S{22})/.exec(text)?.[1] ?? expect.fail(`no code on a page of status ${status}: ${text}`)
}
