import { graphemesOf } from '../graphemes.ts'
import type { Language } from '../language.ts'
import { lookAlikes } from './lookAlikes.ts'
import { penNameWords } from './penNameWords.ts'

export type PenNameProblem = 'empty' | 'too-short' | 'too-long' | 'characters' | 'looks-like-staff' | 'contact'

/** Counted in graphemes: characters as people see them. */
export const PEN_NAME_MIN_CHARACTERS = 2
export const PEN_NAME_MAX_CHARACTERS = 20

const EMOJI_MAX = 2
const LETTERS_MIN = 2
/** So many digits are a telephone number or an id. */
const DIGITS_MAX = 5
/** More UTF-16 units than 20 characters ever need, the most intricate emoji included. */
const RAW_MAX_UNITS = 400

/** "조용한 고래", "Quiet Whale": always fit to be taken, though perhaps taken already. */
export function suggestPenName(language: Language, random: () => number): string {
  const { adjectives, nouns } = penNameWords[language]
  return `${pick(adjectives, random)} ${pick(nouns, random)}`
}

/** "조용한 고래 2". The name is cut where the whole would be too long. */
export function withNumber(name: string, n: number): string {
  const number = ` ${n}`
  const room = PEN_NAME_MAX_CHARACTERS - number.length
  return graphemesOf(name).slice(0, room).join('').trimEnd() + number
}

/**
 * The pen-name as it will be shown (NFC, no outer spaces, inner ones single), or why it cannot be one:
 * - `characters`: anything but letters, digits, spaces, `' ’ - . , ! ? ~ & ·` and up to two emoji; hidden or reordering
 *   characters; heaped accents; fewer than two letters or digits;
 * - `contact`: an address, link, handle, messenger or telephone number;
 * - `looks-like-staff`: what could be taken for the service or the people who run it, disguises included.
 */
export function checkPenName(text: string): { penName: string } | { problem: PenNameProblem } {
  if (text.length > RAW_MAX_UNITS) return { problem: 'too-long' }
  const penName = text
    .normalize('NFC')
    .replace(/[ \t\u00a0\u3000]+/g, ' ')
    .trim()
  const characters = graphemesOf(penName)
  if (characters.length === 0) return { problem: 'empty' }
  if (isContact(penName)) return { problem: 'contact' }
  if (looksLikeStaff(penName)) return { problem: 'looks-like-staff' }
  if (characters.length > PEN_NAME_MAX_CHARACTERS) return { problem: 'too-long' }
  const emoji = characters.filter((one) => !isPlain(one))
  if (emoji.length > EMOJI_MAX || !emoji.every(isEmoji)) return { problem: 'characters' }
  if (characters.length < PEN_NAME_MIN_CHARACTERS) return { problem: 'too-short' }
  if (characters.filter((one) => /^[\p{L}\p{N}]/u.test(one)).length < LETTERS_MIN) return { problem: 'characters' }
  return { penName }
}

/**
 * The same for all names that look the same: letters that look alike, spaces and punctuation make no difference. For
 * comparing only, never to be shown.
 */
export function penNameKey(name: string): string {
  return lookAlikes(name).replace(/[\s\p{P}\p{Sk}\p{Cf}\p{Variation_Selector}]/gu, '')
}

/** One letter with its marks, a digit, a space or one of a few signs. Letters that show nothing are none. */
function isPlain(character: string): boolean {
  return !unseen.test(character) && (letterOfFewMarks.test(character) || /^[\p{N} '’\-.,!?~&·]$/u.test(character))
}

/** What shows nothing, and old Korean letters that pile up in one place. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u
/** Composed letters need at most one more mark in these scripts, at most two in others, whose letters also join. */
const composing = String.raw`[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hang}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}]`
const joining = String.raw`(?:(?!${composing})\p{L}[\p{Mn}\p{Mc}]{0,2}){1,3}`
const letterOfFewMarks = new RegExp(`^(?:${composing}\\p{Mn}?|${joining})$`, 'u')
const emojiSource = String.raw`^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)$`
const oneEmoji = new RegExp(emojiSource, 'v')

function isEmoji(character: string): boolean {
  return oneEmoji.test(character) && !/^[\d#*©®™]/u.test(character)
}

const address =
  /@|:\/\/|\bwww\.|[\p{L}\p{N}]\.(?:com|net|org|info|xyz|app|dev|link|kr|jp|us|uk|io|me|gg|ly|tv|co|be)(?!\p{L})/u
const messengers =
  /카카오톡|카톡|오픈채팅|텔레그램|인스타|라인아이디|디스코드|kakao|telegram|instagram|whatsapp|wechat|snapchat|discord|lineid|openchat/

function isContact(name: string): boolean {
  const folded = name.normalize('NFKC').toLowerCase()
  const digits = folded.match(/\p{N}/gu)?.length ?? 0
  return digits > DIGITS_MAX || address.test(folded) || messengers.test(folded.replace(/[\s._-]/g, ''))
}

/** Not in any part of a name. */
const staffPieces =
  anyOf(`wiro, admin, moderator, official, operator, developer, helpdesk, 운영자, 운영진, 운영팀, 운영국, 관리자,
  관리팀, 관리인, 개발자, 고객센터, 상담원, 어드민, 모더레이터, 스태프, 공식계정`)
/** Not as the whole name, or with a number. */
const staffNames = anyOf(
  `mod, mods, staff, support, system, owner, bot, team, root, 스탭, 공식, 시스템, 봇, 운영, 관리`,
)
/** The service's own name, but not where it begins another word: 위로하는, 위로받은, 위로 가는, 위로 올라간. */
const houseName = new RegExp(`${lookAlikes('위로')}(?!${anyOf('하, 해, 받, 가, 올, 날').source})`, 'u')

const staffPiece = new RegExp(`${staffPieces.source}|${houseName.source}`, 'u')
const staffPieceFirst = new RegExp(`^(?:${staffPiece.source})`, 'u')
const staffName = new RegExp(`^(?:${staffNames.source})$`, 'u')

/** Within a word, or from the beginning of one over the spaces ("운 영 자"), but not "Glad Minnow". */
function looksLikeStaff(name: string): boolean {
  const words = wordsOf(name)
  const whole = [words.join(''), wordsOf(name.replace(/[\s\p{N}]+$/u, '')).join('')]
  const hidden = words.some((word, index) => staffPiece.test(word) || staffPieceFirst.test(words.slice(index).join('')))
  return hidden || whole.some((each) => staffName.test(each))
}

/** The words with look-alikes folded, digits that stand for letters too. */
function wordsOf(name: string): string[] {
  const digits: Record<string, string> = { 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b' }
  const folded = lookAlikes(name).replace(/[34578]/g, (digit) => digits[digit] ?? '')
  return folded.split(/[^\p{L}\p{N}]+/u)
}

function anyOf(list: string): RegExp {
  return new RegExp(
    list
      .split(',')
      .map((word) => lookAlikes(word.trim()))
      .join('|'),
    'u',
  )
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? words[0] ?? ''
}
