/** A browser as its owner would name it, "Firefox · Android": coarse on purpose, to tell one's own sessions apart. */
export function browserName(agent: string | undefined): string {
  const find = (names: [name: string, sign: RegExp][]) => names.find(([, sign]) => sign.test(agent ?? ''))?.[0]
  return [find(BROWSERS) ?? 'Browser', find(SYSTEMS)].filter(Boolean).join(' · ')
}

/** In this order: most browsers claim to be others as well. */
const BROWSERS: [string, RegExp][] = [
  ['Edge', /Edg\//],
  ['Samsung Internet', /SamsungBrowser/],
  ['Whale', /Whale\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox|FxiOS/],
  ['Chrome', /Chrome|CriOS/],
  ['Safari', /Safari/],
]
const SYSTEMS: [string, RegExp][] = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Macintosh/],
  ['Linux', /Linux/],
]
