/** How long an orderly stop may take before the process ends anyway. */
const STOP_WITHIN_MS = 10_000
/** One Ctrl-C may be heard twice: by all programs in the foreground, and from npm, which passes it on. */
const ONE_PRESS_MS = 500

/**
 * Runs `stop` once on the first SIGINT or SIGTERM, then ends the process; a second signal, unless it is
 * the same press of a key, ends it at once.
 * What it returns hears no more of them.
 */
export function onSignals(stop: () => Promise<void>): () => void {
  let stoppingSince: number | undefined
  const end = (code: number) => process.exit(code)
  const hear = () => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > ONE_PRESS_MS) end(130)
      return
    }
    stoppingSince = performance.now()
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
