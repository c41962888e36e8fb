import type { View } from '../view.ts'
import { findIds } from './ids.ts'
import { findLinks } from './links.ts'
import { findPhones } from './phones.ts'
import type { Span } from './spans.ts'

/** Everything in a folded view by which its writer, or anybody, could be reached outside. */
export function findContacts(folded: View): Span[] {
  const { text } = folded
  return [...findPhones(text), ...findLinks(text), ...findIds(text)]
}
