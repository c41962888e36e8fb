/** Both are asked whether they are still there after so long without a word; after as long again the chat ends. */
export const IDLE_MINUTES = 20
/** Somebody who waits is told kindly after so long that nobody is there. */
export const WAIT_MINUTES_MOST = 30
/** "Talk now?" is good for so long. */
export const INVITE_MINUTES = 15
/** Strangers who talked do not meet by chance again within so many days. */
export const APART_DAYS = 14
/** So often something that was said can be changed: what it said each time is kept, for reporting. */
export const CHANGES_MOST = 30
/** What was said is kept sealed for so long, for reporting, and then destroyed. */
export const MESSAGE_HOURS = 24
/** That two talked is remembered so long after the end. */
export const CHAT_DAYS = 30
/** Helplines are shown again in one chat after so long. */
export const HELP_AGAIN_MINUTES = 30
/** Strangers who meet for the first time send words and pictures only for so long; pen-friends are free at once. */
export const FIRST_MINUTES = 5
