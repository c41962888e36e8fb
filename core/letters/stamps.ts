/** The warm stamps a reader may put on a letter; their words are in texts/. */
export const stamps = ['warm', 'hug', 'strength', 'smile', 'same'] as const
export type Stamp = (typeof stamps)[number]

export const STAMP_EMOJI: Record<Stamp, string> = { warm: '💛', hug: '🤗', strength: '💪', smile: '😊', same: '🍀' }

export function isStamp(value: string): value is Stamp {
  return stamps.some((stamp) => stamp === value)
}
