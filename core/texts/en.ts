import { enAccount } from './en.account.ts'
import { enChat } from './en.chat.ts'
import { enExport } from './en.export.ts'
import { enModeration } from './en.moderation.ts'
import { enOpen } from './en.open.ts'
import { enReports } from './en.reports.ts'
import { enWriting } from './en.writing.ts'
import { formatNumber } from './format.ts'

/**
 * Every word a person reads, in English. A text is a string, or a function of what it needs.
 * Warm, plain, short; buttons at most 40 characters. Times and numbers come ready, in the reader's zone and language.
 */
export const en = {
  ...enModeration,
  ...enReports,
  ...enWriting,
  ...enAccount,
  ...enExport,
  ...enOpen,
  ...enChat,

  // Small words
  'word.unsigned': 'unsigned',
  'word.back': '‹ Back',
  'word.cancel': 'Never mind',
  'word.skip': 'Skip this',
  'word.older': 'Older ›',
  'word.newer': '‹ Newer',

  // Welcome
  'welcome.title': 'Welcome to Wiro',
  'welcome.text':
    'Wiro (위로) means comfort. Here people write warm, anonymous letters to a stranger who could use one, and may receive one too. Neither side ever learns who the other is: a pen-name is all they see.\n\nThe house rules\n• Be kind. Write as you would like to be written to.\n• No names, numbers, links or handles, yours or anyone else’s.\n• What somebody trusts you with stays here.\n• Wiro is people, not therapy and not an emergency service. /helpline always shows real help.\n\nWiro is for adults.',
  'welcome.adult': '🌿 I’m 18 or older, and I agree',
  'welcome.young': 'I’m younger',
  'welcome.otherLanguage': '🌐 한국어로 보기',
  'welcome.tooYoung':
    'Thank you for being honest. Wiro is only for adults, because strangers write here about heavy things.\n\nIf something weighs on you, there are people who would like to listen, right now and for free:',
  'welcome.penName.title': 'Your pen-name',
  'welcome.penName.text': (p: { penName: string }) =>
    `How about “${p.penName}”?\n\nYou can sign your letters with it, or leave them unsigned. You can change it any time.`,
  'welcome.penName.take': '✨ I like it',
  'welcome.penName.another': '🎲 Another one',
  'welcome.penName.own': '✍️ I’ll choose my own',
  'welcome.zone.title': 'Where do your mornings begin?',
  'welcome.zone.text': (p: { zone: string; time: string }) =>
    `Is ${p.zone} your time zone? It is ${p.time} there now.\n\nThis way “tomorrow morning” is your morning, and helplines are ones you can reach.`,
  'welcome.zone.yes': '🕰 Yes, that’s right',
  'welcome.zone.other': 'Somewhere else',
  'welcome.willing.title': 'Would you like to receive letters?',
  'welcome.willing.text':
    'Somebody out there may want to write to a stranger tonight. May their letter come to you?\n\nAt most three a day, you can pause whenever you like, and you never have to answer.',
  'welcome.willing.yes': '💌 Yes, I’d like letters',
  'welcome.willing.later': 'Not yet',
  'welcome.done.title': (p: { penName: string }) => `Nice to have you here, ${p.penName}`,
  'welcome.done.text':
    'You’re all set. Would you like to write your first letter? Two sentences are enough to make somebody’s day.',
  'welcome.again': (p: { penName: string }) => `Welcome back, ${p.penName}. What would you like to do?`,
  'welcome.dm.works': 'I’ve sent you a direct message, so letters can reach you.',
  'welcome.dm.closed':
    'I couldn’t send you a direct message, so letters can’t reach you yet.\n\nTo allow it: tap this server’s name at the top → Privacy Settings → switch on Direct Messages. Or add Wiro to your own apps: open my profile → Add App → Add to My Apps. Then try again.',
  'welcome.dm.again': '↻ Try again',
  'hello.title': 'Hello from Wiro',
  'hello.text':
    'This is where your letters will arrive. Everything works here too: write with /letter, read with /inbox.',

  // The menu
  'menu.write': '✍️ Write a letter',
  'menu.inbox': '📬 Inbox',
  'menu.sent': '🕊 Sent',
  'menu.settings': '⚙️ Settings',
  'menu.help': '❔ Help',

  // Commands
  'command.start': 'Begin, or come back to the beginning',
  'command.letter': 'Write a warm letter to a stranger, or to your future self',
  'command.inbox': 'Read the letters that came to you',
  'command.sent': 'See where your letters are',
  'command.settings': 'Change your language, time zone, letters a day and notifications',
  'command.link': 'Be the same person on Discord and Telegram',
  'command.mydata': 'Take everything of yours with you, or delete it',
  'command.helpline': 'Real people to talk to, right now',
  'command.help': 'What Wiro is and how it works',
  'option.to': 'Who the letter is for',
  'option.code': 'A code from your account page',
  'option.when': 'When it should arrive',
  'help.title': 'How Wiro works',
  'help.text':
    '✍️ /letter: write to a stranger or to your future self. It leaves now, later, or by slow post.\n📬 /inbox: read the letters you received. You may answer a letter once; when you both press “Keep writing”, you become pen-friends.\n🕊 /sent: see where each letter is. You can take it back as long as nobody has it.\n🌏 /discover: read letters that people left open for everyone, thank them, answer kindly. /following shows the pen-names you follow.\n💬 /chat: talk live with somebody, anonymously, after your first exchange of letters. /leave ends it.\n⚙️ /settings: language, time zone, how many letters a day, quiet hours, people you blocked.\n🔗 /link: be the same person on Discord and Telegram.\n📦 /mydata: take everything of yours with you, or delete it.\n☎️ /helpline: people to talk to right now.\n🌿 /start: back to the beginning. /help: this page.\n\nThe people you exchange letters with never learn who you are, nor you who they are. Under every letter you can report it or block its writer.\n\nThe bot carries your letters, so it can see what is in them. They are stored encrypted. Wiro is not therapy and not an emergency service.',

  // Helplines
  'helpline.title': 'You don’t have to carry this alone',
  'helpline.text': 'These people listen, free of charge, and you don’t need a reason that is “bad enough”:',
  'helpline.emergency': 'If you are in danger right now, please call your local emergency number.',
  'helpline.zone': 'Wrong country? Set your time zone in /settings.',
  'helpline.line': (p: { name: string; contact: string; hours: string; note: string }) =>
    `☎️ ${p.name}: ${p.contact}\n${p.hours}. ${p.note}`,

  // Writing
  'letter.form.title': 'A letter to a stranger',
  'letter.form.title.self': 'A letter to your future self',
  'letter.form.title.answer': 'Your answer',
  'letter.form.title.friend': 'A letter to your pen-friend',
  'letter.form.text': 'Your letter',
  'letter.form.hint': 'Dear stranger… Leave out names, numbers and links.',
  'letter.form.hint.self': 'Dear me… Nobody else will read this.',
  'letter.form.hint.answer': 'You can answer once, so take your time.',
  'letter.form.hint.friend': 'Dear friend… Leave out names, numbers and links.',
  'letter.ask': 'Write your letter as your next message. 20 to 4,000 characters; leave out names, numbers and links.',
  'letter.ask.self':
    'Write to your future self in your next message. 20 to 4,000 characters; nobody else will read it.',
  'letter.ask.answer': 'Write your answer as your next message. You can answer once, so take your time.',
  'letter.ask.friend': 'Write to your pen-friend in your next message. 20 to 4,000 characters.',
  'letter.preview.title': 'Ready to go?',
  'letter.preview.to.stranger': '💌 To: a stranger',
  'letter.preview.to.self': '💌 To: my future self',
  'letter.preview.to.answer': '💌 To: the person who wrote to you',
  'letter.preview.to.correspondent': '💌 To: your pen-friend',
  'letter.preview.arrives': (p: { when: string }) => `🕊 Arrives: ${p.when}`,
  'letter.preview.signed': (p: { penName: string }) => `✒️ Signed: ${p.penName}`,
  'letter.preview.unsigned': '✒️ Unsigned',
  'letter.preview.send': '📮 Send it',
  'letter.preview.edit': '✏️ Edit',
  'letter.preview.discard': '🗑 Throw away',
  'letter.preview.contact': (p: { found: string }) =>
    `Before it can travel, please take this out: “${p.found}”. Contact details never travel here, so that everyone stays safe.`,
  'letter.preview.hurtful': (p: { found: string }) =>
    `This could hurt the person who reads it: “${p.found}”. Please put it in other words.`,
  'letter.preview.crisis':
    'It sounds as if you are carrying something very heavy. You can still send your letter. And please know that these people listen, right now:',
  'letter.draft.title': 'You have a half-written letter',
  'letter.draft.resume': '✍️ Go on writing',
  'letter.draft.fresh': '🌱 Start a new one',
  'letter.offer': 'Shall this become a letter?',
  'letter.offer.short':
    'I’m the postman here, so I don’t chat. But I’d love to carry a letter for you: write one with /letter, or send me 20 characters or more and I’ll make a letter of it.',
  'letter.other':
    'Letters are made of words here, so pictures and stickers stay at home. Would you like to write me a few sentences instead?',
  'letter.discarded': 'Thrown away. Nobody will ever read it.',
  'letter.arrival.title': 'When should it arrive?',
  'letter.arrival.now': 'Right away',
  'letter.arrival.hour': 'In an hour',
  'letter.arrival.morning': 'Tomorrow morning',
  'letter.arrival.three-days': 'In three days',
  'letter.arrival.week': 'In a week',
  'letter.arrival.slow': 'Slow post (within a day)',
  'letter.arrival.date': 'Another date…',
  'letter.arrival.form.title': 'When should it arrive?',
  'letter.arrival.form.field': 'Date and time',
  'letter.arrival.form.hint': '24 December, next Friday 7pm, in 2 weeks…',
  'letter.arrival.ask': 'Write it as you would say it: “24 December”, “next Friday 7pm”, “in 2 weeks”.',
  'letter.posted.now': 'Your letter is on its way. I’ll tell you when it reaches somebody.',
  'letter.posted.self': 'Your letter to yourself is on its way.',
  'letter.posted.friend': 'Your letter to your pen-friend is on its way.',
  'letter.posted.later': (p: { when: string }) =>
    `Your letter is travelling and arrives ${p.when}. You can take it back until then.`,
  'letter.posted.slow': 'Your letter goes by slow post and arrives within a day. You can take it back until then.',
  'letter.posted.answer': 'Your answer is on its way.',
  'letter.posted.keep':
    'If you’d like to go on exchanging letters, press “Keep writing”. Once they do too, you are pen-friends.',

  // Where it is
  'state.travelling': (p: { when: string }) => `travelling, arrives ${p.when}`,
  'state.travelling.slow': 'travelling by slow post',
  'state.travelling.soon': 'just leaving',
  'state.seeking': 'looking for a reader',
  'state.delivered': 'arrived',
  'state.opened': 'opened',
  'state.answered': 'answered',
  'state.held': 'set aside while a moderator looks',
  'state.recalled': 'taken back',
  'state.returned': 'came back to you',
  'state.removed': 'removed',
  'state.thanked': (p: { stamp: string }) => `thank-you stamp ${p.stamp}`,
  'sent.title': 'Letters you sent',
  'sent.empty': 'You haven’t sent a letter yet. Two kind sentences are enough.',
  'sent.pick': 'Look at a letter…',
  'sent.line': (p: { icon: string; when: string; state: string; excerpt: string }) =>
    `${p.icon} ${p.when} · ${p.state}\n“${p.excerpt}”`,
  'sent.letter.title': 'Your letter',
  'sent.letter.where': (p: { state: string }) => `Where it is: ${p.state}`,
  'sent.recall': '↩️ Take it back',
  'sent.recalled': 'You took it back. You can still read it in /sent.',
  'sent.refresh': '↻ Look again',

  // Arrival
  'arrived.title': 'A letter for you',
  'arrived.stranger': 'Somebody you don’t know wrote you a letter.',
  'arrived.answer': 'Somebody answered the letter you wrote.',
  'arrived.correspondent': 'A new letter from your pen-friend.',
  'arrived.self': 'A letter from yourself has arrived.',
  'arrived.from': (p: { signature: string }) => `Signed “${p.signature}”.`,
  'arrived.open': '💌 Open',
  'arrived.notNow': 'Not now',
  'arrived.tucked': 'It waits for you in /inbox. No hurry.',
  'arrived.opened': 'You have opened this letter. It stays in your /inbox.',
  'arrived.again': '💌 Read it again',
  'arrived.movedOn': 'This letter waited a while and went on to another reader. Others may be in your /inbox.',
  'arrived.heavy':
    'This letter speaks of something very heavy. You don’t have to read it, and you don’t have to carry it alone. Would you still like to open it?',
  'arrived.heavy.open': '💌 Yes, open it',
  'inbox.title': 'Letters for you',
  'inbox.empty':
    'Nothing here yet. Letters can find you while you let them come: see /settings. Or write the first one with /letter.',
  'inbox.unread': (p: { count: string; one: boolean }) =>
    p.one ? 'One letter is waiting to be opened.' : `${p.count} letters are waiting to be opened.`,
  'inbox.pick': 'Open a letter…',
  'inbox.entry': (p: { from: string }) => `from ${p.from}`,
  'inbox.entry.unsigned': 'unsigned',
  'inbox.entry.answer': 'an answer',
  'inbox.entry.friend': 'pen-friend',
  'inbox.entry.self': 'from yourself',
  'inbox.digest': 'Good morning! There are letters waiting for you.',
  'inbox.digest.button': '📬 Open the inbox',
  'inbox.friends': '🤝 Pen-friends',
  'read.title': 'A letter for you',
  'read.title.answer': 'An answer for you',
  'read.title.friend': 'A letter from your pen-friend',
  'read.title.self': 'A letter from yourself',
  'read.written': (p: { when: string }) => `Written ${p.when}`,
  'read.answers': (p: { excerpt: string }) => `In answer to your “${p.excerpt}”`,
  'read.reply': '✍️ Answer',
  'read.write': '✍️ Write back',
  'read.thank': '💛 Say thanks',
  'read.pass': '🍃 Pass on',
  'read.report': '🚩 Report',
  'read.block': '🚫 Block',
  'read.keep': '🤝 Keep writing',
  'read.kept': 'You’d like to keep writing. When they do too, I’ll tell you.',
  'read.heavy':
    'This is a heavy letter. You may answer, but you don’t have to, and it isn’t yours to solve. /helpline is there for both of you.',
  'read.gone': 'This letter isn’t here any more.',
  'read.takenBack': 'This letter was taken back by the one who wrote it.',
  'thank.title': 'Which stamp would you like to put on it?',
  'thank.done': (p: { stamp: string }) => `Your thank-you stamp is on it: ${p.stamp}`,
  'stamp.warm': 'This warmed me',
  'stamp.hug': 'A hug',
  'stamp.strength': 'I’m rooting for you',
  'stamp.smile': 'You made me smile',
  'stamp.same': 'I feel the same',
  'pass.done': 'Passed on. It is looking for somebody else now.',
  'block.ask':
    'You two will never be brought together again, and they won’t be told. You can undo it in /settings. Block this person?',
  'block.yes': '🚫 Yes, block',
  'block.done': 'Blocked. You won’t meet again. You can undo this in /settings.',

  // Notices to writers
  'reached.text': (p: { excerpt: string }) => `Your letter “${p.excerpt}” has found somebody.`,
  'reached.answer': (p: { excerpt: string }) => `Your letter “${p.excerpt}” has reached them.`,
  'thanked.text': (p: { excerpt: string; stamp: string }) =>
    `Somebody put a thank-you stamp on your letter “${p.excerpt}”:\n${p.stamp}`,
  'returned.title': 'Your letter came home',
  'returned.text': (p: { excerpt: string }) =>
    `I looked for a reader for your letter “${p.excerpt}” for a long time and didn’t find one this time. It isn’t you, and it isn’t the letter. It is safe in /sent, and you can send it again.`,
  'returned.answer': (p: { excerpt: string }) =>
    `Your letter “${p.excerpt}” couldn’t be delivered this time. You can still read it in /sent.`,
  'returned.again': '🕊 Send it again',
  'keep.offered': 'The person you exchanged letters with would like to keep writing. Would you?',
  'keep.begun': 'You both want to keep writing: you are pen-friends now. Write whenever you like.',
  'keep.ended': 'The letters between you and one of your pen-friends have ended. Thank you for the letters you wrote.',
  'keep.write': '✍️ Write to them',
  'keep.leave': '👋 End it',
  'keep.leave.ask': 'They will only be told that it has ended, not why. Stop writing with this pen-friend?',
  'keep.leave.yes': '👋 Yes, end it',
  'keep.left': 'It has ended. Thank you for the letters you wrote.',
  'friends.title': 'Your pen-friends',
  'friends.empty':
    'No pen-friends yet. After an exchange of letters, when you both press “Keep writing”, you become pen-friends.',
  'friends.pick': 'Choose a pen-friend…',
  'friends.one': (p: { name: string; when: string }) => `${p.name}, since ${p.when}`,
  'friends.since': (p: { when: string }) => `Pen-friends since ${p.when}.`,
  'friends.unnamed': 'Somebody who didn’t sign',

  // Settings
  'settings.title': 'Your settings',
  'settings.text': (p: {
    penName: string
    language: string
    reads: string
    zone: string
    time: string
    willing: string
    daily: string
    notify: string
    quiet: string
  }) =>
    `✒️ Pen-name: ${p.penName}\n🌐 Language: ${p.language}\n📖 I read letters in: ${p.reads}\n🕰 Time zone: ${p.zone} (now ${p.time})\n💌 Letters from strangers: ${p.willing}\n🔢 Letters a day, at most: ${p.daily}\n🔔 Notify me: ${p.notify}\n🌙 Quiet hours: ${p.quiet}`,
  'settings.penName': '✒️ Pen-name',
  'settings.language': '🌐 한국어로',
  'settings.reads': '📖 Languages I read',
  'settings.zone': '🕰 Time zone',
  'settings.pause': '⏸ Pause letters',
  'settings.resume': '💌 Let letters come',
  'settings.daily': '🔢 Letters a day',
  'settings.notify': '🔔 Notifications',
  'settings.quiet': '🌙 Quiet hours',
  'settings.link': '🔗 My chats',
  'settings.mydata': '📦 My data',
  'settings.blocks': '🚫 Blocked',
  'settings.willing.yes': 'welcome',
  'settings.willing.no': 'paused',
  'settings.reads.title': 'In which languages would you like to read letters?',
  'settings.reads.both': 'Korean and English',
  'settings.reads.ko': 'Korean',
  'settings.reads.en': 'English',
  'settings.language.name': 'English',
  'settings.daily.title': 'How many letters from strangers a day, at most?',
  'settings.notify.title': 'When a letter comes, how shall I tell you?',
  'settings.notify.each': 'at once',
  'settings.notify.daily': 'once a day, in the morning',
  'settings.notify.never': 'never (I’ll look in /inbox)',
  'settings.quiet.title': 'When should no letters come?',
  'settings.quiet.none': 'none',
  'settings.quiet.hours': (p: { from: string; until: string }) => `${p.from} to ${p.until}`,
  'settings.zone.title': 'Where are you?',
  'settings.zone.pick': 'Choose a place…',
  'settings.zone.type': '🔎 Somewhere else',
  'settings.zone.form.title': 'Where are you?',
  'settings.zone.form.field': 'A city or a time zone',
  'settings.zone.form.hint': 'London, 서울, PST, UTC+9…',
  'settings.zone.ask': 'Write a city near you as your next message: “London”, “서울”, “UTC+9”.',
  'settings.zone.found': 'Which of these is it?',
  'settings.penName.form.title': 'Your pen-name',
  'settings.penName.form.field': 'Pen-name',
  'settings.penName.form.hint': '2 to 20 characters; not your real name',
  'settings.penName.ask':
    'Write the pen-name you would like as your next message. 2 to 20 characters; not your real name.',
  'settings.penName.done': (p: { penName: string }) => `You are ${p.penName} from now on.`,
  'settings.blocks.title': 'People you blocked',
  'settings.blocks.empty': 'You haven’t blocked anybody.',
  'settings.blocks.pick': 'Choose somebody to unblock…',
  'settings.blocks.one': (p: { name: string; when: string }) => `${p.name}, ${p.when}`,
  'settings.blocks.undone': 'Unblocked. You may meet again.',
  'settings.saved': 'Saved.',

  // Forms
  'form.fix': '✏️ Fix it',
  'form.cancelled': 'All right, never mind.',
  'form.expired': 'There is no question open right now. Start again whenever you like.',

  // Refusals: what is wrong, and what to do
  'refuse.welcomeFirst': 'Let’s finish saying hello first: /start',
  'refuse.unknown': 'I don’t know that one. /help shows what I can do.',
  'refuse.stale': 'That button is too old to work. Start afresh from /inbox, /sent or /letter.',
  'refuse.zone': 'I couldn’t find that place. Try a bigger city nearby, or something like “UTC+9”.',
  'refuse.dailyNumber': (p: { most: number }) => `Please choose a number from 1 to ${p.most}.`,
  'refuse.penName.empty': 'Please write a pen-name.',
  'refuse.penName.too-short': 'That’s a little short. A pen-name has at least 2 characters.',
  'refuse.penName.too-long': 'That’s a little long. A pen-name has at most 20 characters.',
  'refuse.penName.characters': 'Please use letters, digits and spaces, and one or two emoji if you like.',
  'refuse.penName.looks-like-staff': 'That could be taken for somebody who works here. Please choose another.',
  'refuse.penName.contact': 'That looks like a way to reach you. A pen-name shouldn’t lead to anybody.',
  'refuse.penName.taken': (p: { free: string }) => `Somebody is called that already. “${p.free}” is still free.`,
  'refuse.letter.empty': () => 'There is nothing in it yet. Write a sentence or two?',
  'refuse.letter.too-short': (p: { length: number; least: number; most: number }) =>
    `Just a little more: a letter has at least ${p.least} characters, and this one has ${p.length}.`,
  'refuse.letter.too-long': (p: { length: number; least: number; most: number }) =>
    `What a long letter! It has ${formatNumber(p.length, 'en')} characters, and I can carry ${formatNumber(p.most, 'en')}. Could you make it two?`,
  'refuse.letter.only-emoji': () => 'Those are lovely, but a letter needs a few words, too.',
  'refuse.letter.no-words': () => 'I couldn’t find words in it. Could you write a sentence or two?',
  'refuse.letter.contact': (p: { found: string }) =>
    `Please take this out first: “${p.found}”. Contact details never travel here. Your draft is kept.`,
  'refuse.letter.hurtful': (p: { found: string }) =>
    `This could hurt the person who reads it: “${p.found}”. Please put it in other words. Your draft is kept.`,
  'refuse.letter.tooMany': (p: { most: number }) =>
    `${p.most} letters of yours are on their way already. Let one of them arrive first; your draft is kept.`,
  'refuse.letter.alreadySent': 'That letter has left already. /sent shows where it is.',
  'refuse.letter.gone': 'That letter isn’t here any more. /inbox and /sent show what is.',
  'refuse.letter.notYours': 'That isn’t possible for this letter. /inbox and /sent show what you can do.',
  'refuse.letter.openFirst': 'Open the letter first.',
  'refuse.answer.notNow':
    'This letter can’t be answered now. That happens sometimes, for all kinds of reasons. You can write a new one with /letter.',
  'refuse.answer.once': 'You have answered this letter already. If you both press “Keep writing”, you can go on.',
  'refuse.passOn.notThis': 'This letter can’t be passed on. You can leave it in your /inbox as it is.',
  'refuse.correspondence.ended': 'The letters with this pen-friend have ended. /letter finds somebody new.',
  'refuse.keep.notYet': 'Let the answer arrive first, then press it again.',
  'refuse.recall.tooLate': 'Somebody has it already, so it can’t be taken back.',
  'refuse.recall.already': 'You took that one back already.',
  'refuse.arrival.past': 'That moment has passed already. Choose one that is still to come?',
  'refuse.arrival.not-understood':
    'I couldn’t make out when that is. Try “24 December”, “next Friday 7pm” or “in 2 weeks”.',
  'refuse.arrival.too-far': 'That’s further away than I can promise. Choose a day within five years?',
  incident: (p: { incident: string }) =>
    `Something went wrong on our side, not yours. Please try again in a moment; nothing you wrote is lost. (${p.incident})`,
}
