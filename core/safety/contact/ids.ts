import { anyOf } from '../anyOf.ts'
import { type Span, spansOf } from './spans.ts'

/**
 * Names under which somebody can be found elsewhere: @handles, Discord tags, Reddit users, and ids of KakaoTalk, LINE,
 * Instagram, Telegram, Snapchat and their like, recognised by the platform's name or by words such as "add me" beside
 * something that looks like an id. Speaking of a platform is no id.
 */
export function findIds(text: string): Span[] {
  const spans: Span[] = []
  for (const { rule, pattern } of PATTERNS) {
    for (const span of spansOf(rule, pattern, text)) {
      if (!isEverydayWord(text, span)) spans.push(span)
    }
  }
  return spans
}

const PLATFORMS_KO = anyOf(`
  카카오톡|카카오|카톡|깨톡|까톡|카카톡|갠톡|톡|ㅋㅌ|ㅋㄹㅋㅌ|라인|위챗|인스타그램|인스타|인별그램|인별|ㅇㅅㅌ|텔레그램|텔레|텔그|트위터|트위타|엑스|스냅챗|스냅|페이스북|페북|페메|디스코드|디코
  틱톡|스레드|쓰레드|유튜브|왓츠앱|시그널|스카이프|킥|블로그|네이버|지메일|라이브톡|위버스|제페토|스팀|배틀넷|롤
`).source
const PLATFORMS_EN = anyOf(`
  instagram|insta|ig|snapchat|snap|sc|telegram|tele|tg|discord|disc|whatsapp|kik|twitter|tiktok|threads|facebook
  fb|messenger|wechat|weixin|kakaotalk|kakao|katalk|skype|signal|reddit|tumblr|twitch|steam|xbox|psn|playstation
  roblox|venmo|cashapp|bluesky|mastodon|pinterest|youtube|viber|bereal|vsco|line
`).source
/** Without those that are everyday words too (line, snap, signal, steam). */
const PLATFORMS_SURE = anyOf(`
  instagram|insta|ig|snapchat|telegram|tg|discord|whatsapp|kik|twitter|tiktok|threads|facebook|fb|wechat|kakaotalk
  kakao|katalk|skype|reddit|tumblr|twitch|psn|roblox|bluesky|viber
`).source

/** What nobody writes but as an id: letters with a digit, an underline or a dot inside. */
const MARKED_ID =
  '(?![0-9]{1,2}(?:am|pm|st|nd|rd|th|h|k|kg|km|cm|min|hrs?)\\b)(?=[a-z0-9._-]{0,30}[a-z])(?=[a-z._-]{0,30}(?:[0-9_]|\\.[a-z0-9_]))[a-z0-9_][a-z0-9._-]{2,31}(?<![.-])(?![a-z0-9])'
/** Any Latin word long enough to be an id. */
const PLAIN_ID = '[a-z0-9_][a-z0-9._-]{3,31}(?<![.-])(?![a-z0-9@])'
const CLAUSE_END = '(?=[ .,!?)]{0,3}(?:$|\\n)|[,!?)])'
const START = '(?<![a-z0-9])'
const ID_WORD = 'id|user ?name|user|handle|tag|gamertag|acc(?:ount)?|nick(?:name)?|name'
const ID_WORD_KO = '아이디|아디|ㅇㄷ|계정|닉네임|닉|id'
const GAP = '[^\\n]{0,24}?'
const ASK_EN = '(?:(?:add|dm|pm|message|msg|find|follow|text|hmu|friend|reach|contact) me|search me up|look me up)'

const PATTERNS: readonly { readonly rule: string; readonly pattern: RegExp }[] = [
  {
    rule: 'handle',
    pattern: bounded(
      '(?<![a-z0-9가-힣@])@(?!(?:everyone|here)(?![a-z0-9_.-]))(?=[a-z0-9._]{0,31}[a-z_])[a-z0-9_][a-z0-9_.-]{1,31}',
    ),
  },
  { rule: 'mention', pattern: bounded('<@[!&]?[0-9]{17,20}>') },
  // An id of Discord's (docs: reference#snowflakes) or Steam's; nothing else that people write is so long a number.
  { rule: 'platform-id', pattern: bounded('(?<![0-9.,])[0-9]{17,20}(?![0-9]|[.,][0-9])') },
  { rule: 'handle', pattern: bounded(`(?<![a-z0-9_.])[a-z가-힣][a-z0-9가-힣_.]{1,31} ?#[0-9]{4}(?![0-9])`) },
  { rule: 'handle', pattern: bounded(`${START}(?:dm|add|ig|insta|follow|find|me|us|id) @ ${MARKED_ID}`) },
  { rule: 'handle', pattern: bounded(`${START}/?u/[a-z0-9_-]{3,20}`) },
  {
    rule: 'messenger-id',
    pattern: bounded(`(?:${PLATFORMS_KO})[^\\na-z0-9]{0,14}(?:id|ID)?[^\\na-z0-9]{0,6}${START}${MARKED_ID}`),
  },
  {
    rule: 'messenger-id',
    pattern: bounded(`(?:${PLATFORMS_KO}) ?(?:${ID_WORD_KO})?[은는이가도]? ?[:=→>~-]{1,2} ?${PLAIN_ID}`),
  },
  {
    rule: 'messenger-id',
    pattern: bounded(`(?:${PLATFORMS_KO}) ?(?:${ID_WORD_KO})[은는이가도]? ?${START}${PLAIN_ID}`),
  },
  { rule: 'messenger-id', pattern: bounded(`${START}(?:${ID_WORD_KO})[은는이가도]? ?[:=→-]? ?${START}${MARKED_ID}`) },
  {
    rule: 'messenger-id',
    pattern: bounded(`${START}${MARKED_ID}[^\\na-z0-9]{0,12}(?:친추|추가|맞팔|팔로우|선팔|디엠|톡 ?줘|톡 ?주|검색)`),
  },
  {
    rule: 'messenger-id',
    pattern: bounded(`(?:친추|맞팔|선팔|팔로우|디엠|검색)[^\\na-z0-9]{0,10}${START}${MARKED_ID}`),
  },
  { rule: 'messenger-id', pattern: bounded(`${START}(?:${PLATFORMS_SURE})(?![a-z])${GAP}${START}${MARKED_ID}`) },
  {
    rule: 'messenger-id',
    pattern: bounded(
      `${START}(?:my|on|via|add) (?:my )?(?:${PLATFORMS_EN})(?:'?s)?(?![a-z])${GAP}${START}${MARKED_ID}`,
    ),
  },
  {
    rule: 'messenger-id',
    pattern: bounded(
      `${START}(?:${PLATFORMS_SURE}) ?(?:${ID_WORD})?(?:'?s| is)?(?: ?[:=>→]{1,2} ?| - )${PLAIN_ID}${CLAUSE_END}`,
    ),
  },
  {
    rule: 'messenger-id',
    pattern: bounded(`${START}(?:${PLATFORMS_EN}) ?(?:${ID_WORD})?(?:'?s| is)?(?: ?[:=>→]{1,2} ?| - )${MARKED_ID}`),
  },
  {
    rule: 'messenger-id',
    pattern: bounded(
      `${START}(?:${PLATFORMS_SURE}|line(?= id)) (?:${ID_WORD})(?:'s| is|:| -|,)? ?${START}${PLAIN_ID}${CLAUSE_END}`,
    ),
  },
  {
    rule: 'messenger-id',
    pattern: bounded(`${START}(?:${PLATFORMS_EN}) (?:${ID_WORD})(?:'s| is|:| -|,)? ?${START}${MARKED_ID}`),
  },
  { rule: 'messenger-id', pattern: bounded(`${START}my (?:${PLATFORMS_EN})(?:'s| is|s) ${PLAIN_ID}${CLAUSE_END}`) },
  { rule: 'messenger-id', pattern: bounded(`${START}(?:${PLATFORMS_EN}) me(?: at| on)?:? ?${START}${MARKED_ID}`) },
  {
    rule: 'messenger-id',
    pattern: bounded(`${START}(?:user ?name|gamertag|handle)(?:'s| is|:)? ?${START}${MARKED_ID}`),
  },
  { rule: 'messenger-id', pattern: bounded(`${START}gamertag(?:'s| is|:)? ?[a-z0-9]{3,20}`) },
  {
    rule: 'messenger-id',
    pattern: bounded(`${START}${ASK_EN}(?: (?:at|on|as|@|under|up))?[ :]{1,2}(?:[a-z]{2,10} ){0,2}?${MARKED_ID}`),
  },
  { rule: 'messenger-id', pattern: bounded(`${START}skype[ :]{1,2}live:[a-z0-9._-]{2,32}`) },
]

/** Words that follow a platform's name in ordinary talk, and things with digits that are no ids. */
const EVERYDAY = new Set(
  `
  about account again also always anymore app back banned because been block boring broken but called cringe dead
  deactivated deleted depressing down dumb empty everywhere friend friends from full fun gone group hacked here
  history just live lol mainly mess message messages mostly myself name never nothing only open over page pictures
  poem post posts private profile public quiet real reels right server silent some still story stories sucks that
  their them then there they this trash until video videos weird what when where with work would your embarrassing
  terrible addiction amazing awful awesome ruined covid19 covid-19 mp3 mp4 ps4 ps5 gpt4 4k 5g wi-fi e.g i.e a.m
  p.m u.s u.k
  `
    .trim()
    .split(/\s{1,9}/),
)

function isEverydayWord(text: string, span: Span): boolean {
  if (span.rule === 'handle') return false
  const id = /[a-z0-9_][a-z0-9._-]*$/.exec(text.slice(Math.max(span.start, span.end - 34), span.end))?.[0]
  return (
    id !== undefined &&
    (EVERYDAY.has(id) || /^(?:iphone|galaxy|windows|ios|android|season|ep|part|v)[0-9.]{1,4}$/.test(id))
  )
}

function bounded(source: string): RegExp {
  return new RegExp(source, 'gu')
}
