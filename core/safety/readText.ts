import type { Finding } from './finding.ts'
export function readText(_text: string): Finding[] { return [] }
