import helmet from 'helmet'
import { pageReactions } from '../../core/chat/page/changeOnPage.ts'
import { SAID_MAX_CHARACTERS } from '../../core/chat/page/sayOnPage.ts'
import { chatMoods } from '../../core/chat/waitForChat.ts'
import type { Core } from '../../core/core.ts'
import { REPORT_WORDS_MAX, reportCategories } from '../../core/moderation/fileReport.ts'
import { say } from '../../core/texts/texts.ts'
import { html } from '../html.ts'
import { showLoginPage } from '../loginPages.ts'
import { showPage, type Visit } from '../visit.ts'
import { assetPath } from './assets.ts'
import { chatWords } from './texts.ts'

/** The page in which a live chat is talked: a frame, which its script fills. Nothing of a chat is in it yet. */
export function showChatPage(visit: Visit): void {
  const { sub, accountId, language } = visit
  const words = chatWords(language)
  if (!sub) {
    showLoginPage(visit, { to: '/chat', title: words.title, text: words.loginFirst })
    return
  }
  const home = html`<p><a href="/account">${words.account}</a></p>`
  if (!accountId) {
    showPage(visit, { title: words.title, body: html`${home}<p>${words.unbound}</p>` })
    return
  }
  const head = html`<link rel="stylesheet" href="${assetPath('chat.css')}">
<script type="module" src="${assetPath('app.js')}"></script>`
  const body = html`${home}
<div id="room" data-setup="${JSON.stringify(setupOf(visit))}"><noscript><p>${words.noScript}</p></noscript></div>`
  showPage(visit, { title: words.title, body, head })
}

/** Scripts, pictures and the connection from here, and nothing from anywhere else; still nothing inline. */
export function chatHeaders(core: Core) {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      connectSrc: ["'self'", core.config.publicUrl.replace(/^http/, 'ws')],
      formAction: ["'self'", new URL(core.config.google?.authorizationUrl ?? 'https://accounts.google.com').origin],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  })
}

/** All that the script needs to know of this place. */
function setupOf({ language, request }: Visit) {
  return {
    language,
    words: chatWords(language),
    moods: chatMoods.map((value) => ({ value, label: say(language, `chat.mood.${value}`) })),
    categories: reportCategories.map((value) => ({ value, label: say(language, `report.category.${value}`) })),
    reactions: pageReactions,
    most: { said: SAID_MAX_CHARACTERS, report: REPORT_WORDS_MAX },
    token: request.session.csrfToken ?? '',
  }
}
