import type { enWriting } from './en.writing.ts'
import { formatNumber } from './format.ts'
import type { Texts } from './texts.ts'

/** What is said around forms, drafts and heavy words, in Korean. */
export const koWriting: Pick<Texts, keyof typeof enWriting> = {
  'form.late': '조금 오래 걸렸어요, 미안해요. 여기서 바로 쓸 수 있어요.',
  'form.open': '✍️ 쓰러 가기',
  'form.choose': '이 중에서 골라 주세요.',
  'letter.draft.kept': (p) => `${p.written}에 쓴 글이에요. ${p.until}까지 보관해요.`,
  'letter.preview.kept': (p) => `보내기 전까지 ${p.days}일 동안 보관해요. /letter 로 다시 꺼낼 수 있어요.`,
  'read.more': '이어서 읽기 ›',
  'read.before': '‹ 앞 장으로',
  'read.page': (p) => `${p.pages}장 중 ${p.page}장`,
  'inbox.digest.news': '좋은 아침이에요! 보낸 편지에 새 소식이 있어요.',
  'state.delivered.soon': '도착하기 좋은 때를 기다리는 중',
  'crisis.title': '혼자 견디지 않아도 괜찮아요',
  'crisis.text': '많이 무거운 마음을 안고 계신 것 같아요. 지금 바로, 무료로 이야기를 들어 주는 분들이 있어요.',
  'crisis.offer':
    '저는 우체부일 뿐이지만, 하신 말씀은 잘 읽었어요. 모르는 누군가에게라도 적어 보고 싶다면 /letter 를 눌러 주세요.',
  'refuse.words.tooLong': (p) =>
    `지금은 ${formatNumber(p.length, 'ko')}자인데, 운영진에게는 ${formatNumber(p.most, 'ko')}자까지 전할 수 있어요. 조금만 줄여 주시겠어요?`,
}
