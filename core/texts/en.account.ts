/** What is said about a person's own account, in English: joining chats, taking data along, deleting it. */
export const enAccount = {
  'platform.discord': 'Discord',
  'platform.telegram': 'Telegram',
  'platform.google': 'Google',
  'link.title': 'One you, here and there',
  'link.text': (p: { phrase: string; minutes: number }) =>
    `Open the page and log in with Google. It asks whether this chat is yours and shows the same two words as here:\n\n${p.phrase}\n\nThe link works once, for ${p.minutes} minutes, and is for you alone: please don’t pass it on. We keep neither your name nor your e-mail address.`,
  'link.button': '🔗 Open the page',
  'link.bound': (p: { selves: string }) =>
    `This chat belongs together with: ${p.selves}.\n\nYour letters, pen-friends and settings are the same on all of them.`,
  'link.page': '🌐 My account page',
  'link.arrives': '📮 Where letters arrive',
  'link.arrives.title': 'Where should letters arrive?',
  'link.arrives.seen': 'Wherever I was last',
  'link.unbind': '✂️ Take this chat out',
  'link.unbind.ask':
    'Everything so far stays with your other chats. This one begins anew, with the same settings and a new pen-name. Take it out?',
  'link.unbind.yes': '✂️ Yes, take it out',
  'link.bound.more': 'To join your other chat as well, say /link there and log in with the same Google login.',
  'link.unbind.other': (p: { platform: string }) => `✂️ Take ${p.platform} out`,
  'link.unbind.ask.other': (p: { platform: string }) =>
    `Everything so far stays here. Your ${p.platform} chat begins anew, with the same settings and a new pen-name. Take it out?`,
  'link.unbound.other': (p: { platform: string }) => `Done. Your ${p.platform} chat stands for itself now.`,
  'link.logout': '🚪 Log out everywhere',
  'link.loggedOut': 'Done. Every browser is logged out. Your chats stay together.',
  'link.part': '🔓 Part with Google',
  'link.part.ask': 'Your chats stay together. The Google login is forgotten and logged out everywhere. Part with it?',
  'link.part.yes': '🔓 Yes, part with it',
  'link.parted': 'Done. The Google login is forgotten.',
  'link.unbound': (p: { penName: string }) => `Done. This chat stands for itself now; here you are ${p.penName}.`,
  'link.code.title': 'Is that your page?',
  'link.code.text': (p: { phrase: string }) =>
    `This code comes from a page that is logged in with Google. If it is yours, it shows these two words:\n\n${p.phrase}\n\nDoes it? If somebody sent you the code, press “It wasn’t me”: they would read your letters.`,
  'link.code.account': (p: { penName: string }) => `It is the page of ${p.penName}.`,
  'link.code.yes': '🔗 Yes, that’s my page',
  'link.code.page': 'Thank you. Now go back to the page: it asks you once more.',
  'bind.asked.title': 'Is that you?',
  'bind.asked.text': (p: { phrase: string }) =>
    `Somebody logged in with Google in a browser and says that this chat is theirs. Their page shows these two words:\n\n${p.phrase}\n\nIf it was you, say yes, and your letters there and here come together. If not, nothing has happened yet.`,
  'bind.asked.yes': '🔗 Yes, that was me',
  'bind.notMe': '🙅 It wasn’t me',
  'bind.told': (p: { platform: string }) =>
    `Your ${p.platform} chat and your Google login belong together now. Letters and settings are the same on all your chats; /link shows them.\n\nIf it wasn’t you, say so, and it is undone.`,
  'bind.done': 'Done: they belong together now.',
  'bind.stopped': 'Good that you said so. Nothing was joined, and the browser that asked is logged out.',
  'bind.apart': 'Good that you said so. It is taken apart again, and that login is logged out everywhere.',
  'bind.stillLogin':
    'This chat still belongs together with a Google login. If that one isn’t yours either, part with it here:',
  'mydata.title': 'What is yours',
  'mydata.text':
    'You can take everything you wrote and got with you, as a page to read and as a file for programs.\n\nOr have it destroyed: then nobody can read it any more, not even we.',
  'mydata.take': '📦 Download my data',
  'mydata.erase': '🗑 Delete everything',
  'mydata.asked': 'I’m putting it together and will send you a link in a moment.',
  'mydata.ready': 'Here is everything of yours. The link works for a day; please don’t pass it on.',
  'mydata.ready.button': '📦 Open it',
  'erase.ask':
    'Everything of yours would be destroyed: letters, settings, pen-name. Whoever has a letter of yours finds that it was taken back. Nobody can undo this.\n\nWould you like to take it with you first?',
  'erase.yes': 'Delete everything…',
  'erase.ask.again': 'Are you quite sure? Afterwards there is no way back, not for us either.',
  'erase.really': '🗑 Yes, destroy it for good',
  'erase.done':
    'It is done. Everything of yours is destroyed. Thank you for every kind word; the door stays open: /start',
  'export.title': 'My letters and what Wiro knows of me',
  'export.made': (p: { when: string }) => `Made ${p.when}.`,
  'export.none': 'Nothing.',
  'export.account': 'My account',
  'export.selves': 'My chats and logins',
  'export.written': 'Letters I wrote',
  'export.received': 'Letters I got',
  'export.reports': 'What I reported',
  'export.sanctions': 'What moderators decided about me',
  'refuse.link.noLogin': 'Joining chats isn’t set up in this place yet.',
  'refuse.link.tooMany': (p: { minutes: number }) =>
    `That was a few times in a row. Please wait ${p.minutes} minutes and try again.`,
  'refuse.link.dead': 'That doesn’t work any more. Begin again with /link.',
  'refuse.link.used': 'That was used already; it works once. Begin again with /link.',
  'refuse.link.already': 'These belong together already. /link shows it.',
  'refuse.link.otherLogin': 'This chat belongs to another Google login. Take it out there first: /link.',
  'refuse.link.samePlatform': (p: { platform: 'discord' | 'telegram' | 'google' }) =>
    `That account has a chat on ${p.platform === 'discord' ? 'Discord' : 'Telegram'} already. Take one of them out first: /link.`,
  'refuse.link.chatFirst': 'Say the code in your chat first.',
  'refuse.link.unreachable': 'I can’t reach that chat to ask. Write something to me there, then try again.',
  'refuse.link.tooLate': 'That was more than a week ago. /link lets you take this chat out.',
  'refuse.merge.report':
    'A moderator is still looking at something between the two. Please try again when that is decided.',
  'refuse.unbind.gone': 'That one isn’t here any more.',
  'refuse.unbind.last':
    'This is the only chat your letters can reach. Join another one first, or delete everything with /mydata.',
  'refuse.export.justNow': (p: { minutes: number }) =>
    `I’ve put it together just now. Please wait ${p.minutes} minutes for another one.`,
  'refuse.export.dead': 'That link doesn’t work any more. /mydata makes a new one.',
  'refuse.erase.gone': 'There is nothing left to delete.',
}
