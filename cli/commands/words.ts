import type { Bilingual } from '../../core/language.ts'
import { isReportedKind, type ReportedKind } from '../../core/moderation/reportedKinds.ts'
import type { Rule, Step } from '../../core/moderation/rules.ts'
import type { FindingAction, FindingKind } from '../../core/safety/finding.ts'
import { say } from '../desk.ts'

/** The text of `--limit`. */
export const atMost = () => say({ en: 'at most so many', ko: '많아야 이만큼' })

/** What the command line calls things. */
export const kindWords: Record<string, Bilingual> = {
  report: { en: 'report', ko: '신고' },
  appeal: { en: 'appeal', ko: '이의' },
  held: { en: 'held letter', ko: '보류된 편지' },
}

export const aboutWords: Record<string, Bilingual> = {
  hurtful: { en: 'cruel or hateful', ko: '잔인하거나 혐오함' },
  sexual: { en: 'sexual', ko: '성적인 내용' },
  contact: { en: 'contact details', ko: '연락처' },
  spam: { en: 'advertising', ko: '광고' },
  danger: { en: 'worried about the writer', ko: '글쓴이가 걱정됨' },
  other: { en: 'something else', ko: '다른 이유' },
  unkind: { en: 'unkind', ko: '다정하지 않음' },
  harm: { en: 'encourages self-harm', ko: '자해를 부추김' },
  threat: { en: 'a threat', ko: '위협' },
  minor: { en: 'endangers a child', ko: '아이를 위험하게 함' },
}

/** What each kind of reported thing is called. */
const thingWords: Record<ReportedKind, Bilingual> = {
  letter: { en: 'letter', ko: '편지' },
  open: { en: 'open letter', ko: '열린 편지' },
  comment: { en: 'answer under an open letter', ko: '열린 편지의 답글' },
  chat: { en: 'live chat', ko: '실시간 대화' },
}

export const ruleWords = aboutWords as Record<Rule, Bilingual>

/** A sanction in a word or two. */
export function stepWords(step: Step): Bilingual {
  if (step.kind === 'word') return { en: 'a word to them', ko: '말로 알림' }
  if (step.kind === 'ban') return { en: 'a ban', ko: '이용 정지' }
  const { hours } = step
  return hours < 48
    ? { en: `a pause of ${hours} hours`, ko: `${hours}시간 쉬어 가기` }
    : { en: `a pause of ${hours / 24} days`, ko: `${hours / 24}일 쉬어 가기` }
}

export const columns = {
  number: { en: 'no.', ko: '번호' },
  kind: { en: 'kind', ko: '종류' },
  about: { en: 'about', ko: '내용' },
  waits: { en: 'came', ko: '들어온 때' },
  due: { en: 'due', ko: '목표' },
  who: { en: 'who', ko: '누가' },
  name: { en: 'name', ko: '이름' },
  role: { en: 'role', ko: '역할' },
  since: { en: 'since', ko: '언제부터' },
  state: { en: 'state', ko: '상태' },
  penName: { en: 'pen-name', ko: '필명' },
  rule: { en: 'rule', ko: '약속' },
  until: { en: 'until', ko: '언제까지' },
  decided: { en: 'decided', ko: '결정' },
  id: { en: 'id', ko: '아이디' },
  language: { en: 'language', ko: '언어' },
  changed: { en: 'changed', ko: '바뀐 때' },
  readers: { en: 'readers', ko: '독자 수' },
  sent: { en: 'sent', ko: '보냄' },
  waiting: { en: 'waiting', ko: '대기' },
  word: { en: 'word', ko: '낱말' },
  action: { en: 'action', ko: '처리' },
} satisfies Record<string, Bilingual>

/** A kind of reported thing by name. */
export const thingName = (kind: string): Bilingual => (isReportedKind(kind) ? thingWords[kind] : { en: kind, ko: kind })

/** States, kinds and decisions as people read them. `--json` has them as they are. */
const valueWords: Record<string, Bilingual> = {
  word: { en: 'a word', ko: '말로 알림' },
  pause: { en: 'a pause', ko: '쉬어 가기' },
  ban: { en: 'a ban', ko: '이용 정지' },
  uphold: { en: 'upheld', ko: '받아들임' },
  upheld: { en: 'upheld', ko: '받아들임' },
  dismiss: { en: 'dismissed', ko: '기각' },
  dismissed: { en: 'dismissed', ko: '기각' },
  care: { en: 'care', ko: '돌봄' },
  'hand-on': { en: 'handed on', ko: '넘김' },
  withdrawn: { en: 'taken back', ko: '거두어짐' },
  grant: { en: 'granted', ko: '받아들임' },
  granted: { en: 'granted', ko: '받아들임' },
  deny: { en: 'denied', ko: '그대로 둠' },
  denied: { en: 'denied', ko: '그대로 둠' },
  release: { en: 'released', ko: '보냄' },
  released: { en: 'released', ko: '보냄' },
  remove: { en: 'removed', ko: '내림' },
  removed: { en: 'removed', ko: '내림' },
  stranger: { en: 'to a stranger', ko: '모르는 분께' },
  self: { en: 'to oneself', ko: '나에게' },
  answer: { en: 'an answer', ko: '답장' },
  'pen-friend': { en: 'to a pen-friend', ko: '펜팔에게' },
  draft: { en: 'draft', ko: '쓰는 중' },
  travelling: { en: 'travelling', ko: '가는 중' },
  seeking: { en: 'seeking a reader', ko: '독자 찾는 중' },
  delivered: { en: 'delivered', ko: '닿음' },
  opened: { en: 'opened', ko: '열어 봄' },
  answered: { en: 'answered', ko: '답장 받음' },
  held: { en: 'held', ko: '보류' },
  recalled: { en: 'taken back', ko: '되돌림' },
  returned: { en: 'returned', ko: '돌아옴' },
  waiting: { en: 'on its way', ko: '전하는 중' },
  arrived: { en: 'arrived', ko: '닿음' },
  passed: { en: 'passed on', ko: '넘겨짐' },
  expired: { en: 'unread too long', ko: '오래 안 읽음' },
  unreachable: { en: 'unreachable', ko: '닿지 않음' },
  reported: { en: 'reported', ko: '신고됨' },
  blocked: { en: 'blocked', ko: '차단됨' },
  pending: { en: 'pending', ko: '기다리는 중' },
  sending: { en: 'sending', ko: '보내는 중' },
  sent: { en: 'sent', ko: '보냄' },
  gone: { en: 'gone', ko: '닿지 않음' },
  refused: { en: 'refused', ko: '거절됨' },
  void: { en: 'void', ko: '보낼 필요 없음' },
  unknown: { en: 'unknown', ko: '닿았는지 모름' },
  ko: { en: 'Korean', ko: '한국어' },
  en: { en: 'English', ko: '영어' },
  discord: { en: 'Discord', ko: '디스코드' },
  telegram: { en: 'Telegram', ko: '텔레그램' },
}

/** What the check finds and what it does about it, as people read them; `--kind` and `--action` take the keys. */
const findingWords: Record<FindingKind | FindingAction, Bilingual> = {
  contact: { en: 'contact', ko: '연락처' },
  crisis: { en: 'crisis', ko: '위기' },
  abuse: { en: 'abuse', ko: '상처 주는 말' },
  sexual: { en: 'sexual', ko: '성적인 내용' },
  'take-out': { en: 'take-out', ko: '빼 달라고 함' },
  support: { en: 'support', ko: '상담 전화 안내' },
  hold: { en: 'hold', ko: '보류' },
  'send-back': { en: 'send-back', ko: '고쳐 달라고 함' },
}
export const findingName = (one: FindingKind | FindingAction): Bilingual => findingWords[one]

/** A state, kind or decision in the operator's language. */
export const valueName = (value: string | null): Bilingual =>
  valueWords[value ?? ''] ?? { en: value ?? '', ko: value ?? '' }
