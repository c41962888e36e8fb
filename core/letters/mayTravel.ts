import type { Finding } from '../safety/finding.ts'

/**
 * What has to come out of a text before it may leave. Words that only want a moderator's look do not stop it, except in
 * the one answer to a letter: that would count as given while it waits, so it is sent back instead. Pure.
 */
export function obstacles(findings: readonly Finding[], { isOnlyAnswer }: { isOnlyAnswer: boolean }): Finding[] {
  return findings.filter(({ action }) => action !== 'support' && (action !== 'hold' || isOnlyAnswer))
}
