import { DAILY_NUMBER_MAX, type Settings } from '../core/accounts/changeSettings.ts'
import { languages } from '../core/language.ts'
import { chatPlatforms, type Platform } from '../core/platform.ts'
import { formatMinute } from '../core/texts/formatTime.ts'
import { commonZones, zoneLabel } from '../core/zones.ts'
import { type Html, html } from './html.ts'
import type { Visit } from './visit.ts'

const NOTIFY = ['each', 'daily', 'never'] as const
const READS = ['both', 'ko', 'en'] as const
const HOUR_MINUTES = 60
/** Offered as the end of the quiet hours while there are none. */
const WAKE_MINUTE = 8 * HOUR_MINUTES

/**
 * The settings of an account as a form.
 * `chats` are the person's chats: with one alone there is no choice of where letters arrive.
 */
export function settingsForm({ account, language, t, token }: Visit, chats: readonly Platform[]): Html {
  if (!account) return html``
  const { reads, zone, willing, dailyNumber, notify, quietFrom, quietUntil, arrivesOn } = account
  const common = commonZones(language).map((one) => [one.zone, one.label] as const)
  const zones = common.some(([known]) => known === zone)
    ? common
    : [[zone, zoneLabel(zone, language)] as const, ...common]
  const hours = Array.from(
    { length: 24 },
    (_, hour) => [String(hour * HOUR_MINUTES), formatMinute(hour * HOUR_MINUTES, language)] as const,
  )
  const places = [['', t('account.arrives.seen')] as const, ...chats.map((one) => [one, t(`platform.${one}`)] as const)]
  return html`<form method="post" action="/account/settings">${token}
${choice(
  'language',
  t('account.language'),
  languages.map((one) => [one, t(`account.language.${one}`)] as const),
  account.language,
)}
${choice(
  'reads',
  t('account.reads'),
  READS.map((one) => [one, t(`account.reads.${one}`)] as const),
  reads.length > 1 ? 'both' : (reads[0] ?? language),
)}
${choice('zone', t('account.zone'), zones, zone)}
${chats.length > 1 && choice('arrivesOn', t('account.arrives'), places, arrivesOn ?? '')}
<label class="tick"><input type="checkbox" name="willing" value="yes"${willing && html` checked`}>${t('account.willing')}</label>
${choice(
  'dailyNumber',
  t('account.daily'),
  Array.from({ length: DAILY_NUMBER_MAX }, (_, at) => [String(at + 1), String(at + 1)] as const),
  String(dailyNumber),
)}
${choice(
  'notify',
  t('account.notify'),
  NOTIFY.map((one) => [one, t(`account.notify.${one}`)] as const),
  notify,
)}
<div class="pair">${choice('quietFrom', t('account.quiet.from'), [['', t('account.quiet.none')] as const, ...hours], quietFrom === null ? '' : String(quietFrom))}
${choice('quietUntil', t('account.quiet.until'), hours, String(quietUntil ?? WAKE_MINUTE))}</div>
<button class="main">${t('account.save')}</button></form>`
}

/** What a submitted form asks for. What it does not know stays as it is; the core refuses what cannot be. */
export function readSettings(body: unknown): Partial<Settings> {
  const given = (body ?? {}) as Record<string, unknown>
  const one = <T extends string>(name: string, known: readonly T[]) => known.find((value) => value === given[name])
  const language = one('language', languages)
  const reads = one('reads', READS)
  const notify = one('notify', NOTIFY)
  return {
    ...(language ? { language } : {}),
    ...(reads ? { reads: reads === 'both' ? [...languages] : [reads] } : {}),
    ...(typeof given.zone === 'string' ? { zone: given.zone } : {}),
    ...(notify ? { notify } : {}),
    ...('arrivesOn' in given ? { arrivesOn: one('arrivesOn', chatPlatforms) ?? null } : {}),
    willing: given.willing === 'yes',
    dailyNumber: Number(given.dailyNumber),
    quiet: readQuiet(given.quietFrom, given.quietUntil),
  }
}

function readQuiet(from: unknown, until: unknown): Settings['quiet'] {
  const minute = (value: unknown) =>
    typeof value === 'string' && /^\d{1,4}$/.test(value) && Number(value) < 24 * HOUR_MINUTES
      ? Number(value)
      : undefined
  const [begins, ends] = [minute(from), minute(until)]
  return begins === undefined || ends === undefined || begins === ends ? null : { from: begins, until: ends }
}

function choice(
  name: string,
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
): Html {
  const lines = options.map(
    ([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  )
  return html`<label>${label}<select name="${name}">${lines}</select></label>`
}
