import type { enModeration } from './en.moderation.ts'
import type { Texts } from './texts.ts'

/** What moderators' decisions say, in Korean. */
export const koModeration: Pick<Texts, keyof typeof enModeration> = {
  'rule.unkind': '다정하게 써 주세요. 잔인하거나 혐오하거나 모욕하는 말은 쓸 수 없어요.',
  'rule.sexual': '성적인 내용은 쓸 수 없어요.',
  'rule.contact': '이름, 전화번호, 링크, 아이디는 적을 수도, 물어볼 수도 없어요.',
  'rule.spam': '광고를 보내거나 똑같은 편지를 되풀이해서 보낼 수 없어요.',
  'rule.harm': '누군가 스스로를 해치도록 부추기는 말은 쓸 수 없어요.',
  'rule.threat': '위협하는 말은 쓸 수 없어요.',
  'rule.minor': '아이를 위험하게 하는 내용은 쓸 수 없어요.',

  'sanctioned.quote': '문제가 된 말은 다음과 같아요:',
  'sanctioned.word': '그 밖에 달라지는 것은 없어요. 누구나 한 번쯤 그럴 수 있으니, 다음 편지를 쓸 때 떠올려 주세요.',
  'sanctioned.pause': (p) =>
    `잠시 쉬어 가는 시간을 둘게요. ${p.until}까지는 다른 분께 편지를 쓰거나 실시간으로 이야기할 수 없고, 모르는 분의 편지도 오지 않아요. 나에게 쓰는 편지와 그 밖의 기능은 그대로 쓸 수 있어요.`,
  'sanctioned.ban':
    '가볍지 않은 일이거나 여러 번 있었던 일이라, 이제 위로를 이용하실 수 없게 됐어요. 가는 중이던 편지는 모두 돌아왔어요. /helpline 은 언제든 열려 있고, /mydata 에서 내 데이터를 내려받거나 지울 수 있어요.',
  'sanctioned.appeal':
    '잘못된 결정이라고 생각하시면 다시 봐 달라고 한 번 말씀하실 수 있어요. 되도록 다른 운영진이 다시 살펴볼게요.',
  'sanctioned.appeal.button': '🙋 다시 봐 주세요',
  'sanction.lifted':
    '쓰신 글에 대한 결정을 운영진이 거두었어요. 이제 다시 편지를 쓸 수 있어요. 마음 쓰이게 해서 죄송해요.',

  'banned.title': '이제 위로를 이용할 수 없어요',
  'banned.text': (p) =>
    `함께 지키기로 한 이 약속에 맞지 않는 일이 있었어요.\n\n“${p.rule}”\n\n/helpline 은 언제든 열려 있고, /mydata 에서 내 데이터를 받거나 지울 수 있어요.`,
  'banned.appealed': '말씀해 주신 내용을 받았어요. 결과를 알려 드릴게요.',

  'appeal.form.title': '다시 봐 주세요',
  'appeal.form.words': '운영진이 알아야 할 것이 있나요?',
  'appeal.form.hint': '어떤 뜻으로 쓰셨나요? 놓친 것이 있나요? 운영진만 읽어요.',
  'appeal.ask': '운영진이 알아야 할 것을 다음 메시지에 적어 주세요. 한 번만 말씀하실 수 있으니 천천히 써도 돼요.',
  'appeal.done': '고마워요. 다시 살펴보고 결과를 알려 드릴게요. 그때까지는 지금 그대로예요.',
  'appeal.granted': '다시 살펴보니 말씀하신 것이 맞았어요. 그래서 결정을 거두었어요. 죄송해요.',
  'appeal.denied': '다시 살펴봤지만 결정은 그대로예요. 바라던 답이 아니라는 걸 알아요.',

  'freed.text': (p) => `“${p.excerpt}” 편지를 운영진이 살펴보았어요. 이제 편지가 길을 나섰어요.`,
  'letter.posted.held': '이 편지는 운영진이 먼저 살펴볼게요. 길을 나설 수 있게 되면 바로 알려 드릴게요.',
  'announcement.title': '위로를 돌보는 사람들이 전해요',

  'refuse.paused': (p) =>
    `앞으로 ${p.hours > 48 ? `${Math.ceil(p.hours / 24)}일` : `${p.hours}시간`} 동안은 다른 분께 편지를 쓰거나 실시간으로 이야기할 수 없어요. 나에게 쓰는 편지는 언제든 괜찮아요.`,
  'refuse.banned': '이제 여기에서 편지를 쓸 수 없어요. /helpline 과 /mydata 는 언제든 열려 있어요.',
  'refuse.letter.tooFast': (p) =>
    `하루에 ${p.most}통까지 전할 수 있어요. 내일 다시 보내 주세요. 쓰던 편지는 그대로 있어요.`,
  'refuse.appeal.short': (p) => `조금만 더 적어 주세요. ${p.least}자부터예요.`,
  'refuse.appeal.once': '이미 말씀해 주셨어요. 결과를 알려 드릴게요.',
  'refuse.appeal.over': '여기에는 다시 살펴볼 것이 없어요.',

  'refuse.op.unknown': (p) =>
    `‘${p.name}’ 님은 여기 운영진이 아니에요. 소유자가 추가할 수 있어요: wiro operators add ${p.name} --why "…" (첫 운영진이라면 --role owner 를 붙여 주세요)`,
  'refuse.op.ownerOnly': '소유자(owner)만 할 수 있어요. 누구인지는 wiro operators list 로 볼 수 있어요.',
  'refuse.op.name': '운영진 이름은 글자, 숫자, 점, 붙임표, 밑줄로 1자에서 32자까지예요.',
  'refuse.op.firstIsOwner': '첫 운영진은 소유자여야 해요: --role owner 를 붙여 주세요.',
  'refuse.op.lastOwner': '마지막 소유자예요. 먼저 다른 분을 소유자로 만들어 주세요.',
  'refuse.op.noCase': (p) => `${p.number}번 안건은 여기에 없어요.`,
  'refuse.op.decided': (p) => `${p.number}번 안건은 이미 결정됐어요.`,
  'refuse.op.claimed': (p) => `지금 ${p.name} 님이 보고 있어요.`,
  'refuse.op.quote': '거기에 없는 말이에요. 그대로 옮겨 적어 주세요.',
  'refuse.op.noSanction': (p) => `${p.number}번 제재는 없어요.`,
  'refuse.op.lifted': (p) => `${p.number}번 제재는 이미 거두었어요.`,
  'refuse.op.word': '낱말은 2자 이상, 60자 이하여야 해요.',
  'refuse.op.noWord': (p) => `운영진이 넣은 낱말 가운데 ‘${p.word}’ 항목은 없어요.`,
  'refuse.op.noAccount': (p) => `‘${p.penName}’ 필명을 쓰는 분은 없어요.`,
  'refuse.op.nobody': '이 아이디를 쓰는 분은 없어요.',
  'refuse.op.noLetter': '그런 편지는 없어요.',
  'refuse.op.why': '이유가 필요해요: --why "…"',
  'refuse.op.noAnnouncement': (p) => `${p.number}번 공지는 없어요.`,
  'refuse.op.webLogin': '이미 썼거나 오래된 링크예요. 새로 만들어 주세요: wiro operators web-login',
  'refuse.op.noChat':
    '그런 대화는 없어요. wiro chats list 로 모두 볼 수 있고, --open 을 붙이면 지금 이어지는 대화만 나와요.',
  'refuse.op.noQueue': (p) => `‘${p.name}’ 큐는 없어요.`,
  'refuse.op.noJob': (p) => `이 큐에 ‘${p.id}’ 작업은 없어요.`,
  'refuse.op.noMail': (p) => `${p.number}번 알림은 없어요.`,
  'refuse.op.mailDone': (p) => `${p.number}번 알림은 ${p.state} 상태라 다시 보낼 것이 없어요.`,
  'refuse.op.mailGone': (p) =>
    `${p.number}번 알림을 받을 분에게 지금은 닿을 수 없어요. 돌아오면 편지함에서 모두 볼 수 있어요.`,
}
