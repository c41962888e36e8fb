import { anyOf } from '../anyOf.ts'
import { type Span, spansOf } from './spans.ts'

/**
 * E-mail addresses, links and invitations in a folded text, also spelled out (at, dot, 골뱅이, 점, 닷).
 * Sites of public helplines are left alone.
 */
export function findLinks(text: string): Span[] {
  if (!MAY_LINK.test(text)) return []
  const spans: Span[] = []
  for (const [rule, pattern] of PATTERNS) spans.push(...spansOf(rule, pattern, text))
  return spans.filter((span) => !isPublicSite(text.slice(span.start, span.end)))
}

/** One of these stands in every address, however it is spelled out. */
const MAY_LINK = /[.@/점닷쩜앳]|d[o0]t|골뱅이/

/** Endings that are no English or Korean word: enough by themselves to make a link of `name.ending`. */
const PLAIN_ENDINGS = anyOf(`
  com|net|org|kr|io|gg|dev|app|xyz|info|shop|site|online|link|club|blog|page|space|store|tech|cloud|live|chat
  world|uk|jp|cn|de|fr|eu|ca|au|nz|tv|ai|co|edu|gov|biz|social|website|studio|bio|wiki|email|cafe|moe|lol|fm|ee|한국|닷컴
`).source
/** Endings that are words too: a link only before a slash. */
const WORDY_ENDINGS = 'me|so|to|in|it|is|us|be|am|at|my|no|do|id|ly|cc|la|pm|by|re|st|sh|ws|im|gl|gd|as|ms|vu|pe'
/** Hosts of invitations and short links, which need no path to be plain. */
const KNOWN_HOSTS =
  'youtu.be|wa.me|t.me|bit.ly|naver.me|han.gl|me2.do|vo.la|instagr.am|fb.me|paypal.me|about.me|carrd.co'
const ENDING = '(?![a-z0-9])'
const PATH = '(?:[/?#:][^\\s]{0,400})?'
const NAME = '[a-z0-9가-힣](?:[a-z0-9가-힣_-]{0,62})'
const MAILBOX = '[a-z0-9](?:[a-z0-9._%+-]{0,63})'
const AT = '(?: ?@ ?|[ (\\[<]{1,2}at[ )\\]>]{1,2}|[ (\\[]{0,2}(?:골뱅이|앳)[ )\\]]{0,2})'
const DOT = '(?: ?\\. ?|[ (\\[]{1,2}(?:dot|d0t)[ )\\]]{1,2}|[ (\\[]{0,2}(?:점|닷|쩜)[ )\\]]{0,2})'
const MAIL_HOSTS = anyOf(`
  gmail|naver|daum|hanmail|kakao|nate|yahoo|hotmail|outlook|icloud|proton|protonmail|live|aol|gmx|fastmail|yandex
  qq|163|네이버|지메일|쥐메일|다음|한메일|네이트|카카오|핫메일
`).source
const SPOKEN_ENDINGS = 'com|net|org|kr|me|uk|io|gg|de|fr|ca|컴|넷|케이알|씨오엠'

const PATTERNS: readonly (readonly [string, RegExp])[] = [
  [
    'email',
    bounded(
      `${MAILBOX}${AT}(?!(?:me|the|my|this|that|us|you|a)[ (])${NAME}(?:${DOT}(?:${PLAIN_ENDINGS}|${SPOKEN_ENDINGS}|co|ac|me)){1,3}${ENDING}`,
    ),
  ],
  ['email', bounded(`${MAILBOX}(?: ?@ ?|[ (\\[]{0,2}(?:골뱅이|앳)[ )\\]]{0,2})(?:${MAIL_HOSTS})`)],
  ['email', bounded(`(?<=[a-z0-9])${MAILBOX}@[a-z][a-z0-9-]{2,62}`)],
  [
    'link',
    bounded('(?:(?:h[tx]{2}ps?|ftp) ?: ?/{1,2} ?|(?<![a-z0-9])(?:tg|ton|discord|kakaotalk|intent)://)[^\\s]{2,400}'),
  ],
  ['link', bounded(`(?<![a-z0-9])www ?\\. ?[a-z0-9가-힣][^\\s]{1,400}`)],
  ['link', bounded(`(?<![a-z0-9._%+-])(?:${NAME}\\.){1,5}(?:${PLAIN_ENDINGS})${ENDING}${PATH}`)],
  ['link', bounded(`(?<![a-z0-9._%+-])(?:${NAME}\\.){1,5}(?:${WORDY_ENDINGS})/[^\\s]{1,400}`)],
  ['link', bounded(`(?<![a-z0-9])(?:${KNOWN_HOSTS.replaceAll('.', ' ?\\. ?')})${ENDING} ?/ ?[^\\s]{1,400}`)],
  ['link', bounded(`(?<![a-z0-9])[a-z0-9-]{3,63} \\. ?(?:com|net|org|co|kr|gg|io)${ENDING}${PATH}`)],
  [
    'link',
    bounded(
      `(?<![a-z0-9])(?!(?:the|this|that|early|old|pre|post|big|dot|or|and|me|of|an?)[ (\\[])[a-z0-9-]{2,63}[ (\\[]{1,2}(?:dot|d0t)[ )\\]]{1,2}(?:com|net|org|co|io|gg|me|kr|uk)${ENDING}(?! (?:bubble|boom|era|crash|guy|company))`,
    ),
  ],
  ['link', bounded(`[a-z0-9가-힣-]{2,63} ?(?:닷|쩜|점) ?(?:컴|넷|com|net|co ?[.점] ?kr|kr)${ENDING}`)],
  ['invite', bounded('(?<![a-z0-9])discord ?(?:\\.|dot|점|닷) ?gg ?(?:/|slash|슬래시)? ?[a-z0-9-]{0,64}')],
  ['invite', bounded('(?<![a-z0-9])discord(?:app)? ?(?:\\.|dot) ?com ?(?:/|slash) ?invite[^\\s]{0,80}')],
  ['invite', bounded('(?<![a-z0-9])(?:t ?\\. ?me|telegram ?\\. ?me|t dot me) ?(?:/|slash) ?[^\\s]{1,80}')],
  ['invite', bounded('open ?\\. ?kakao(?: ?\\. ?com)?[^\\s]{0,80}')],
]

const PUBLIC_SITES =
  /^(?:https?:\/\/)?(?:www\.)?(?:findahelpline\.com|988lifeline\.org|samaritans\.org|befrienders\.org|1388\.go\.kr|lifeline\.ca|inochinodenwa\.org)(?:[/?#]|$)/

/** A site that anybody may be told of: that of a helpline. Takes a folded text, or an address as a platform found it. */
export function isPublicSite(found: string): boolean {
  return PUBLIC_SITES.test(found)
}

function bounded(source: string): RegExp {
  return new RegExp(source, 'gu')
}
