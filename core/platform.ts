/** Where people are. */
export const chatPlatforms = ['discord', 'telegram'] as const
export type Platform = (typeof chatPlatforms)[number]
