import type { Platform } from '../platform.ts'

/** The scope of a platform's keyed hashes. */
export const identityScope = (platform: Platform | 'google') => `identity:${platform}`
