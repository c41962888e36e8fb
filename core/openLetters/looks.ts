/** What a letter may speak of, and the paper it may be on. The words are in texts/, the papers' colours with the picture. */
export const moods = [
  'calm',
  'glad',
  'grateful',
  'hopeful',
  'tired',
  'sad',
  'lonely',
  'anxious',
  'angry',
  'longing',
] as const
export type Mood = (typeof moods)[number]

export const topics = [
  'everyday',
  'work',
  'study',
  'love',
  'friends',
  'family',
  'health',
  'farewell',
  'dreams',
  'myself',
] as const
export type Topic = (typeof topics)[number]

export const stationeries = ['cream', 'blossom', 'meadow', 'sea', 'night'] as const
export type Stationery = (typeof stationeries)[number]

export const isMood = (value: unknown): value is Mood => moods.some((one) => one === value)
export const isTopic = (value: unknown): value is Topic => topics.some((one) => one === value)
export const isStationery = (value: unknown): value is Stationery => stationeries.some((one) => one === value)

/** What an author chose, as the database keeps it; what is no choice any more counts as none. */
export type Looks = { mood: Mood | null; topic: Topic | null; stationery: Stationery }

export function readLooks(row: { mood: string | null; topic: string | null; stationery: string | null }): Looks {
  return {
    mood: isMood(row.mood) ? row.mood : null,
    topic: isTopic(row.topic) ? row.topic : null,
    stationery: isStationery(row.stationery) ? row.stationery : 'cream',
  }
}
