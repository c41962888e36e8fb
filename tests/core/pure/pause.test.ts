import { getEventListeners, setMaxListeners } from 'node:events'
import { expect, it } from 'vitest'
import { pause, type Time, whenAborted } from '../../../core/time.ts'

/** Time that passes when it is told to. */
function ownTime() {
  const due = new Set<() => void>()
  const time: Time = {
    now: () => 0,
    monotonic: () => 0,
    after(_milliseconds, act) {
      due.add(act)
      return () => void due.delete(act)
    },
  }
  const pass = () => {
    for (const act of [...due]) act()
  }
  return { time, pass, waiting: () => due.size }
}

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

it('however many wait on a signal that lives long, it has one listener, and Node warns of nothing', async () => {
  const warned: Error[] = []
  const warn = (warning: Error) => warned.push(warning)
  process.on('warning', warn)
  const { signal } = new AbortController()
  setMaxListeners(1, signal)
  const { time, pass, waiting } = ownTime()
  for (let round = 0; round < 3; round++) {
    const pauses = Array.from({ length: 40 }, () => pause(time, 1_000, signal))
    expect([waiting(), listeners(signal)]).toEqual([40, 1])
    pass()
    await Promise.all(pauses)
  }
  // A warning comes with the next tick.
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', warn)
  expect(warned).toEqual([])
})

it('an aborted signal ends every pause, and leaves no timer; what was taken back is not called', async () => {
  const ending = new AbortController()
  const { time, waiting } = ownTime()
  const called: string[] = []
  whenAborted(ending.signal, () => called.push('kept'))
  whenAborted(ending.signal, () => called.push('taken back'))()
  const pauses = [pause(time, 1_000, ending.signal), pause(time, 1_000, ending.signal)]
  ending.abort()
  await Promise.all([...pauses, pause(time, 1_000, ending.signal)])
  whenAborted(ending.signal, () => called.push('at once'))
  expect([waiting(), called]).toEqual([0, ['kept', 'at once']])
})
