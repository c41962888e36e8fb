/**
 * A person's words, written so that Discord shows them exactly as typed: no bold, no list, no spoiler, no masked link,
 * no mention, no `:emoji:`. Grows a text to at most twice its length.
 * Discord takes a backslash before any sign that is no letter, digit or space as "show this sign"
 * (docs: reference#message-formatting; the client's rule is `\\([^0-9A-Za-z\s])`).
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_~`|<[@]/g, '\\$&')
    .replace(/:(?=\S)/g, '\\:')
    .replace(/^([ \t]*)([#>+-])/gm, '$1\\$2')
    .replace(/^([ \t]*\d+)([.)])/gm, '$1\\$2')
}

/**
 * Our own words, likewise; only a web address that stands alone stays one that can be pressed. (Where more follows
 * without a blank, Discord would take our backslashes for a part of the address.)
 */
export function escapeWords(text: string): string {
  return text
    .split(ADDRESS)
    .map((part, index) => (index % 2 === 1 ? part : escapeMarkdown(part)))
    .join('')
}

const ADDRESS = /(https?:\/\/[\w./?=&%#+@:-]+)(?=[).,!?]*(?:\s|$))/
