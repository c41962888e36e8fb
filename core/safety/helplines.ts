import type { Language } from '../language.ts'

type Words = Record<Language, string>

/** Somebody to talk to at once. `contact` is a number as it is dialled there, or the address of a page. */
export type Helpline = {
  id: string
  kind: 'phone' | 'web'
  contact: string
  /** Without the contact, which stands beside it. */
  name: Words
  note: Words
  hours: Words
  /** Where those who run it publish it, and the day when this was last compared with what is published. */
  source: string
  checked: string
}

/** The one or two helplines of the country in which the zone lies; for other countries the directory of all. */
export function helplinesFor(zone: string): readonly Helpline[] {
  const country = countries.find(({ zones }) => zones.test(zone))
  return country?.lines ?? [directory]
}

const checked = '2026-11-23'
const always: Words = { ko: '24시간, 연중무휴', en: '24 hours, every day' }

const korea109: Helpline = {
  id: 'kr-109',
  kind: 'phone',
  contact: '109',
  name: { ko: '자살예방 상담전화', en: 'Suicide Prevention Hotline (Korea)' },
  note: {
    ko: '마음이 너무 힘들 때 누구나 전화할 수 있어요.',
    en: 'For anyone in Korea who is having a very hard time. In Korean.',
  },
  hours: always,
  source: 'https://eiec.kdi.re.kr/policy/materialView.do?num=246730',
  checked,
}

const korea1388: Helpline = {
  id: 'kr-1388',
  kind: 'phone',
  contact: '1388',
  name: { ko: '청소년상담전화', en: 'Youth Counselling (Korea)' },
  note: {
    ko: '청소년과 보호자를 위한 상담이에요. 전화도 문자도 할 수 있어요.',
    en: 'For young people in Korea and those who care for them. Call or text. In Korean.',
  },
  hours: always,
  source: 'https://www.1388.go.kr',
  checked,
}

const unitedStates988: Helpline = {
  id: 'us-988',
  kind: 'phone',
  contact: '988',
  name: { ko: '자살·위기 상담전화 (미국)', en: 'Suicide & Crisis Lifeline (US)' },
  note: {
    ko: '전화나 문자로, 무료로 이야기할 수 있어요. 영어와 스페인어로 상담해요.',
    en: 'Call or text, free. In English and Spanish.',
  },
  hours: always,
  source: 'https://988lifeline.org',
  checked,
}

const canada988: Helpline = {
  id: 'ca-988',
  kind: 'phone',
  contact: '988',
  name: { ko: '자살 위기 상담전화 (캐나다)', en: 'Suicide Crisis Helpline (Canada)' },
  note: {
    ko: '전화나 문자로, 무료로 이야기할 수 있어요. 영어와 프랑스어로 상담해요.',
    en: 'Call or text, free. In English and French.',
  },
  hours: always,
  source: 'https://988.ca',
  checked,
}

const samaritans: Helpline = {
  id: 'gb-ie-samaritans',
  kind: 'phone',
  contact: '116 123',
  name: { ko: '사마리탄즈 (영국·아일랜드)', en: 'Samaritans (UK and Ireland)' },
  note: {
    ko: '어떤 일이든 무료로 이야기할 수 있어요. 영어로 상담해요.',
    en: 'Free to call from any phone, whatever you are going through.',
  },
  hours: always,
  source: 'https://www.samaritans.org/how-we-can-help/contact-samaritan/',
  checked,
}

const japanYorisoi: Helpline = {
  id: 'jp-yorisoi',
  kind: 'phone',
  contact: '0120-279-338',
  name: { ko: '요리소이 핫라인 (일본)', en: 'Yorisoi Hotline (Japan)' },
  note: {
    ko: '무료예요. 이와테·미야기·후쿠시마에서는 0120-279-226으로 걸어 주세요. 일본어가 아닌 언어로 상담하는 번호도 안내받을 수 있어요.',
    en: 'Free. From Iwate, Miyagi and Fukushima dial 0120-279-226. There is a line for other languages than Japanese.',
  },
  hours: always,
  source: 'https://www.since2011.net/yorisoi/',
  checked,
}

const australiaLifeline: Helpline = {
  id: 'au-lifeline',
  kind: 'phone',
  contact: '13 11 14',
  name: { ko: '라이프라인 (호주)', en: 'Lifeline (Australia)' },
  note: { ko: '위기의 순간에 이야기를 들어 줘요. 영어로 상담해요.', en: 'Crisis support from someone who listens.' },
  hours: always,
  source: 'https://www.lifeline.org.au',
  checked,
}

const newZealand1737: Helpline = {
  id: 'nz-1737',
  kind: 'phone',
  contact: '1737',
  name: { ko: '상담전화 (뉴질랜드)', en: 'Need to talk? (New Zealand)' },
  note: {
    ko: '전화나 문자로, 무료로 상담사와 이야기할 수 있어요. 영어로 상담해요.',
    en: 'Free call or text to a trained counsellor.',
  },
  hours: always,
  source: 'https://1737.org.nz',
  checked,
}

const directory: Helpline = {
  id: 'directory',
  kind: 'web',
  contact: 'https://findahelpline.com',
  name: { ko: 'Find A Helpline', en: 'Find A Helpline' },
  note: {
    ko: '지금 계신 나라에서 무료로 이야기할 수 있는 곳을 찾아볼 수 있어요. 영어 페이지예요.',
    en: 'Finds free, confidential support in the country where you are.',
  },
  hours: { ko: '상담 시간은 곳마다 달라요', en: 'Hours differ from place to place' },
  source: 'https://findahelpline.com',
  checked,
}

/** Zones of each country, former names of zones too. Territories are left out unless the line is known to reach them. */
const countries: readonly { zones: RegExp; lines: readonly Helpline[] }[] = [
  { zones: /^Asia\/Seoul$|^ROK$/, lines: [korea109, korea1388] },
  { zones: /^Asia\/Tokyo$|^Japan$/, lines: [japanYorisoi] },
  { zones: /^Europe\/(?:London|Belfast|Dublin)$|^GB$|^Eire$/, lines: [samaritans] },
  { zones: /^Australia\//, lines: [australiaLifeline] },
  { zones: /^Pacific\/(?:Auckland|Chatham)$|^NZ$/, lines: [newZealand1737] },
  {
    zones: inAmerica(
      `New_York Detroit Indianapolis Louisville Fort_Wayne Knox_IN Chicago Menominee Denver Boise Phoenix Shiprock
      Los_Angeles Anchorage Juneau Sitka Metlakatla Yakutat Nome Adak Atka Puerto_Rico`,
      '^America/(?:Indiana|Kentucky|North_Dakota)/|^Pacific/Honolulu$|^US/(?!Samoa)',
    ),
    lines: [unitedStates988],
  },
  {
    zones: inAmerica(
      `Toronto Montreal Thunder_Bay Nipigon Rainy_River Atikokan Coral_Harbour Winnipeg Regina Swift_Current Edmonton
      Vancouver Dawson_Creek Fort_Nelson Creston Whitehorse Dawson Yellowknife Inuvik Cambridge_Bay Iqaluit Pangnirtung
      Rankin_Inlet Resolute Halifax Glace_Bay Moncton Goose_Bay Blanc-Sablon St_Johns`,
      '^Canada/',
    ),
    lines: [canada988],
  },
]

function inAmerica(places: string, others: string): RegExp {
  return new RegExp(`^America/(?:${places.split(/\s+/).join('|')})$|${others}`)
}
