/** What the words of a sanction and of its appeal are sealed for. */
export const SANCTION_QUOTE = 'sanction:quote'
export const SANCTION_APPEAL = 'sanction:appeal'
/** What a report's copy and words are sealed for. */
export const REPORT_COPY = 'report:copy'
export const REPORT_WORDS = 'report:words'
