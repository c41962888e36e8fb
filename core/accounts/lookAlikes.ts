/**
 * The text with every letter replaced by one that stands for all that look like it: no case, accents or widths, no
 * letters borrowed from another script (Cyrillic а for Latin a, 1 for l), Korean syllables as their letters. For
 * comparing only, never to be shown.
 */
export function lookAlikes(text: string): string {
  const letters = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .normalize('NFKC')
    .normalize('NFD')
  return Array.from(letters, (letter) => koreanLetter(letter) ?? latinTwins.get(letter) ?? letter).join('')
}

const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const vowels = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'
const finals = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'

/** 자 and ㅈㅏ become one: the letter apart from its place in a syllable. */
function koreanLetter(letter: string): string | undefined {
  const code = letter.codePointAt(0) ?? 0
  return initials[code - 0x1100] ?? vowels[code - 0x1161] ?? finals[code - 0x11a8]
}

/** Latin letters (one, i, for the many upright strokes) with the Cyrillic, Greek and other signs that look like them. */
const twins: Record<string, string> = {
  a: 'аαɑ',
  b: 'вβьƅ',
  c: 'сϲᴄ',
  d: 'ԁɗ',
  e: 'еεєҽ',
  g: 'ɡ',
  h: 'нһηհ',
  i: 'іιılӏ1|ǀј',
  j: 'ϳ',
  k: 'кκ',
  m: 'мμ',
  n: 'пոռ',
  o: 'оοσ0օᴏ',
  p: 'рρ',
  q: 'ԛգ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υսᴜ',
  v: 'νѵᴠ',
  w: 'ѡԝωшᴡ',
  x: 'хχ',
  y: 'уγү',
  z: 'ζᴢ',
}
const latinTwins = new Map(
  Object.entries(twins).flatMap(([latin, others]) => Array.from(others, (one) => [one, latin])),
)
