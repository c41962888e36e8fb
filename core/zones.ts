import type { Language } from './language.ts'
import { commonZoneIds, type NamedZone, namedZones } from './zoneNames.ts'

/** A zone by its IANA name, and what to call it to a person. */
export type ZoneChoice = { zone: string; label: string }

export const ZONES_FOUND_MAX = 10

const QUERY_MAX_CHARACTERS = 100
const zoneOfRegion = table({
  KR: 'Asia/Seoul',
  US: 'America/New_York',
  CA: 'America/Toronto',
  GB: 'Europe/London',
  IE: 'Europe/Dublin',
  AU: 'Australia/Sydney',
  NZ: 'Pacific/Auckland',
  JP: 'Asia/Tokyo',
  CN: 'Asia/Shanghai',
  TW: 'Asia/Taipei',
  HK: 'Asia/Hong_Kong',
  SG: 'Asia/Singapore',
  MY: 'Asia/Kuala_Lumpur',
  PH: 'Asia/Manila',
  IN: 'Asia/Kolkata',
  ZA: 'Africa/Johannesburg',
  DE: 'Europe/Berlin',
  FR: 'Europe/Paris',
  ES: 'Europe/Madrid',
  IT: 'Europe/Rome',
  SE: 'Europe/Stockholm',
  BR: 'America/Sao_Paulo',
  MX: 'America/Mexico_City',
})
/** Where most of those live whose client speaks a language without naming a region. */
const zoneOfLanguage = table({
  ko: 'Asia/Seoul',
  en: 'America/New_York',
  ja: 'Asia/Tokyo',
  zh: 'Asia/Shanghai',
  vi: 'Asia/Ho_Chi_Minh',
  th: 'Asia/Bangkok',
  id: 'Asia/Jakarta',
  hi: 'Asia/Kolkata',
  de: 'Europe/Berlin',
  fr: 'Europe/Paris',
  es: 'Europe/Madrid',
  it: 'Europe/Rome',
  nl: 'Europe/Amsterdam',
  pl: 'Europe/Warsaw',
  cs: 'Europe/Prague',
  sv: 'Europe/Stockholm',
  no: 'Europe/Oslo',
  da: 'Europe/Copenhagen',
  fi: 'Europe/Helsinki',
  el: 'Europe/Athens',
  hu: 'Europe/Budapest',
  uk: 'Europe/Kyiv',
  ru: 'Europe/Moscow',
  tr: 'Europe/Istanbul',
  pt: 'America/Sao_Paulo',
})

/**
 * A first guess at somebody's zone, to be confirmed by them. Who chose Korean on a client that speaks something else
 * is taken to be in Korea: clients speak English by default.
 */
export function suggestZone(language: Language, locale: string | undefined): string {
  const [spoken = '', ...rest] = (locale ?? '').split(/[-_]/)
  const guess = zoneOfLanguage.get(language) ?? 'UTC'
  if (language === 'ko' && spoken.toLowerCase() !== 'ko') return guess
  const region = rest.map((part) => zoneOfRegion.get(part.toUpperCase())).find((zone) => zone !== undefined)
  return region ?? zoneOfLanguage.get(spoken.toLowerCase()) ?? guess
}

/** Whether `text` is a zone by its IANA name, old names ("Asia/Calcutta") too; abbreviations and offsets are not. */
export function isZone(text: string): boolean {
  if (!/^(?:UTC|[A-Z][A-Za-z]{1,13}(?:\/[A-Z][A-Za-z0-9_+-]{1,30}){1,2})$/.test(text)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/**
 * Up to ten zones for what a person typed, best first: a city or country in either language ("Seoul", "뉴욕", "미국 동부"),
 * an abbreviation ("PST"), an offset ("UTC+9"), an IANA name.
 */
export function findZones(query: string, language: Language): ZoneChoice[] {
  const wanted = folded(query.slice(0, QUERY_MAX_CHARACTERS)).replace(/(?:표준시|시간대?|timezone|time)$/, '')
  if (!wanted) return []
  const offset = offsetIn(wanted)
  const zones = offset === undefined ? zonesByName(wanted) : zonesAtOffset(offset)
  return zones.slice(0, ZONES_FOUND_MAX).map((zone) => ({ zone, label: zoneLabel(zone, language) }))
}

/** About twenty zones for a menu (a platform's menu holds 25). */
export function commonZones(language: Language): ZoneChoice[] {
  return commonZoneIds.map((zone) => ({ zone, label: zoneLabel(zone, language) }))
}

/** What a person calls the zone: its best-known city in their language, otherwise its IANA name made readable. */
export function zoneLabel(zone: string, language: Language): string {
  const known = zonesById().get(zone)?.names[language]
  if (known) return known
  const fixed = /^Etc\/GMT([+-])(\d+)$/.exec(zone)
  // In these names the sign is turned round: Etc/GMT-9 is nine hours ahead of UTC.
  if (fixed) return `UTC${fixed[1] === '-' ? '+' : '-'}${fixed[2]}`
  const [area = '', ...place] = zone.replaceAll('_', ' ').split('/')
  return place.length > 0 ? `${place.reverse().join(', ')} (${area})` : area
}

/** The well-known zones under their own names and under those that the platform's zone list has for them. */
const zonesById = whenAsked(
  () => new Map(namedZones.flatMap((each) => [each.zone, listedName(each.zone)].map((zone) => [zone, each] as const))),
)

/** All that can be found, each with its names folded: the well-known ones first, then the rest of the list. */
const searchable = whenAsked((): readonly { zone: string; names: string[] }[] => [
  ...namedZones.map((each) => ({ zone: each.zone, names: namesOf(each) })),
  ...Intl.supportedValuesOf('timeZone')
    .filter((zone) => !zonesById().has(zone))
    .map((zone) => ({ zone, names: [zone, cityOf(zone)].map(folded) })),
])

/** Some twenty milliseconds, which a start need not wait for. */
function whenAsked<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

function namesOf({ zone, names, also }: NamedZone): string[] {
  const ids = [zone, listedName(zone)]
  return [names.ko, names.en, ...ids, ...ids.map(cityOf), ...also].map(folded).filter((name) => name !== '')
}

/** Node lists some zones under an older name: Asia/Calcutta for Asia/Kolkata. */
function listedName(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
}

function cityOf(zone: string): string {
  return zone.split('/').at(-1) ?? zone
}

/** A zone matches as well as the best of its names: the whole, its beginning, or a piece of it. */
function zonesByName(wanted: string): string[] {
  const rank = (name: string) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3)
  const ranked = searchable().map(({ zone, names }) => ({ zone, rank: Math.min(...names.map(rank)) }))
  const loosest = loosestRank(wanted, Math.min(...ranked.map((each) => each.rank)))
  const found = ranked.filter((each) => each.rank <= loosest).sort((a, b) => a.rank - b.rank)
  return found.map((each) => each.zone)
}

/** Few letters are a piece of many names: what is a whole name needs no others, and one letter is no query. */
function loosestRank(wanted: string, best: number): number {
  const isShort = wanted.length < (/^[\x20-\x7e]+$/.test(wanted) ? 4 : 2)
  if (!isShort) return 2
  return best === 0 || wanted.length < 2 ? 0 : 1
}

/** Minutes ahead of UTC in "utc+9", "gmt-3:30", "+0900"; undefined if it is no offset. */
function offsetIn(wanted: string): number | undefined {
  const match = /^(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?$/.exec(wanted)
  if (!match) return undefined
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return match[1] === '-' ? -minutes : minutes
}

/** Zones whose standard time is so far ahead, then those whose summer time is, then the zone that never changes. */
function zonesAtOffset(minutes: number): string[] {
  const known = namedZones.map(({ zone }) => ({ zone, ...offsetsOf(zone) }))
  const standard = known.filter((each) => each.standard === minutes)
  const summer = known.filter((each) => each.standard !== minutes && each.summer === minutes)
  const places = [...standard, ...summer].map((each) => each.zone).slice(0, ZONES_FOUND_MAX - 1)
  const fixed = minutes === 0 ? 'UTC' : `Etc/GMT${minutes > 0 ? '-' : '+'}${Math.abs(minutes) / 60}`
  return isZone(fixed) && !places.includes(fixed) ? [...places, fixed] : places
}

const offsets = new Map<string, { standard: number; summer: number }>()

/** Minutes ahead of UTC in winter and in summer, as of the middle of January and of July 2026. */
function offsetsOf(zone: string): { standard: number; summer: number } {
  const known = offsets.get(zone)
  if (known) return known
  const both = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)].map((instant) => offsetAt(instant, zone))
  const found = { standard: Math.min(...both), summer: Math.max(...both) }
  offsets.set(zone, found)
  return found
}

function offsetAt(instant: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? ''
  return offsetIn(name.toLowerCase()) ?? 0
}

/** The same for all ways to write it: no case, accents, spaces or punctuation, save what offsets need. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\u2212/g, '-')
    .replace(/[\s._/,'()]/g, '')
}

/** Looked up with what strangers send, so no plain object: those answer to "constructor". */
function table(entries: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(Object.entries(entries))
}
