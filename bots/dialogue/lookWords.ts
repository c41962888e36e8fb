import {
  type Looks,
  type Mood,
  moods,
  type Stationery,
  stationeries,
  type Topic,
  topics,
} from '../../core/openLetters/looks.ts'
import type { Scene } from './scene.ts'
import type { MenuOption } from './view.ts'

const MOODS: Record<Mood, string> = {
  calm: '🌿',
  glad: '☀️',
  grateful: '🙏',
  hopeful: '🌱',
  tired: '🫠',
  sad: '🌧️',
  lonely: '🌙',
  anxious: '🍃',
  angry: '🔥',
  longing: '🕯️',
}

const TOPICS: Record<Topic, string> = {
  everyday: '🍚',
  work: '💼',
  study: '📚',
  love: '💕',
  friends: '🧑‍🤝‍🧑',
  family: '🏡',
  health: '🩹',
  farewell: '🕊️',
  dreams: '✨',
  myself: '🪞',
}

const PAPERS: Record<Stationery, string> = { cream: '📜', blossom: '🌸', meadow: '🍀', sea: '🌊', night: '🌌' }

type Says = Pick<Scene, 't'>

const moodWords = ({ t }: Says, mood: Mood) => `${MOODS[mood]} ${t(`mood.${mood}`)}`
const topicWords = ({ t }: Says, topic: Topic) => `${TOPICS[topic]} ${t(`topic.${topic}`)}`
export const paperWords = ({ t }: Says, paper: Stationery) => `${PAPERS[paper]} ${t(`paper.${paper}`)}`

/** What a letter speaks of, in a line; empty when its author did not say. */
export function looksLine(scene: Says, { mood, topic }: Looks): string {
  return [mood && moodWords(scene, mood), topic && topicWords(scene, topic)].filter(Boolean).join(' · ')
}

/** What was chosen, on the buttons that change it. */
export function looksLabels(scene: Says, { mood, topic, stationery }: Looks) {
  const none = scene.t('open.none')
  return {
    mood: scene.t('open.mood', { mood: mood ? moodWords(scene, mood) : none }),
    topic: scene.t('open.topic', { topic: topic ? topicWords(scene, topic) : none }),
    paper: scene.t('open.paper', { paper: paperWords(scene, stationery) }),
  }
}

/** All there is to choose from. `none` is no choice. */
export function lookOptions(scene: Says, what: 'mood' | 'topic' | 'paper', now: Looks): MenuOption[] {
  if (what === 'paper')
    return stationeries.map((value) => ({ value, label: paperWords(scene, value), chosen: value === now.stationery }))
  const none = { value: 'none', label: scene.t('open.none'), chosen: now[what] === null }
  const all =
    what === 'mood'
      ? moods.map((value) => ({ value, label: moodWords(scene, value), chosen: value === now.mood }))
      : topics.map((value) => ({ value, label: topicWords(scene, value), chosen: value === now.topic }))
  return [...all, none]
}
