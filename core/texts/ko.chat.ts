import type { enChat } from './en.chat.ts'
import type { Texts } from './texts.ts'

/** What is said about live chats, in Korean. */
export const koChat: Pick<Texts, keyof typeof enChat> = {
  'export.chats': '나눈 대화',
  'command.chat': '지금 깨어 있는 누군가와 익명으로 이야기해요',
  'command.leave': '대화에서 나가거나, 기다리기를 그만둬요',
  'chat.title': '지금 누군가와 이야기하기',
  'chat.about':
    '두 사람이 저를 사이에 두고 바로바로 이야기하는 곳이에요. 여기에 쓰는 말은 디스코드든 텔레그램이든 상대에게 전해지고, 서로가 누구인지는 알 수 없어요. 이름은 적지 말아 주세요. 전화번호, 아이디, 링크, 그리고 누구인지 드러날 수 있는 파일은 전하지 않아요.\n\n언제든 나갈 수 있고, 누가 왜 나갔는지는 상대에게 알리지 않아요. 나눈 말은 신고할 수 있도록 24시간 동안 암호화해 두었다가 지워요. 전하려면 제가 읽어야 해서, 종단 간 암호화는 아니에요.\n\n이야기해 볼까요?',
  'chat.agree': '💬 네, 해 볼게요',
  'chat.mood': '지금은 어떤 대화가 좋으세요?',
  'chat.mood.any': '🌿 무엇이든 좋아요',
  'chat.mood.talk': '🫖 내 얘기를 들어 줄 사람',
  'chat.mood.listen': '👂 누군가의 얘기 듣기',
  'chat.mood.light': '🎈 가벼운 수다',
  'chat.unwish': '이제 하지 않을래요',
  'chat.unwished': '알겠어요. 모르는 사람과의 대화는 열지 않을게요. 마음이 바뀌면 언제든 /chat 을 눌러 주세요.',
  'chat.waiting': (p) =>
    `지금 마음이 맞는 사람을 찾고 있어요. 기다린 시간: ${p.minutes}.\n\n누군가 오면 바로 알려 드릴게요. 보고 있지 않아도 괜찮아요. ${p.most}분이 지나면 그만 찾을게요.`,
  'chat.waited.less': '1분 미만',
  'chat.waited': (p) => (p.one ? '1분' : `${p.minutes}분`),
  'chat.look': '↻ 다시 보기',
  'chat.stop': '그만 기다릴래요',
  'chat.stopped': '알겠어요. 그만 찾을게요. 언제든 /chat 으로 다시 와 주세요.',
  'chat.begun.title': '누군가 왔어요 👋',
  'chat.begun': '지금부터 여기에 쓰는 말은 이름 없이 그분께 전해져요. 인사를 건네 보세요!',
  'chat.begun.friend': '펜팔이 왔어요. 지금부터 여기에 쓰는 말은 이름 없이 그분께 전해져요.',
  'chat.begun.first': (p) =>
    `처음 만나는 사이예요. 처음에는 글과 사진, 스티커를 주고받고, ${p.minutes}분 뒤부터는 음성 메시지와 음악, 동영상도 보낼 수 있어요.`,
  'chat.begun.hint': '/leave 로 언제든 나갈 수 있어요.',
  'chat.since': (p) => `${p.when}부터 대화하고 있어요. 여기에 쓰는 말은 상대에게 전해져요.`,
  'chat.leave': '🚪 나가기',
  'chat.report': '🚩 신고하고 나가기',
  'chat.keep': '✉️ 편지로 계속 연락하기',
  'chat.keep.offered': '이야기를 나눴던 분이 편지로 계속 연락하고 싶어 해요. 그렇게 할까요?',
  'chat.keep.asked': '여쭤봤어요. 그분도 좋다고 하시면 펜팔이 돼요.',
  'chat.blocked': '네, 두 사람은 다시 만나지 않아요. 차단한 사람은 /settings 에서 볼 수 있어요.',
  'refuse.chat.gone': '너무 오래전 대화라서 지금은 할 수 없어요. /chat 으로 누군가를 찾아볼 수 있어요.',
  'refuse.chat.nothingSaid': '그분이 한 말이 이제 남아 있지 않아서 신고할 수 없어요. 하루가 지나면 지우거든요.',
  'refuse.chat.friends': '이미 펜팔이에요. /inbox 에서 볼 수 있어요.',
  'chat.left': '대화에서 나왔어요. 상대에게는 대화가 끝났다고만 알려요.',
  'chat.ended.title': '대화가 끝났어요',
  'chat.ended': '이제 여기에 쓰는 말은 아무에게도 전해지지 않아요. 함께해 줘서 고마워요.',
  'chat.ended.earlier':
    '앞서 하던 대화가 끝났어요. 지금 대화는 그대로예요. 여기에 쓰는 말은 지금 함께 있는 분께 전해져요.',
  'chat.next': '💬 다른 사람과 이야기하기',
  'chat.idle': '한동안 조용했어요. 아직 계세요? 아무 말이 없으면 대화는 저절로 끝나요.',
  'chat.stay': '👋 아직 있어요',
  'chat.stayed': '좋아요. 대화를 이어 갈게요.',
  'chat.nobody':
    '지금은 맞는 사람이 없어서 그만 찾기로 했어요. 저녁에는 사람이 더 많아요. 편지는 언제든 누군가에게 닿아요.',
  'chat.lost': '방금 한 말이 전해지지 않았을 수도 있어요. 중요한 말이면 한 번 더 써 주세요.',
  'chat.lost.over': '이미 끝난 대화에서 하신 말 가운데 하나가 전해지지 않았을 수도 있어요.',
  'chat.lost.file':
    '방금 보낸 파일은 전하지 못했어요. 제대로 읽히지 않아서 누구인지 드러나지 않는지 확인할 수 없었거나, 너무 컸어요. 새로 찍은 사진이나 새로 녹음한 소리, MP4로 저장한 동영상은 대개 전해져요.',
  'chat.held.contact': (p) =>
    `‘${p.found}’ 때문에 전하지 않았어요. 링크나 연락처는 여기서 전하지 않아요. 빼고 다시 써 주세요.`,
  'chat.held.link': '글자 뒤에 링크가 있어서 전하지 않았어요. 링크 없이 다시 써 주시겠어요?',
  'chat.held.hurtful': (p) =>
    `‘${p.found}’ 때문에 전하지 않았어요. 읽는 분에게 상처가 될 수 있어요. 다른 말로 써 주시겠어요?`,
  'chat.held.edit':
    '고친 내용은 전하지 않았어요. 여기서 전할 수 없는 것이 들어 있어요. 상대에게는 고치기 전 그대로 보여요. 그걸 빼고 다시 고치거나, 새로 보내 주세요.',
  'chat.crisis': '말은 전했어요. 지금 마음이 너무 무겁다면, 바로 이야기를 들어 주는 분들이 있어요.',
  'chat.cannot':
    '대화에서는 전할 수 없는 것이라 보내지 않았어요. 누구인지 드러나지 않는지 확인할 수 없거든요. 글과 사진, 스티커, 음성 메시지, 음악, 동영상으로 보내 주세요.',
  'chat.cannot.large': (p) =>
    `너무 커서 보내지 않았어요. ${p.megabytes}MB까지 전할 수 있어요. 더 짧거나 작은 걸로 보내 주시겠어요?`,
  'chat.held.early': (p) =>
    `이건 보내지 않았어요. 처음 만나 몇 분 동안은 글과 사진, 스티커만 전해요. ${p.minutes}분 뒤에 다시 보내 주세요.`,
  'chat.held.late':
    '지금 대화가 시작되기 전에 쓰신 글이 이제야 저에게 왔어요. 그래서 아무에게도 전하지 않았어요. 지금 함께 있는 분께 하고 싶은 말이면 다시 보내 주세요.',
  'chat.elsewhere': (p) => `지금 대화는 ${p.platform}에서 하고 있어요. 여기서 이어 갈까요?`,
  'chat.move': '💬 여기서 이어 가기',
  'chat.moved': '이제 여기서 이어져요. 방금 한 말은 한 번 더 써 주세요.',
  'chat.invite': '💬 지금 이야기할까요?',
  'chat.invite.asked': (p) => `물어봤어요. 괜찮다고 하면 바로 알려 드릴게요. ${p.minutes}분 동안 기다려요.`,
  'chat.invited': '펜팔 한 분이 지금 이야기하고 싶어 해요. 언제나처럼 이름 없이, 저를 사이에 두고요. 이야기할까요?',
  'chat.invited.yes': '💬 네, 지금요',
  'chat.invited.no': '지금은 어려워요',
  'chat.invited.declined': '알겠어요. 지금은 어렵다고만 전할게요.',
  'chat.declined': '펜팔이 지금은 이야기하기 어렵대요. 편지는 언제나 반가워요.',
  'refuse.chat.adults': '대화는 만 18세 이상이라고 알려 준 분들만 할 수 있어요. 먼저 /start 에서 알려 주세요.',
  'refuse.chat.unearned':
    '대화는 편지를 한 번 온전히 주고받은 다음에 열려요. 내 편지에 답장이 오거나, 받은 편지에 답장하면 돼요. /letter 로 쓰거나 /inbox 의 편지에 답장해 보세요.',
  'refuse.chat.sitting': '이미 대화하고 있어요. /leave 로 나갈 수 있어요.',
  'refuse.chat.over':
    '그 대화는 이미 끝났어요. 지금 다른 대화를 하고 있다면 그대로 이어져요. 나가려면 /leave 를 눌러 주세요.',
  'chat.leave.late':
    '/leave 가 이제야 저에게 왔어요. 지금 대화가 시작되기 전에 보내신 거라 아직 나가지 않았어요. 이 대화에서도 나가려면 /leave 를 한 번 더 보내 주세요.',
  'refuse.chat.none': '지금은 대화하고 있지 않아요. /chat 으로 누군가를 찾아볼 수 있어요.',
  'refuse.chat.picture': '사진을 제대로 읽지 못해서 보내지 않았어요. JPEG, PNG, WebP, GIF를 10MB까지 보낼 수 있어요.',
  'refuse.chat.changes': (p) =>
    `한 번 보낸 말은 ${p.most}번까지만 고칠 수 있어서 이번에 고친 내용은 전하지 않았어요. 상대에게는 고치기 전 그대로 보여요. 새로 보내 주세요.`,
  'refuse.chat.pictures': (p) =>
    `여기서는 한 대화에 사진을 ${p.most}장까지 보낼 수 있어서 이번 사진은 보내지 않았어요. 위로 채팅방에서는 더 보낼 수 있어요.`,
  'refuse.chat.unreachable':
    '지금은 위로 채팅방에 닿을 수 없어요. 디스코드나 텔레그램에서 위로 채팅방을 열고 아무 말이나 쓴 다음에 다시 와 주세요.',
  'chat.web': '🌐 브라우저에서 이야기하기',
  'refuse.chat.lapsed': '그 순간은 지나갔어요. /inbox 의 펜팔에게 먼저 물어봐 주세요.',
}
