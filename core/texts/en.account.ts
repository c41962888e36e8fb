/** What is said about a person's own account, in English: joining chats, taking data along, deleting it. */
export const enAccount = {
  'platform.discord': 'Discord',
  'platform.telegram': 'Telegram',
  'platform.google': 'Google',
  'link.title': 'The same you, everywhere',
  'link.text': (p: { phrase: string; minutes: number }) =>
    `Open the page and log in with Google. It asks whether this chat is yours and shows the same two words as here:\n\n${p.phrase}\n\nThe link works once, for ${p.minutes} minutes, and only for you: please don’t pass it on. We keep neither your name nor your e-mail address.`,
  'link.button': '🔗 Open the page',
  'link.bound': (p: { selves: string }) =>
    `This chat is joined with: ${p.selves}.\n\nYour letters, pen-friends and settings are the same in all of them.`,
  'link.page': '🌐 My account page',
  'link.arrives': '📮 Where letters arrive',
  'link.arrives.title': 'Where should letters arrive?',
  'link.arrives.seen': 'Wherever I was last',
  'link.unbind': '✂️ Separate this chat',
  'link.unbind.ask':
    'Everything so far stays with your other chats. This one starts afresh, with the same settings and a new pen-name. Separate it?',
  'link.unbind.yes': '✂️ Yes, separate it',
  'link.bound.more': 'To join your other chat as well, say /link there and log in with the same Google login.',
  'link.unbind.other': (p: { platform: string }) => `✂️ Take ${p.platform} out`,
  'link.unbind.ask.other': (p: { platform: string }) =>
    `Everything so far stays here. Your ${p.platform} chat begins anew, with the same settings and a new pen-name. Take it out?`,
  'link.unbound.other': (p: { platform: string }) => `Done. Your ${p.platform} chat stands for itself now.`,
  'link.logout': '🚪 Log out everywhere',
  'link.loggedOut': 'Done. Every browser is logged out. Your chats stay together.',
  'link.part': '🔓 Forget my Google login',
  'link.part.ask': 'Your chats stay joined. Wiro forgets the Google login, and it is logged out everywhere. Forget it?',
  'link.part.yes': '🔓 Yes, forget it',
  'link.parted': 'Done. The Google login is forgotten.',
  'link.unbound': (p: { penName: string }) => `Done. This chat is on its own now; here you are ${p.penName}.`,
  'link.code.title': 'Is that your page?',
  'link.code.text': (p: { phrase: string }) =>
    `This code comes from a page that is logged in with Google. If it is yours, it shows these two words:\n\n${p.phrase}\n\nDoes it? If somebody sent you the code, press “It wasn’t me”: they would read your letters.`,
  'link.code.account': (p: { penName: string }) => `It is the page of ${p.penName}.`,
  'link.code.yes': '🔗 Yes, that’s my page',
  'link.code.page': 'Thank you. Now go back to the page: it will ask you once more.',
  'bind.asked.title': 'Is that you?',
  'bind.asked.text': (p: { phrase: string }) =>
    `Somebody logged in with Google in a browser and says that this chat is theirs. Their page shows these two words:\n\n${p.phrase}\n\nIf it was you, press “Yes, that was me”, and your letters there and here come together. If not, press “It wasn’t me”: nothing has happened yet.`,
  'bind.asked.yes': '🔗 Yes, that was me',
  'bind.notMe': '🙅 It wasn’t me',
  'bind.told': (p: { platform: string }) =>
    `Your ${p.platform} chat and your Google login are joined now. Letters and settings are the same in all your chats; /link shows them.\n\nIf it wasn’t you, press “It wasn’t me”, and it is undone.`,
  'bind.done': 'Done: they are joined now.',
  'bind.stopped': 'Thank you for saying so. Nothing was joined, and the browser that asked is logged out.',
  'bind.apart': 'Thank you for saying so. They are separate again, and that login is logged out everywhere.',
  'bind.stillLogin':
    'This chat is still joined with a Google login. If that one isn’t yours either, you can forget it here:',
  'mydata.title': 'Your data',
  'mydata.text':
    'You can take everything you wrote and received with you, as a page to read and as a file for programs.\n\nOr you can delete it all: then nobody can read it any more, not even us.',
  'mydata.take': '📦 Download my data',
  'mydata.erase': '🗑 Delete everything',
  'mydata.asked': 'I’m putting it together and will send you a link in a moment.',
  'mydata.ready': 'Here is everything of yours. The link works for a day; please don’t pass it on.',
  'mydata.ready.button': '📦 Open it',
  'erase.ask':
    'Everything of yours would be deleted: letters, settings, pen-name. Whoever has a letter of yours will see that it was taken back. Nobody can undo this.\n\nWould you like to take it with you first?',
  'erase.yes': 'Delete everything…',
  'erase.ask.again': 'Are you quite sure? Afterwards there is no way back, not even for us.',
  'erase.really': '🗑 Yes, delete it for good',
  'erase.done':
    'It is done. Everything of yours is deleted. Thank you for every kind word; the door stays open: /start',
  'export.title': 'My letters and what Wiro knows about me',
  'export.made': (p: { when: string }) => `Made ${p.when}.`,
  'export.none': 'Nothing.',
  'export.account': 'My account',
  'export.selves': 'My chats and logins',
  'export.written': 'Letters I wrote',
  'export.received': 'Letters I received',
  'export.reports': 'What I reported',
  'export.sanctions': 'What moderators decided about me',
  'refuse.link.noLogin': 'Joining chats isn’t set up here yet. Everything else works without it: /help.',
  'refuse.link.tooMany': (p: { minutes: number }) =>
    `That was a few times in a row. Please wait ${p.minutes} minutes and try again.`,
  'refuse.link.dead': 'That doesn’t work any more. Begin again with /link.',
  'refuse.link.used': 'That was used already; it works once. Begin again with /link.',
  'refuse.link.already': 'These are joined already. /link shows it.',
  'refuse.link.otherLogin': 'This chat is joined with another Google login. Separate it first, with /link.',
  'refuse.link.samePlatform': (p: { platform: 'discord' | 'telegram' | 'google' }) =>
    `That account has a chat on ${p.platform === 'discord' ? 'Discord' : 'Telegram'} already. Separate one of them first, with /link.`,
  'refuse.link.chatFirst': 'Send the code in your chat first.',
  'refuse.link.unreachable': 'I can’t reach that chat to ask. Write something to me there, then try again.',
  'refuse.link.tooLate': 'That was more than a week ago. /link lets you separate this chat.',
  'refuse.merge.report':
    'A moderator is still looking at something between these two. Please try again once that is decided.',
  'refuse.unbind.gone': 'That one isn’t here any more. /link shows what is.',
  'refuse.unbind.last':
    'This is the only chat your letters can reach. Join another one first, or delete everything with /mydata.',
  'refuse.export.justNow': (p: { minutes: number }) =>
    `I’ve put it together just now. Please wait ${p.minutes} minutes for another one.`,
  'refuse.export.dead': 'That link doesn’t work any more. /mydata makes a new one.',
  'refuse.erase.gone': 'There is nothing left to delete.',
}
