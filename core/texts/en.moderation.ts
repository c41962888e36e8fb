/** What moderators' decisions say, in English: plain, kind, and never a word about who reported. */
export const enModeration = {
  'rule.unkind': 'Be kind. Nothing cruel, hateful or humiliating.',
  'rule.sexual': 'Nothing sexual.',
  'rule.contact': 'No names, numbers, links or handles, and no asking for them.',
  'rule.spam': 'No advertising, and not the same letter over and over.',
  'rule.harm': 'Never encourage anybody to hurt themselves.',
  'rule.threat': 'No threats.',
  'rule.minor': 'Nothing that puts a child in danger.',

  'sanctioned.quote': 'These are the words in question:',
  'sanctioned.word': 'Nothing else changes. Most people slip once; please keep it in mind for the next letter.',
  'sanctioned.pause': (p: { until: string }) =>
    `So that things can settle, you can’t write to others or talk live, and won’t get letters from strangers, until ${p.until}. Everything else works, and letters to yourself too.`,
  'sanctioned.ban':
    'This was serious, or not the first time, so you can’t use Wiro any more. Letters you had on their way have come back to you. /helpline always works for you, and with /mydata you can still take what is yours with you, or delete it.',
  'sanctioned.appeal': 'If you think this is wrong, you can say so once. Somebody else will look at it where possible.',
  'sanctioned.appeal.button': '🙋 Please look again',
  'sanction.lifted':
    'A moderator took back what was decided about your words. You can write again. Sorry for the worry.',

  'banned.title': 'You can’t use Wiro any more',
  'banned.text': (p: { rule: string }) =>
    `It is because of this house rule:\n\n“${p.rule}”\n\n/helpline always works for you, and /mydata gives you what is yours or deletes it.`,
  'banned.appealed': 'Your appeal has arrived. You will hear what came of it.',

  'appeal.form.title': 'Please look again',
  'appeal.form.words': 'What should the moderators know?',
  'appeal.form.hint': 'How was it meant? What did they miss? Only moderators read this.',
  'appeal.ask':
    'What should the moderators know? Write it as your next message. You can say it once, so take your time.',
  'appeal.done':
    'Thank you. Somebody will look at it again, and you will hear what came of it. Until then it stays as it is.',
  'appeal.granted': 'Somebody looked again, and you were right: what was decided is taken back. We are sorry.',
  'appeal.denied': 'Somebody looked again, and it stays as it was decided. We know that isn’t what you hoped for.',

  'freed.text': (p: { excerpt: string }) =>
    `A moderator looked at your letter “${p.excerpt}”. All is well, and it is on its way now.`,
  'letter.posted.held':
    'A moderator will have a look at this one first. You will hear from me as soon as it may travel.',
  'announcement.title': 'From the people who look after Wiro',

  'refuse.paused': (p: { hours: number }) =>
    p.hours > 48
      ? `You can’t write to others or talk live for another ${Math.ceil(p.hours / 24)} days. A letter to yourself is always possible.`
      : `You can’t write to others or talk live for another ${p.hours === 1 ? 'hour' : `${p.hours} hours`}. A letter to yourself is always possible.`,
  'refuse.banned': 'You can’t write letters here any more. /helpline always works for you, and /mydata too.',
  'refuse.letter.tooFast': (p: { most: number }) =>
    `You have sent ${p.most} letters within a day; that is as many as I can carry. Tomorrow I can take more; your draft is kept.`,
  'refuse.appeal.short': (p: { least: number }) => `Please say a little more: at least ${p.least} characters.`,
  'refuse.appeal.once': 'You have asked already. You will hear what came of it.',
  'refuse.appeal.over': 'There is nothing to look at again here.',

  // What operators hear
  'refuse.op.unknown': (p: { name: string }) =>
    `“${p.name}” isn’t an operator here. An owner can change that: wiro operators add ${p.name} --why "…" (the very first adds --role owner)`,
  'refuse.op.ownerOnly': 'Only an owner may do this. Who is one: wiro operators list',
  'refuse.op.name': 'An operator’s name has 1 to 32 letters, digits, dots, dashes or underscores.',
  'refuse.op.firstIsOwner': 'The first operator must be an owner: add --role owner.',
  'refuse.op.lastOwner': 'This is the last owner. Make somebody else an owner first.',
  'refuse.op.noCase': (p: { number: number }) => `There is no case ${p.number} here.`,
  'refuse.op.decided': (p: { number: number }) => `Case ${p.number} has been decided already.`,
  'refuse.op.claimed': (p: { name: string }) => `${p.name} is looking at this one right now.`,
  'refuse.op.quote': 'These words are not in it. Quote exactly.',
  'refuse.op.noSanction': (p: { number: number }) => `There is no sanction ${p.number}.`,
  'refuse.op.lifted': (p: { number: number }) => `Sanction ${p.number} has been lifted already.`,
  'refuse.op.word': 'A word has at least 2 letters and at most 60 characters.',
  'refuse.op.noWord': (p: { word: string }) => `“${p.word}” is not among the words that moderators added.`,
  'refuse.op.noAccount': (p: { penName: string }) => `Nobody here is called “${p.penName}”.`,
  'refuse.op.nobody': 'Nobody here has this id.',
  'refuse.op.noLetter': 'There is no such letter.',
  'refuse.op.why': 'A reason is needed: --why "…"',
  'refuse.op.noAnnouncement': (p: { number: number }) => `There is no announcement ${p.number}.`,
  'refuse.op.webLogin': 'This link was used or is too old. Make a new one: wiro operators web-login',
  'refuse.op.noChat': 'There is no such chat. wiro chats list shows those there are, --open those under way.',
  'refuse.op.noQueue': (p: { name: string }) => `There is no queue “${p.name}”.`,
  'refuse.op.noJob': (p: { id: string }) => `There is no job “${p.id}” in this queue.`,
  'refuse.op.noMail': (p: { number: number }) => `There is no mail ${p.number}.`,
  'refuse.op.mailDone': (p: { number: number; state: string }) =>
    `Mail ${p.number} is ${p.state}: there is nothing to send again.`,
  'refuse.op.mailGone': (p: { number: number }) =>
    `The reader of mail ${p.number} cannot be reached now. When they come back, they find everything in their inbox.`,
}
