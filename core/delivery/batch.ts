/**
 * Gathers what many ask for at the same time into few statements: what comes in one turn of the event loop goes together,
 * and so does whoever comes while as many are under way as may be, in the next one. Beside one that is under way another begins only for `worth`
 * items: small ones cost as much as large ones. `flush` gets at least one and at most `most` items, and answers in order.
 * `linger`, where nobody waits for it: awaited before each, so that more are gathered.
 */
export function inBatches<Item, Answer>(
  flush: (items: Item[]) => Promise<Answer[]>,
  {
    most,
    atOnce = 1,
    worth = 1,
    linger,
  }: { most: number; atOnce?: number; worth?: number; linger?: () => Promise<void> },
): (item: Item) => Promise<Answer> {
  type Waiting = { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = []
  let running = 0

  const run = async () => {
    while (waiting.length > 0 && (running === 1 || waiting.length >= worth)) {
      await linger?.()
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const answers = await flush(batch.map(({ item }) => item))
        batch.forEach(({ resolve }, i) => {
          resolve(answers[i] as Answer)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    running--
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (running >= atOnce || (running > 0 && waiting.length < worth)) return
      running++
      setImmediate(() => void run())
    })
}
