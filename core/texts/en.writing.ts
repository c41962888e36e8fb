import { formatNumber } from './format.ts'

/** What is said around forms, drafts and heavy words, in English. */
export const enWriting = {
  'form.late': 'That took me a moment, sorry. The form opens here:',
  'form.open': '✍️ Open the form',
  'form.choose': 'Please choose one of these:',
  'letter.draft.kept': (p: { written: string; until: string }) => `Written ${p.written}, kept until ${p.until}`,
  'letter.preview.kept': (p: { days: number }) =>
    `Until you send it, it is kept as a draft for ${p.days} days: /letter brings it back.`,
  'read.more': 'Read on ›',
  'read.before': '‹ The page before',
  'read.page': (p: { page: number; pages: number }) => `page ${p.page} of ${p.pages}`,
  'inbox.digest.news': 'Good morning! There is news of your letters.',
  'state.delivered.soon': 'waiting for a good hour to arrive',
  'crisis.title': 'You don’t have to carry this alone',
  'crisis.text': 'It sounds as if you are carrying something very heavy. These people listen, right now and for free:',
  'crisis.offer':
    'I’m only the postman, but I read you. If it would do you good to write it to a stranger, /letter is here for you.',
  'refuse.words.tooLong': (p: { length: number; most: number }) =>
    `That’s ${formatNumber(p.length, 'en')} characters, and a moderator gets at most ${formatNumber(p.most, 'en')}. Could you make it shorter?`,
}
