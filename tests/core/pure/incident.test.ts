import { expect, it } from 'vitest'
import { newIncident, openLog } from '../../../core/log.ts'

it('whatever an incident is called, it is found in the log by what the person was shown', () => {
  const lines: string[] = []
  const log = openLog({ level: 'error', destination: { write: (line) => void lines.push(line) } })
  const shown = Array.from({ length: 1_000 }, () => newIncident())
  for (const incident of shown) log.error({ incident }, 'something failed')
  expect(shown.filter((incident, i) => !lines[i]?.includes(incident))).toEqual([])
  expect(shown.filter((incident) => !/^[0-9a-f]{8}$/.test(incident))).toEqual([])
})
