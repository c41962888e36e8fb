import type { Language } from '../../language.ts'
import { formatLastingMoment } from '../../texts/format.ts'
import { say } from '../../texts/texts.ts'
import type { ChatData, LetterData, PersonalData, SaidData } from './collect.ts'
import { type ExportWords, exportWords } from './words.ts'

/** The archive as a page to read: one file, no scripts, nothing fetched from anywhere. */
export function exportPage(data: PersonalData): string {
  const { language } = data
  const moment = (at: Date) => formatLastingMoment(at, { zone: data.zone, language })
  const words = exportWords(language, moment)
  const table = (values: object) => tableOf(values, words)
  const letters = (all: LetterData[]) =>
    all.map((letter) => article(letter, { language, moment, words })).join('\n') ||
    `<p>${plain(say(language, 'export.none'))}</p>`
  const lines = (all: { name: string | null; since: Date }[]) =>
    all.length === 0
      ? `<p>${plain(say(language, 'export.none'))}</p>`
      : `<ul>${all.map(({ name, since }) => `<li>${plain(name ?? say(language, 'friends.unnamed'))}, ${plain(moment(since))}</li>`).join('')}</ul>`
  const sections: [title: string, body: string][] = [
    [say(language, 'export.account'), table(data.account)],
    [say(language, 'export.selves'), data.selves.map((self) => table(self)).join('')],
    [say(language, 'export.written'), letters(data.written)],
    [say(language, 'export.received'), letters(data.received.map(asReceived))],
    [say(language, 'export.open'), letters(data.openLetters.map((one) => ({ ...one, kind: '', stamp: null })))],
    [say(language, 'export.comments'), letters(data.comments.map((one) => ({ ...one, kind: '', stamp: null })))],
    [say(language, 'following.title'), lines(data.following)],
    [say(language, 'export.followers'), `<p>${data.followers}</p>`],
    [
      say(language, 'export.reading'),
      data.reading.map((one) => table(one)).join('') || `<p>${plain(say(language, 'export.none'))}</p>`,
    ],
    [say(language, 'friends.title'), lines(data.penFriends)],
    [say(language, 'settings.blocks.title'), lines(data.blocked)],
    [
      say(language, 'export.chats'),
      data.chats.map((chat) => conversation(chat, moment)).join('\n') ||
        `<p>${plain(say(language, 'export.none'))}</p>`,
    ],
    [
      say(language, 'export.reports'),
      data.reports.map((report) => table(report)).join('') || `<p>${plain(say(language, 'export.none'))}</p>`,
    ],
    [
      say(language, 'export.sanctions'),
      data.sanctions.map((sanction) => table(sanction)).join('') || `<p>${plain(say(language, 'export.none'))}</p>`,
    ],
  ]
  const title = say(language, 'export.title')
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${plain(title)}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.7 system-ui, sans-serif }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
article { border: 1px solid color-mix(in srgb, CanvasText 25%, transparent); border-radius: .75rem; padding: 1rem; margin: 1rem 0 }
article p { white-space: pre-wrap; overflow-wrap: anywhere }
td { padding: 0 1rem 0 0; vertical-align: top; overflow-wrap: anywhere }
small { opacity: .75 }
</style>
</head>
<body>
<h1>${plain(title)}</h1>
<p>${plain(say(language, 'export.made', { when: moment(data.madeAt) }))}</p>
${sections.map(([heading, body]) => `<h2>${plain(heading)}</h2>\n${body}`).join('\n')}
</body>
</html>
`
}

/** What was to a stranger there came from one here. */
const asReceived = (one: LetterData): LetterData => (one.kind === 'stranger' ? { ...one, kind: 'from-stranger' } : one)

function article(
  { signature, at, text, kind, state, stamp }: LetterData,
  { language, moment, words }: { language: Language; moment: (at: Date) => string; words: ExportWords },
): string {
  const signed = signature && say(language, 'export.signed', { name: signature })
  const about = [moment(at), kind && words.word(kind), words.word(state), words.stamp(stamp), signed]
    .filter(Boolean)
    .join(' · ')
  return `<article><small>${plain(about)}</small><p>${plain(text)}</p></article>`
}

function conversation({ begun, ended, said }: ChatData, moment: (at: Date) => string): string {
  const about = [moment(begun), ended ? moment(ended) : ''].filter(Boolean).join(' – ')
  const line = ({ mine, text, earlier = [] }: SaidData) => `${mine ? '→' : '←'} ${[...earlier, text].join(' → ')}`
  const lines = said.map((one) => plain(line(one))).join('\n')
  return `<article><small>${plain(about)}</small><p>${lines}</p></article>`
}

function tableOf(values: object, words: ExportWords): string {
  return `<table>${Object.entries(values)
    .map(([name, value]) => `<tr><td>${plain(words.label(name))}</td><td>${plain(words.value(name, value))}</td></tr>`)
    .join('')}</table>`
}

function plain(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
