// @ts-check
/** What can be sent besides words: files from this machine, and ready samples of everything else. */
import { h, icon, openList } from './dom.js'
import { act } from './store.js'

/** @typedef {import('./phone.js').Phone} Phone */
/** @typedef {{ label: string, files?: [name: string, type: string, as: string, more?: object][], also?: object, text?: string }} Sample */

/**
 * The button and the file chooser behind it.
 * @param {Phone} phone @param {(files: File[]) => void} take  what is done with files that were chosen
 */
export function createAttach(phone, take) {
  const { person, t, attempt } = phone
  const isDiscord = person.platform === 'discord'
  const chooser = h('input', {
    type: 'file',
    multiple: true,
    class: 'unseen',
    tabindex: -1,
    'aria-hidden': 'true',
    'aria-label': t.attach,
    onchange: () => {
      take([...(chooser.files ?? [])])
      chooser.value = ''
    },
  })
  const item = (/** @type {string} */ label, /** @type {() => void} */ choose) => ({ content: [label], choose })
  const button = h(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': t.attach,
      title: t.attach,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () =>
        openList(button, {
          label: t.attach,
          role: 'menu',
          items: [
            item(`📁 ${t.fromHere}`, () => chooser.click()),
            ...samplesFor(phone).map((sample, i) => ({
              ...item(sample.label, () => void attempt(async () => act(person, 'say', await saidBy(sample)))),
              ...(i === 0 ? { before: t.samples } : {}),
            })),
          ],
        }),
    },
    icon(isDiscord ? 'plus' : 'clip'),
  )
  return { button, chooser }
}

/** @param {Phone} phone @returns {Sample[]} */
function samplesFor({ person, t }) {
  const isDiscord = person.platform === 'discord'
  const photo = /** @type {[string, string, string]} */ (['evening.jpg', 'image/jpeg', 'photo'])
  const second = /** @type {[string, string, string]} */ (['morning.jpg', 'image/jpeg', 'photo'])
  /** @type {Sample[]} */
  const both = [
    { label: `🌇 ${t['file.photo']}`, files: [photo], text: t.sampleCaption },
    { label: `🏞 ${t.album}`, files: [photo, second] },
    { label: `🎤 ${t['file.voice']}`, files: [['voice.ogg', 'audio/ogg', 'voice', { seconds: 2 }]] },
    { label: `🎬 ${t['file.video']}`, files: [['clip.mp4', 'video/mp4', 'video', { seconds: 2 }]] },
    { label: `💓 ${t['file.animation']}`, files: [['beat.gif', 'image/gif', 'animation']] },
    {
      label: `🧡 ${t['file.sticker']}`,
      files: [
        isDiscord ? ['heart.png', 'image/png', 'sticker'] : ['heart.webp', 'image/webp', 'sticker', { emoji: '🧡' }],
      ],
    },
    { label: `📄 ${t['file.document']}`, files: [['evening.jpg', 'image/jpeg', 'document']] },
    { label: `↪ ${t.forward}`, text: t.sampleForward, also: { forwardOf: { name: t.sampleName } } },
    {
      label: `📊 ${t.poll}`,
      also: { share: { poll: { question: t.samplePoll[0], options: t.samplePoll.slice(1) } } },
    },
  ]
  if (isDiscord) return both
  return [
    ...both,
    { label: `⏺ ${t['file.video_note']}`, files: [['clip.mp4', 'video/mp4', 'video_note', { seconds: 2 }]] },
    { label: `👤 ${t.contact}`, also: { share: { contact: { name: t.sampleName, phone: '+82 10 0000 0000' } } } },
    { label: `📍 ${t.place}`, also: { share: { location: { latitude: 37.5665, longitude: 126.978 } } } },
  ]
}

/** @param {Sample} sample */
async function saidBy({ text = '', files = [], also = {} }) {
  const read = files.map(async ([name, type, as, more = {}]) => {
    const response = await fetch(`/sandbox/samples/${name}`)
    return { ...(await readFile(new File([await response.blob()], name, { type }))), as, ...more }
  })
  return { text, files: await Promise.all(read), ...also }
}

/** As the driver takes files. @param {File} file @returns {Promise<{ name: string, type: string, data: string }>} */
export function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () =>
      resolve({
        name: file.name,
        type: file.type || 'application/octet-stream',
        data: String(reader.result).split(',')[1] ?? '',
      })
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
