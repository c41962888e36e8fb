/** HTML that is safe to show: made by {@link html} only. */
export type Html = { readonly markup: string }

type Part = Html | string | number | false | undefined | readonly Part[]

/** A template of HTML: every value is escaped, unless it is HTML itself; lists are joined; `false` and `undefined` show nothing. */
export function html(template: TemplateStringsArray, ...parts: Part[]): Html {
  return {
    markup: template.reduce((markup, piece, at) => markup + piece + (at < parts.length ? show(parts[at]) : ''), ''),
  }
}

function show(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  if ('markup' in part) return part.markup
  return part.map(show).join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
