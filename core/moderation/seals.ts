/** What the words of a sanction and of its appeal are sealed for. */
export const SANCTION_QUOTE = 'sanction:quote'
export const SANCTION_APPEAL = 'sanction:appeal'
