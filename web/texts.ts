import type { Language } from '../core/language.ts'

/** Every word of the account pages, in English. */
const en = {
  site: 'Wiro',
  back: '‹ My account',
  'platform.discord': 'Discord',
  'platform.telegram': 'Telegram',
  'platform.google': 'Google',
  'login.title': 'Your account page',
  'login.text':
    'Log in with Google to see which chats are joined, and to change your settings. If your chat isn’t joined yet, send /link there first, or log in and start from here.',
  'login.privacy':
    'Google tells us a number that stands for you and whether your e-mail address is verified. We keep the number, encrypted, and neither your name nor your address.',
  'login.button': 'Log in with Google',
  'login.again.title': 'Please log in once more',
  'login.again.text': 'For this we want to be sure that it is still you. It takes a moment.',
  'login.none': 'Logging in isn’t set up here yet. You can do everything in your chat, with /settings and /mydata.',
  'link.title': 'Join a chat to your Google login',
  'link.text':
    'You opened this from a chat with Wiro. Log in with Google, and we will show you which chat it is before anything happens.',
  'link.button': 'Go on with Google',
  'bind.title': 'Is this your chat?',
  'bind.chat': (p: { platform: string; penName: string }) => `A chat on ${p.platform}, where you are ${p.penName}.`,
  'bind.chat.new': (p: { platform: string }) => `A chat on ${p.platform} that has only just begun.`,
  'bind.words': 'Your chat shows the same two words. Go on only if you see them there yourself:',
  'bind.history': 'That chat has letters of its own. It will be asked once more, and then your letters come together.',
  'bind.into': (p: { penName: string }) => `It joins your account, where you are ${p.penName}.`,
  'bind.warn': 'Did somebody send you this link? Then press “No”: they would be able to read your letters.',
  'bind.yes': 'Yes, this chat is mine',
  'bind.no': 'No, it isn’t',
  'bind.wait.title': 'One more yes, in your chat',
  'bind.wait': (p: { platform: string }) =>
    `We have asked your chat on ${p.platform}. Press “Yes, that was me” there; this page notices by itself.`,
  'bind.done.title': 'They are joined now',
  'bind.done':
    'Letters and settings are the same in all your chats. Each of them got a message, with a button to undo it.',
  'bind.account': 'To my account page',
  'bind.undone.title': 'Nothing was joined',
  'bind.undone': 'Somebody said no, here or in the chat. If that was a mistake, begin again with /link in your chat.',
  'code.text': 'Send this in your chat with Wiro. It works once, for ten minutes:',
  'code.words': 'The chat will show these two words and ask whether they are yours:',
  'code.wait': 'This page notices by itself when your chat has answered.',
  'account.title': 'Your account',
  'account.unbound': 'This Google login isn’t joined to a chat yet. Send /link in your chat with Wiro, or begin here:',
  'account.bind': 'Join a chat',
  'account.selves': 'Where you are',
  'account.self': (p: { when: string }) => `since ${p.when}`,
  'account.gone': 'cannot be reached just now',
  'account.awaited': (p: { platform: string }) => `${p.platform}: waits for your yes in the chat`,
  'account.unbind': 'Separate',
  'account.settings': 'Settings',
  'account.arrives': 'Letters arrive',
  'account.arrives.seen': 'wherever I was last',
  'account.language': 'Language',
  'account.language.en': 'English',
  'account.language.ko': '한국어',
  'account.reads': 'I read letters in',
  'account.reads.both': 'Korean and English',
  'account.reads.ko': 'Korean',
  'account.reads.en': 'English',
  'account.zone': 'Time zone',
  'account.willing': 'I’d like letters from strangers',
  'account.daily': 'Letters a day, at most',
  'account.notify': 'Tell me about letters',
  'account.notify.each': 'at once',
  'account.notify.daily': 'once a day, in the morning',
  'account.notify.never': 'not at all; I’ll look in /inbox',
  'account.quiet.from': 'Quiet from',
  'account.quiet.until': 'Quiet until',
  'account.quiet.none': 'no quiet hours',
  'account.save': 'Save',
  'account.saved': 'Saved.',
  'account.blocks': 'People you blocked',
  'account.blocks.none': 'Nobody.',
  'account.unblock': 'Unblock',
  'account.unsigned': 'Somebody who didn’t sign',
  'account.sessions': 'Where you are logged in',
  'account.session.here': 'this browser',
  'account.session.seen': (p: { when: string }) => `last used ${p.when}`,
  'account.logout': 'Log out',
  'account.logout.all': 'Log out everywhere',
  'account.data': 'Your data',
  'account.export': 'Download my data',
  'account.exported': 'We are putting it together. The link comes to your chat in a moment, and works for a day.',
  'account.erase': 'Delete everything',
  'erase.title': 'Delete everything?',
  'erase.text':
    'Everything of yours would be deleted: letters, settings, pen-name. Whoever has a letter of yours will see that it was taken back. Nobody can undo this, not even us.',
  'erase.word': 'delete',
  'erase.type': (p: { word: string }) => `To be sure, please write “${p.word}”:`,
  'erase.wrong': (p: { word: string }) => `Nothing was deleted. Please write “${p.word}” if you really want it.`,
  'erase.button': 'Delete it for good',
  'erase.done.title': 'It is done',
  'erase.done': 'Everything of yours is deleted. Thank you for every kind word.',
  'export.title': 'Everything of yours',
  'export.text': 'One archive with a page to read and a file for programs. Keep it where nobody else looks.',
  'export.button': 'Download it',
  'oops.title': 'That didn’t work',
  'oops.denied': 'You said no at Google, so nothing happened. If you change your mind, begin again.',
  'oops.google': 'Google doesn’t answer just now. Nothing happened; please try again in a few minutes.',
  'oops.unverified':
    'Google says that this account has no verified e-mail address. Verify one in your Google account, or choose another account, and begin again.',
  'oops.state':
    'This login was begun in another browser, or too long ago. Begin again in this one. If it keeps happening, allow cookies for this site and check that the clock of your device is right.',
  'oops.used':
    'This link was used already; it works once. If that wasn’t you, make a new one with /link in your chat: the old one does nothing any more.',
  'oops.dead': 'This link doesn’t work any more. Links work for ten minutes. Make a new one with /link in your chat.',
  'oops.export':
    'This link doesn’t work any more: it is more than a day old, or was used often. Make a new one with /mydata in your chat.',
  'oops.foreign':
    'This page belongs to another browser or another login. Open the link in the browser in which you began, or make a new one with /link in your chat.',
  'oops.form':
    'This page has grown old, or your browser keeps no cookies. Go back, load the page again, and try once more.',
  'oops.often': 'That was a lot at once. Please wait a minute and try again.',
  'oops.missing': 'There is nothing here.',
  'oops.broken': (p: { incident: string }) =>
    `Something went wrong on our side, not yours. Please try again in a moment. (${p.incident})`,
  'oops.home': 'To the beginning',
}

type Words = { [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : (typeof en)[Key] }
export type WebText = keyof Words

const ko: Words = {
  site: '위로',
  back: '‹ 내 계정',
  'platform.discord': '디스코드',
  'platform.telegram': '텔레그램',
  'platform.google': '구글',
  'login.title': '내 계정 페이지',
  'login.text':
    '구글로 로그인하면 어떤 채팅방이 이어져 있는지 보고 설정을 바꿀 수 있어요. 아직 잇지 않았다면 채팅방에서 /link를 보내거나, 로그인해서 여기서 시작해 주세요.',
  'login.privacy':
    '구글은 나를 가리키는 번호와 이메일이 확인되었는지만 알려 줘요. 번호는 암호화해 두고, 이름도 이메일 주소도 저장하지 않아요.',
  'login.button': '구글로 로그인',
  'login.again.title': '한 번 더 로그인해 주세요',
  'login.again.text': '중요한 일이라 본인이 맞는지 확인할게요. 금방 끝나요.',
  'login.none': '여기서는 아직 로그인을 쓸 수 없어요. 채팅방에서 /settings와 /mydata로 모두 할 수 있어요.',
  'link.title': '채팅방을 구글 로그인과 이어요',
  'link.text':
    '위로 채팅방에서 여기로 오셨어요. 구글로 로그인하면 어떤 채팅방인지 먼저 보여 드릴게요. 그전에는 아무 일도 일어나지 않아요.',
  'link.button': '구글로 계속하기',
  'bind.title': '내 채팅방이 맞나요?',
  'bind.chat': (p) => `${p.platform} 채팅방이에요. 거기서는 ‘${p.penName}’ 님이에요.`,
  'bind.chat.new': (p) => `${p.platform}에서 이제 막 시작한 채팅방이에요.`,
  'bind.words': '채팅방에도 똑같은 두 낱말이 보여요. 직접 보이는 경우에만 계속해 주세요.',
  'bind.history': '그 채팅방에는 이미 편지가 있어요. 거기서 한 번 더 물어본 뒤에 편지가 하나로 모여요.',
  'bind.into': (p) => `‘${p.penName}’ 님의 계정과 이어져요.`,
  'bind.warn': '누가 보내 준 링크인가요? 그렇다면 ‘아니에요’를 눌러 주세요. 그 사람이 내 편지를 읽게 될 수 있어요.',
  'bind.yes': '네, 내 채팅방이에요',
  'bind.no': '아니에요',
  'bind.wait.title': '채팅방에서 한 번만 더 알려 주세요',
  'bind.wait': (p) =>
    `${p.platform} 채팅방에 물어봤어요. 거기서 ‘네, 저예요’를 눌러 주세요. 이 페이지는 저절로 바뀌어요.`,
  'bind.done.title': '하나로 이어졌어요',
  'bind.done':
    '이제 모든 채팅방에서 같은 편지와 설정을 볼 수 있어요. 채팅방마다 알려 드렸고, 되돌릴 수 있는 버튼도 함께 보냈어요.',
  'bind.account': '내 계정 페이지로',
  'bind.undone.title': '아무것도 이어지지 않았어요',
  'bind.undone': '여기나 채팅방에서 아니라고 했어요. 실수였다면 채팅방에서 /link로 다시 시작해 주세요.',
  'code.text': '위로 채팅방에 아래 글을 보내 주세요. 10분 동안 한 번만 쓸 수 있어요.',
  'code.words': '채팅방에 이 두 낱말이 보이고, 내 페이지가 맞는지 물어볼 거예요.',
  'code.wait': '채팅방에서 답하면 이 페이지는 저절로 바뀌어요.',
  'account.title': '내 계정',
  'account.unbound':
    '이 구글 로그인은 아직 채팅방과 이어지지 않았어요. 위로 채팅방에서 /link를 보내거나, 여기서 시작해 주세요.',
  'account.bind': '채팅방 잇기',
  'account.selves': '내가 있는 곳',
  'account.self': (p) => `${p.when}부터`,
  'account.gone': '지금은 닿지 않아요',
  'account.awaited': (p) => `${p.platform}: 채팅방에서 답을 기다리고 있어요`,
  'account.unbind': '떼어 내기',
  'account.settings': '설정',
  'account.arrives': '편지 받을 곳',
  'account.arrives.seen': '마지막으로 있던 곳',
  'account.language': '언어',
  'account.language.en': 'English',
  'account.language.ko': '한국어',
  'account.reads': '읽을 편지의 언어',
  'account.reads.both': '한국어와 영어',
  'account.reads.ko': '한국어',
  'account.reads.en': '영어',
  'account.zone': '시간대',
  'account.willing': '모르는 누군가의 편지를 받을게요',
  'account.daily': '하루에 받을 편지(최대)',
  'account.notify': '편지 알림',
  'account.notify.each': '올 때마다 바로',
  'account.notify.daily': '하루 한 번, 아침에',
  'account.notify.never': '알리지 않기 (/inbox에서 볼게요)',
  'account.quiet.from': '조용한 시간 시작',
  'account.quiet.until': '조용한 시간 끝',
  'account.quiet.none': '없음',
  'account.save': '저장',
  'account.saved': '저장했어요.',
  'account.blocks': '차단한 사람',
  'account.blocks.none': '없어요.',
  'account.unblock': '풀기',
  'account.unsigned': '이름을 적지 않은 분',
  'account.sessions': '로그인한 곳',
  'account.session.here': '지금 이 브라우저',
  'account.session.seen': (p) => `마지막 사용: ${p.when}`,
  'account.logout': '로그아웃',
  'account.logout.all': '모든 곳에서 로그아웃',
  'account.data': '내 데이터',
  'account.export': '내 데이터 받기',
  'account.exported': '차곡차곡 담고 있어요. 곧 채팅방으로 링크를 보내 드려요. 하루 동안 쓸 수 있어요.',
  'account.erase': '모두 지우기',
  'erase.title': '모두 지울까요?',
  'erase.text':
    '편지, 설정, 필명까지 내 것이 모두 사라져요. 내 편지를 받은 분에게는 되돌린 편지로 보여요. 누구도, 저희조차도 되돌릴 수 없어요.',
  'erase.word': '삭제',
  'erase.type': (p) => `정말 지우려면 ‘${p.word}’라고 써 주세요.`,
  'erase.wrong': (p) => `아무것도 지우지 않았어요. 정말 원한다면 ‘${p.word}’라고 써 주세요.`,
  'erase.button': '영영 지우기',
  'erase.done.title': '모두 지웠어요',
  'erase.done': '내 것이 모두 사라졌어요. 그동안 따뜻한 말을 나눠 줘서 고마워요.',
  'export.title': '내 것 모두',
  'export.text': '읽기 좋은 페이지와 프로그램용 파일이 함께 담겨 있어요. 다른 사람이 보지 않는 곳에 두세요.',
  'export.button': '내려받기',
  'oops.title': '잘 안 됐어요',
  'oops.denied': '구글에서 취소했어요. 아무 일도 일어나지 않았어요. 마음이 바뀌면 다시 시작해 주세요.',
  'oops.google': '구글이 지금 대답하지 않아요. 아무 일도 일어나지 않았어요. 몇 분 뒤에 다시 해 주세요.',
  'oops.unverified':
    '그 구글 계정에는 확인된 이메일 주소가 없대요. 구글 계정에서 이메일을 확인하거나 다른 계정을 골라 다시 시작해 주세요.',
  'oops.state':
    '다른 브라우저에서 시작했거나 너무 오래된 로그인이에요. 이 브라우저에서 다시 시작해 주세요. 계속 그렇다면 쿠키를 허용하고, 기기의 시계가 맞는지 봐 주세요.',
  'oops.used':
    '이미 쓴 링크예요. 한 번만 쓸 수 있어요. 본인이 쓴 게 아니라면 채팅방에서 /link로 새로 만들어 주세요. 예전 링크로는 아무것도 할 수 없어요.',
  'oops.dead': '이제 쓸 수 없는 링크예요. 링크는 10분 동안 쓸 수 있어요. 채팅방에서 /link로 새로 만들어 주세요.',
  'oops.export':
    '이제 쓸 수 없는 링크예요. 하루가 지났거나 여러 번 쓴 링크예요. 채팅방에서 /mydata로 새로 만들어 주세요.',
  'oops.foreign':
    '다른 브라우저나 다른 로그인의 페이지예요. 처음 시작한 브라우저에서 열거나, 채팅방에서 /link로 새로 만들어 주세요.',
  'oops.form': '페이지가 오래되었거나 브라우저가 쿠키를 저장하지 않아요. 뒤로 가서 다시 불러온 뒤 해 주세요.',
  'oops.often': '한꺼번에 너무 많이 하셨어요. 잠시 뒤에 다시 해 주세요.',
  'oops.missing': '여기에는 아무것도 없어요.',
  'oops.broken': (p) => `저희 쪽에서 문제가 생겼어요. 잠시 뒤에 다시 해 주세요. (${p.incident})`,
  'oops.home': '처음으로',
}

const all: Record<Language, Words> = { en, ko }

type Params<Key extends WebText> = Words[Key] extends (params: infer P) => string ? [P] : []

/** Says a text of the pages. */
export type SayWeb = <Key extends WebText>(key: Key, ...params: Params<Key>) => string

export function speak(language: Language): SayWeb {
  return (key, ...params) => {
    const text: string | ((params: unknown) => string) = all[language][key] as string
    return typeof text === 'string' ? text : (text as (params: unknown) => string)(params[0])
  }
}
