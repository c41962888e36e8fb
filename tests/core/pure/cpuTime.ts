/** Milliseconds of processor time that `work` takes here: unlike the clock, much the same on a busy machine. */
export function cpuTimeOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
