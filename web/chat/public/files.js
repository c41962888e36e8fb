// @ts-check
/** Something to see or to hear, as the service has cleaned it. */
import { button, h } from './dom.js'

/**
 * @param {{ kind: string, spoiler: boolean }} file @param {string} address
 * @param {{ words: any, mine: boolean, fit(): void }} more  `fit` is called when it takes more room than before
 * @returns {HTMLElement}
 */
export function drawFile({ kind, spoiler }, address, { words, mine, fit }) {
  const gone = () => h('em', {}, words.pictureGone)
  const picture = () => {
    const image = h('img', { src: address, loading: 'lazy', alt: mine ? words.pictureMine : words.pictureAlt })
    image.addEventListener('error', () => image.replaceWith(gone()))
    image.addEventListener('load', fit)
    return image
  }
  if (kind === 'picture' || kind === 'sticker') {
    if (!spoiler) return picture()
    const cover = button(words.cover, () => cover.replaceWith(picture()))
    return cover
  }
  // What takes time is fetched when it is wanted, as a whole: it is cleaned anew each time.
  const film = kind !== 'voice' && kind !== 'audio'
  const play = button(film ? words.watch : words.hear, async () => {
    play.disabled = true
    const answer = await fetch(address).catch(() => undefined)
    if (!answer?.ok) return play.replaceWith(gone())
    const player = h(film ? 'video' : 'audio', { controls: true, src: URL.createObjectURL(await answer.blob()) })
    player.addEventListener('loadedmetadata', fit)
    play.replaceWith(player)
    player.focus()
    await player.play().catch(() => undefined)
  })
  return play
}
