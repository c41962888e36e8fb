import { createHash } from 'node:crypto'
import type { AuthorizationRequest } from './grants.ts'
import type { GooglePerson } from './people.ts'

export type Page = { html: string; policy: string }

const words = {
  en: {
    title: 'Sign in – Google stand-in',
    heading: 'Choose an account',
    to: 'to continue to',
    verified: 'e-mail verified',
    unverified: 'e-mail not verified',
    noEmail: 'no e-mail',
    shares: 'It will learn',
    deny: 'Cancel',
    note: 'This is no real Google. Nothing you do here leaves this computer.',
    refused: 'Access blocked',
  },
  ko: {
    title: '로그인 – Google 대역',
    heading: '계정 선택',
    to: '다음으로 이동:',
    verified: '이메일 확인됨',
    unverified: '이메일 확인 안 됨',
    noEmail: '이메일 없음',
    shares: '전달되는 정보',
    deny: '취소',
    note: '실제 Google이 아닙니다. 여기서 하는 일은 이 컴퓨터를 벗어나지 않습니다.',
    refused: '액세스 차단됨',
  },
} as const
export type PageLanguage = keyof typeof words

const style = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText }
main { width: min(26rem, calc(100vw - 3rem)); padding: 1.5rem 0 }
h1 { font-size: 1.5rem; margin: 0 }
ul { list-style: none; padding: 0 }
button { font: inherit; color: inherit; cursor: pointer; background: none; border: 1px solid color-mix(in srgb, CanvasText 30%, transparent); border-radius: .75rem; padding: .6rem 1rem }
button:hover { background: color-mix(in srgb, CanvasText 8%, transparent) }
button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px }
.person { width: 100%; display: flex; gap: 1rem; align-items: center; text-align: left; margin-bottom: .5rem }
.person img { width: 2.5rem; height: 2.5rem; border-radius: 50% }
small { display: block; opacity: .8 }
`

/** A form that works without scripts: one button for each account, one to refuse. */
export function consentPage(
  request: AuthorizationRequest,
  handle: string,
  people: readonly GooglePerson[],
  language: PageLanguage,
): Page {
  const say = words[language]
  const target = new URL(request.redirectUri)
  const accounts = people.map((person) => {
    const state = person.email === undefined ? say.noEmail : person.emailVerified ? say.verified : say.unverified
    return `<li><button class="person" name="sub" value="${plain(person.sub)}"><img src="${picturePath(person)}" alt="">
<span><strong>${plain(person.name)}</strong><small>${plain([person.email, state].filter(Boolean).join(' · '))}</small></span></button></li>`
  })
  const body = `<h1>${say.heading}</h1>
<p>${say.to} <strong>${plain(target.host)}</strong></p>
<form method="post" action="/consent">
<input type="hidden" name="handle" value="${plain(handle)}">
<ul>${accounts.join('\n')}</ul>
<p>${say.shares}: ${plain(request.scopes.join(', '))}</p>
<button name="deny" value="1">${say.deny}</button>
</form>
<p><small>${say.note}</small></p>`
  // Browsers hold the redirect after a form against form-action too, so the client's origin has to stand there.
  return page(say.title, body, language, `'self' ${target.origin}`)
}

/** Google shows a page, and does not redirect, when it cannot trust where to (RFC 6749 §4.1.2.1). */
export function refusalPage(status: number, error: string, why: string, language: PageLanguage): Page {
  const body = `<h1>${words[language].refused}</h1>\n<p>${plain(why)}</p>\n<p>Error ${status}: ${plain(error)}</p>`
  return page(words[language].title, body, language, "'none'")
}

export function picturePath(person: GooglePerson): string {
  return `/pictures/${encodeURIComponent(person.sub)}.svg`
}

export function picture(person: GooglePerson): string {
  const hue = Number(BigInt(`0x${createHash('sha256').update(person.sub).digest('hex').slice(0, 8)}`) % 360n)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 45% 40%)"/><text x="20" y="27" font-size="18" text-anchor="middle" fill="#fff" font-family="sans-serif">${plain([...person.name][0] ?? '?')}</text></svg>`
}

function page(title: string, body: string, language: PageLanguage, formAction: string): Page {
  const hash = createHash('sha256').update(style).digest('base64')
  return {
    html: `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
  }
}

function plain(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
