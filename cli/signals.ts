/** How long an orderly stop may take before the process ends anyway. */
const STOP_WITHIN_MS = 10_000

/**
 * Runs `stop` once on the first SIGINT or SIGTERM, then ends the process; a second signal ends it at once.
 * What it returns hears no more of them.
 */
export function onSignals(stop: () => Promise<void>): () => void {
  let stopping = false
  const end = (code: number) => process.exit(code)
  const hear = () => {
    if (stopping) end(130)
    stopping = true
    setTimeout(() => end(1), STOP_WITHIN_MS).unref()
    void stop().then(
      () => end(0),
      () => end(1),
    )
  }
  process.on('SIGINT', hear)
  process.on('SIGTERM', hear)
  return () => {
    process.off('SIGINT', hear)
    process.off('SIGTERM', hear)
  }
}
