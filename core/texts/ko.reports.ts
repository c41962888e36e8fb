import type { ReportedKind } from '../moderation/reportedKinds.ts'
import type { enReports } from './en.reports.ts'
import type { Texts } from './texts.ts'

/** What each kind of reported thing is called, with the particles that the sentences need. */
const things: Record<ReportedKind, { noun: string; object: string; topic: string; undone: string }> = {
  letter: {
    noun: '편지',
    object: '편지를',
    topic: '편지는',
    undone: '편지는 다시 /inbox 에 있어요.',
  },
  open: {
    noun: '열린 편지',
    object: '열린 편지를',
    topic: '열린 편지는',
    undone: '편지는 다시 /discover 에서 만날 수 있어요.',
  },
  comment: {
    noun: '답글',
    object: '답글을',
    topic: '답글은',
    undone: '답글은 다시 편지 아래에 있어요.',
  },
  chat: {
    noun: '대화',
    object: '대화를',
    topic: '대화는',
    undone: '다시 만날 수도 있어요.',
  },
}

/** Reports and what comes of them, in Korean. */
export const koReports: Pick<Texts, keyof typeof enReports> = {
  'report.title': (p) => `이 ${things[p.thing].noun} 신고하기`,
  'report.category': '어떤 점이 마음에 걸리나요?',
  'report.words': '운영진에게 전할 말이 있나요?',
  'report.words.hint': '운영진만 읽어요. 비워 두어도 괜찮아요.',
  'report.ask.words': '운영진에게 전할 말이 있나요? 다음 메시지에 적어 주세요. 건너뛰어도 괜찮아요.',
  'report.category.hurtful': '상처를 주거나 혐오하는 말이에요',
  'report.category.sexual': '성적인 내용이에요',
  'report.category.contact': '연락처를 알려 달라고 해요',
  'report.category.spam': '광고예요',
  'report.category.danger': '글쓴이가 걱정돼요',
  'report.category.other': '다른 이유예요',
  'report.done': (p) =>
    p.thing === 'chat'
      ? '알려 주셔서 고마워요. 운영진이 살펴볼게요. 그동안 두 사람은 만나지 않아요.'
      : `알려 주셔서 고마워요. 운영진이 살펴볼게요. 그동안 ${things[p.thing].topic} 보이지 않게 치워 두고, 두 사람은 만나지 않아요.`,
  'report.done.danger':
    '마음 써 주셔서 고마워요. 운영진이 살펴볼게요. 읽고 나서 마음이 무거워졌다면, 내 이야기를 들어 주는 분들도 있어요.',
  'report.undo': '↩️ 신고 거두기',
  'report.undone': (p) => `신고를 거두었어요. ${things[p.thing].undone}`,
  'report.upheld': (p) =>
    p.thing === 'chat'
      ? '알려 주셔서 다시 한번 고마워요. 운영진이 읽어 보니 약속에 어긋난 말이 있었어요. 두 사람은 다시 만나지 않아요.'
      : `알려 주셔서 다시 한번 고마워요. 운영진이 읽어 보니 약속에 어긋나서 ${things[p.thing].object} 내렸어요. 두 사람은 다시 만나지 않아요.`,
  'report.dismissed': (p) =>
    `알려 주신 ${things[p.thing].object} 운영진이 읽어 봤어요. ${p.thing === 'chat' ? '약속에 어긋난 말은 없었어요.' : '약속에 어긋난 내용은 아니어서 그대로 두기로 했어요.'} 그렇다고 느끼신 마음이 틀린 건 아니에요. 이분과 다시 만나고 싶지 않다면 아래를 눌러 주세요.`,
  'report.cared': (p) =>
    `걱정해 주신 ${things[p.thing].object} 운영진이 읽고, 글쓴이에게 도움받을 수 있는 곳을 알려 드렸어요. 마음 써 주셔서 고마워요.`,
  'report.apart': '🚫 다시 만나지 않을래요',
  'report.apart.done': '그렇게 할게요. 이제 다시 만나지 않아요. /settings 에서 언제든 풀 수 있어요.',

  'sanctioned.title': (p) =>
    p.thing === 'chat' ? '대화에서 하신 말에 대해 알려 드려요' : `보내신 ${things[p.thing].noun}에 대해 알려 드려요`,
  'sanctioned.text': (p) =>
    p.thing === 'chat'
      ? `대화에서 하신 말을 운영진이 읽어 보았어요. 함께 지키기로 한 약속에 맞지 않는 부분이 있었어요.\n\n“${p.rule}”`
      : `보내신 ${things[p.thing].object} 운영진이 읽어 보았어요. 함께 지키기로 한 약속에 맞지 않는 부분이 있어서 내렸어요.\n\n“${p.rule}”`,
  'care.title': '누군가 마음을 써 주었어요',
  'care.text': (p) =>
    p.thing === 'chat'
      ? `대화에서 “${p.excerpt}”라고 하신 말을 듣고, 누군가가 따뜻한 마음으로 걱정해 주었어요. 잘못하신 것은 없어요. 마음이 그만큼 무겁다면, 지금 바로 이야기를 들어 주는 분들이 있어요.`
      : `“${p.excerpt}” ${things[p.thing].object} 읽은 누군가가 따뜻한 마음으로 걱정해 주었어요. 잘못하신 것은 없고, ${things[p.thing].topic} 그대로 있어요. 마음이 그만큼 무겁다면, 지금 바로 이야기를 들어 주는 분들이 있어요.`,

  'refuse.report.category': '어떤 점이 마음에 걸리는지 골라 주세요.',
  'refuse.report.already': '이미 신고하셨어요. 다시 만나고 싶지 않다면 차단할 수 있어요.',
  'refuse.report.own': '직접 쓰신 글이라 신고할 수 없어요.',
  'refuse.report.decided': '운영진이 이미 결정했어요.',
  'refuse.report.gone': '이 신고는 이제 여기에 없어요.',
}
