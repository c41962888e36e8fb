import { createHash } from 'node:crypto'
import type { AuthorizationRequest } from './grants.ts'
import type { GooglePerson } from './people.ts'

export type Page = { html: string; policy: string }

/** Where the fonts lie, for machines that have no Korean one. */
export const fontsPath = '/fonts/'

const words = {
  en: {
    title: 'Sign in – Google stand-in',
    badge: 'Stand-in for Google',
    heading: 'Choose an account',
    to: 'to continue to',
    verified: 'e-mail verified',
    unverified: 'e-mail not verified',
    noEmail: 'no e-mail',
    shares: 'It will learn:',
    scopes: { openid: 'who you are, as a number', email: 'your e-mail address', profile: 'your name and picture' },
    deny: 'Cancel',
    note: 'This is no real Google. Nothing you do here leaves this computer.',
    refused: 'Access blocked',
  },
  ko: {
    title: '로그인 – 구글 대역',
    badge: '구글 대역',
    heading: '계정을 골라 주세요',
    to: '이어서 갈 곳:',
    verified: '이메일 확인됨',
    unverified: '이메일 확인 안 됨',
    noEmail: '이메일 없음',
    shares: '전해지는 것:',
    scopes: { openid: '나를 가리키는 번호', email: '이메일 주소', profile: '이름과 사진' },
    deny: '그만두기',
    note: '진짜 구글이 아니에요. 여기서 하는 일은 이 컴퓨터를 벗어나지 않아요.',
    refused: '들어갈 수 없어요',
  },
} as const
export type PageLanguage = keyof typeof words

const style = `
:root { color-scheme: light dark; font: 16px/1.5 "Noto Sans KR Variable", system-ui, sans-serif; word-break: keep-all; overflow-wrap: anywhere; --page: #f0f4f9; --card: #fff; --ink: #1f1f1f; --soft: #5b6168; --line: #dadce0; --main: #0b57d0 }
@media (prefers-color-scheme: dark) { :root { --page: #1e1f20; --card: #0e0e0e; --ink: #e8eaed; --soft: #a9aeb5; --line: #3c4043; --main: #a8c7fa } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--ink) }
main { width: min(30rem, 100vw); border-radius: 1.75rem; background: var(--card); padding: 2rem clamp(1rem, 6vw, 2.25rem) }
h1 { font-size: 1.6rem; font-weight: 500; line-height: 1.25; margin: .75rem 0 .25rem }
p { margin: 0 0 1rem }
.badge { display: inline-block; border: 1px solid var(--line); border-radius: 2rem; padding: .1rem .75rem; font-size: .85rem; color: var(--soft) }
ul { list-style: none; margin: 0 0 1rem; padding: 0 }
li + li { border-top: 1px solid var(--line) }
button { font: inherit; color: inherit; cursor: pointer; background: none; border: 0 }
button:focus-visible { outline: 3px solid var(--main); outline-offset: 2px }
.person { width: 100%; display: flex; gap: 1rem; align-items: center; text-align: left; padding: .7rem .5rem; border-radius: .5rem }
.person:hover { background: color-mix(in srgb, var(--main) 9%, transparent) }
.person svg { flex: none; width: 2.5rem; height: 2.5rem; border-radius: 50% }
.person text { font-family: inherit }
.person strong { font-weight: 600 }
.deny { color: var(--main); font-weight: 600; border-radius: 2rem; padding: .5rem 1rem; margin-left: -1rem }
.deny:hover { background: color-mix(in srgb, var(--main) 9%, transparent) }
small { display: block; color: var(--soft); font-size: .85rem }
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
  const accounts = nearestFirst(people, language).map((person) => {
    const state = person.email === undefined ? say.noEmail : person.emailVerified ? say.verified : say.unverified
    return `<li><button class="person" name="sub" value="${plain(person.sub)}">${picture(person)}
<span><strong>${plain(person.name)}</strong><small>${plain([person.email, state].filter(Boolean).join(' · '))}</small></span></button></li>`
  })
  const learns = request.scopes.map((scope) => (isNamed(scope) ? say.scopes[scope] : scope))
  const body = `<span class="badge">${say.badge}</span>
<h1>${say.heading}</h1>
<p>${say.to} <strong>${plain(target.host)}</strong></p>
<form method="post" action="/consent">
<input type="hidden" name="handle" value="${plain(handle)}">
<ul>${accounts.join('\n')}</ul>
<p><small>${say.shares} ${plain(learns.join(', '))}</small></p>
<button class="deny" name="deny" value="1">${say.deny}</button>
</form>
<p><small>${say.note}</small></p>`
  // Browsers hold the redirect after a form against form-action too, so the client's origin has to stand there.
  return page(say.title, body, language, `'self' ${target.origin}`)
}

function isNamed(scope: string): scope is keyof (typeof words)['en']['scopes'] {
  return scope in words.en.scopes
}

/** Those whose names are written as this page is. */
function nearestFirst(people: readonly GooglePerson[], language: PageLanguage): GooglePerson[] {
  const isNear = ({ name }: GooglePerson) => Number(/\p{Script=Hangul}/u.test(name) === (language === 'ko'))
  return [...people].sort((one, other) => isNear(other) - isNear(one))
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
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" aria-hidden="true"><rect width="40" height="40" fill="hsl(${hue} 45% 40%)"/><text x="20" y="27" font-size="18" text-anchor="middle" fill="#fff" font-family="sans-serif">${plain([...person.name][0] ?? '?')}</text></svg>`
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
<link rel="stylesheet" href="${fontsPath}korean/index.css">
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`,
    policy: `default-src 'none'; style-src 'self' 'sha256-${hash}'; font-src 'self'; img-src 'self'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
  }
}

function plain(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
