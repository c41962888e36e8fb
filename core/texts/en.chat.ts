/** What is said about live chats, in English. */
export const enChat = {
  'export.chats': 'Live chats',
  'command.chat': 'Talk live with somebody, anonymously',
  'command.leave': 'Leave the chat, or stop waiting for one',
  'chat.title': 'Talk with somebody now',
  'chat.about':
    'Two people, live, through me. Whatever you write here goes to the other person, on Discord or on Telegram, and neither of you sees who the other is. Please leave names out; phone numbers, handles, links and files that could give you away are held back.\n\nEither of you can leave at any moment, and the other never hears who left or why. What is said is kept encrypted for 24 hours, so that it can be reported, and then deleted. I have to read it to carry it, so it is not end-to-end encrypted.\n\nWould you like to?',
  'chat.agree': '💬 Yes, I’d like that',
  'chat.mood': 'What would you like right now?',
  'chat.mood.any': '🌿 Whatever comes',
  'chat.mood.talk': '🫖 Somebody who listens',
  'chat.mood.listen': '👂 To listen to somebody',
  'chat.mood.light': '🎈 Light company',
  'chat.unwish': 'I’d rather not any more',
  'chat.unwished': 'All right. No live chats with strangers; /chat whenever you change your mind.',
  'chat.waiting': (p: { minutes: string; most: number }) =>
    `Looking for somebody who suits you right now. You have waited ${p.minutes}.\n\nI’ll tell you as soon as somebody is here; you don’t have to watch. After ${p.most} minutes I stop looking.`,
  'chat.waiting.words':
    'I’m still looking for somebody, so this has gone to nobody. I’ll tell you as soon as somebody is here.',
  'chat.waited.less': 'less than a minute',
  'chat.waited': (p: { minutes: number; one: boolean }) => (p.one ? '1 minute' : `${p.minutes} minutes`),
  'chat.look': '↻ Look again',
  'chat.stop': 'Stop waiting',
  'chat.stopped': 'All right, I’ve stopped looking. /chat whenever you like.',
  'chat.begun.title': 'Somebody is here 👋',
  'chat.begun': 'Whatever you write here now goes to them, without your name. Say hello!',
  'chat.begun.friend': 'Your pen-friend is here 👋',
  'chat.begun.first': (p: { minutes: number }) =>
    `You meet for the first time: words, pictures and stickers at first; voice messages, music and videos after ${p.minutes} minutes.`,
  'chat.begun.hint': '/leave ends it at any moment.',
  'chat.since': (p: { when: string }) =>
    `You have been in this chat since ${p.when}. Whatever you write here goes to the other person.`,
  'chat.leave': '🚪 Leave',
  'chat.report': '🚩 Report and leave',
  'chat.keep': '✉️ Keep in touch by letters',
  'chat.keep.offered': 'Somebody you talked with live would like to keep in touch by letters. Would you, too?',
  'chat.keep.asked': 'I’ve asked them. If they would like that, too, you become pen-friends.',
  'chat.blocked': 'Done. You two won’t meet again. /settings lists whom you blocked.',
  'refuse.chat.gone': 'That chat was too long ago for that. /chat finds somebody to talk to.',
  'refuse.chat.nothingSaid': 'What they said isn’t kept any more, so it can’t be reported: it is deleted after a day.',
  'refuse.chat.friends': 'You are pen-friends already: see /inbox.',
  'chat.left': 'You have left. They only read that the chat has ended.',
  'chat.ended.title': 'The chat has ended',
  'chat.ended': 'What you write now no longer goes to anybody. Thank you for being there.',
  'chat.ended.earlier':
    'The chat before this one has ended. The one you are in now goes on: what you write goes to whoever is here.',
  'chat.next': '💬 Talk with somebody else',
  'chat.idle':
    'It has been quiet here for a while. Are you still there? If nobody says anything, the chat ends by itself.',
  'chat.stay': '👋 I’m still here',
  'chat.stayed': 'Good. The chat goes on.',
  'chat.nobody':
    'Nobody was there for you just now, and I’ve stopped looking. Evenings are livelier. A letter finds somebody at any hour.',
  'chat.lost': 'Something you said just now may not have arrived. Please say it again if it matters.',
  'chat.lost.over': 'Something you said in a chat that has ended since may not have arrived.',
  'chat.lost.file':
    'What you sent just now didn’t get through: I couldn’t read it well enough to be sure that it says nothing about you, or it was too large. A new photo or recording, or the video saved as MP4, usually works.',
  'chat.held.contact': (p: { found: string }) =>
    `I held that back: “${p.found}”. Links and ways to reach you never travel here. Take it out and say it again.`,
  'chat.held.link': 'I held that back, because there is a link in it, or behind its words. Say it without the link?',
  'chat.held.hurtful': (p: { found: string }) =>
    `I held that back: “${p.found}”. It could hurt the one who reads it. Could you put it in other words?`,
  'chat.held.edit':
    'That change was not carried over: there is something in it that doesn’t travel here. They still see what stood there before. Take it out and change it again, or send it anew.',
  'chat.crisis': 'I’ve passed that on. If it is very heavy right now, these people listen, at once:',
  'chat.cannot':
    'That kind of thing doesn’t travel in a chat, so they didn’t get it: I can’t be sure that it says nothing about you. Words, pictures, stickers, voice messages, music and videos travel.',
  'chat.cannot.large': (p: { megabytes: number }) =>
    `That was too large, so they didn’t get it. Up to ${p.megabytes} MB travels: could you send a shorter or smaller one?`,
  'chat.held.early': (p: { minutes: number; one: boolean }) =>
    `I held that back: in the first minutes of a first meeting only words, pictures and stickers travel. ${p.one ? 'In a minute' : `In ${p.minutes} minutes`} you can send it again.`,
  'chat.held.late':
    'This reached me only now, and you wrote it before this chat began. So it went to nobody. If it is meant for the one who is here now, say it again.',
  'chat.elsewhere': (p: { platform: string }) => `Your chat is over on ${p.platform}. Would you like to go on here?`,
  'chat.move': '💬 Go on here',
  'chat.moved': 'Done. The chat goes on here; please say it once more.',
  'chat.invite': '💬 Talk now?',
  'chat.invite.asked': (p: { minutes: number }) =>
    `I’ve asked. If they can, I’ll tell you right away. If nothing comes within ${p.minutes} minutes, now isn’t a good time for them; a letter always is.`,
  'chat.invited':
    'One of your pen-friends would like to talk now: live, through me, without names, as always. Would you?',
  'chat.invited.yes': '💬 Yes, now',
  'chat.invited.no': 'Not now',
  'chat.invited.declined': 'All right. I’ll only say that now isn’t a good time.',
  'chat.declined': 'Your pen-friend can’t talk right now. A letter is always welcome.',
  'refuse.chat.adults': 'Live chats are for people who said that they are 18 or older. /start is where to say so.',
  'refuse.chat.unearned':
    'Live chats open after a first whole exchange of letters: one of yours was answered, or you answered one. Begin with /letter, or answer one in your /inbox.',
  'refuse.chat.sitting': 'You are in a chat already. /leave ends it.',
  'refuse.chat.over': 'That chat has ended already. If you are in another one by now, it goes on; /leave ends it.',
  'chat.leave.late':
    'Your /leave reached me only now, and you wrote it before this chat began. So you are still in it. To leave this one, too, send /leave once more.',
  'refuse.chat.none': 'You are not in a chat right now. /chat finds somebody.',
  'refuse.chat.picture':
    'I couldn’t read that picture, so it was not sent. You can send JPEG, PNG, WebP or GIF, up to 10 MB.',
  'refuse.chat.changes': (p: { most: number }) =>
    `You have changed that ${p.most} times, and I can’t carry another change. They still see what stood there before. Please send it anew instead.`,
  'refuse.chat.pictures': (p: { most: number }) =>
    `On this page you can send up to ${p.most} pictures in one chat, so this one was not sent. You can send more from your chat with me.`,
  'refuse.chat.unreachable':
    'None of your chats with me can be reached right now. Open one of them on Discord or Telegram, write something there, and come back.',
  'chat.web': '🌐 Talk in the browser',
  'refuse.chat.lapsed': 'That moment has passed. Ask them yourself: your pen-friends are in /inbox.',
}
