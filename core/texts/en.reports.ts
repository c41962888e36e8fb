import type { ReportedKind } from '../moderation/reportedKinds.ts'

/** What each kind of reported thing is called, as the sentences need it. */
const things: Record<ReportedKind, { noun: string; one: string; undone: string }> = {
  letter: {
    noun: 'letter',
    one: 'a letter of yours',
    undone: 'The letter is in your /inbox again.',
  },
  open: {
    noun: 'open letter',
    one: 'an open letter of yours',
    undone: 'You can find the letter in /discover again.',
  },
  comment: {
    noun: 'answer',
    one: 'an answer of yours under an open letter',
    undone: 'The answer is under its letter again.',
  },
  chat: {
    noun: 'chat',
    one: 'what you said in a chat',
    undone: 'You may meet again.',
  },
}
type About = { thing: ReportedKind }
const noun = (p: About) => things[p.thing].noun

/** Reports and what comes of them, in English. Never a word about who reported. */
export const enReports = {
  'report.title': (p: About) => `Report this ${noun(p)}`,
  'report.category': 'What worries you about it?',
  'report.words': 'Anything a moderator should know?',
  'report.words.hint': 'Only moderators read this. You may leave it empty.',
  'report.ask.words': 'Is there anything a moderator should know? Write it as your next message, or skip this.',
  'report.category.hurtful': 'It is cruel or hateful',
  'report.category.sexual': 'It is sexual',
  'report.category.contact': 'It asks for my contact details',
  'report.category.spam': 'It is advertising',
  'report.category.danger': 'I’m worried about the writer',
  'report.category.other': 'Something else',
  'report.done': (p: About) =>
    p.thing === 'chat'
      ? 'Thank you for telling us. A moderator will look at it. Meanwhile you two won’t meet.'
      : `Thank you for telling us. A moderator will look at it. Meanwhile the ${noun(p)} is out of your sight, and you two won’t meet.`,
  'report.done.danger':
    'Thank you for caring. A moderator will look at it. If this stays with you, these people listen to you, too:',
  'report.undo': '↩️ Take the report back',
  'report.undone': (p: About) => `Taken back. ${things[p.thing].undone}`,
  'report.upheld': (p: About) =>
    p.thing === 'chat'
      ? 'Thank you again for your report. A moderator read the chat: something in it broke a house rule. You two won’t meet again.'
      : `Thank you again for your report. A moderator read the ${noun(p)}, and it broke a house rule: it is removed. You two won’t meet again.`,
  'report.dismissed': (p: About) =>
    `A moderator read the ${noun(p)} you reported. ${p.thing === 'chat' ? 'Nothing in it broke a house rule.' : 'It didn’t break a house rule, so it may go on.'} That doesn’t make your feeling wrong: if you would rather not meet its writer again, say so below.`,
  'report.cared': (p: About) =>
    `A moderator read the ${noun(p)} you were worried about, and showed its writer people who can help. Thank you for caring.`,
  'report.apart': '🚫 Keep us apart',
  'report.apart.done': 'Done. You won’t meet again. You can undo this in /settings.',

  'sanctioned.title': (p: About) => `About ${things[p.thing].one}`,
  'sanctioned.text': (p: About & { rule: string }) =>
    p.thing === 'chat'
      ? `A moderator read what you said in a chat. Some of it went against this house rule:\n\n“${p.rule}”`
      : `A moderator read ${things[p.thing].one} and had to remove it, because of this house rule:\n\n“${p.rule}”`,
  'care.title': 'Somebody thought of you',
  'care.text': (p: About & { excerpt: string }) =>
    p.thing === 'chat'
      ? `What you said in a chat, “${p.excerpt}”, made somebody worry about you, in a kind way. You did nothing wrong. If it is as heavy as it sounds, these people listen, right now:`
      : `Your ${noun(p)} “${p.excerpt}” made somebody worry about you, in a kind way. You did nothing wrong, and it stays as it is. If it is as heavy as it sounds, these people listen, right now:`,

  'refuse.report.category': 'Please choose what worries you about it.',
  'refuse.report.already': 'You have reported this already. If you don’t want to meet its writer again, block them.',
  'refuse.report.own': 'This is your own, so there is nothing to report.',
  'refuse.report.decided': 'A moderator has decided it already.',
  'refuse.report.gone': 'That report isn’t here any more.',
}
