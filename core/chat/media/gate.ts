/** Does the work as soon as there is room; whoever came first goes first. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>

/** Lets so many work at the same time; the others wait in line. */
export function openGate(atOnceMost: number): Gate {
  let busy = 0
  const line: (() => void)[] = []
  return async (work) => {
    if (busy >= atOnceMost) await new Promise<void>((resolve) => line.push(resolve))
    else busy++
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else busy--
    }
  }
}

/** For each person a line of their own, in which one thing is done after the other. Undefined where too many wait in it. */
export function openLines(
  inLineMost: number,
): <Result>(who: string, work: () => Promise<Result>) => Promise<Result> | undefined {
  const lines = new Map<string, { gate: Gate; inside: number }>()
  return (who, work) => {
    const own = lines.get(who) ?? { gate: openGate(1), inside: 0 }
    if (own.inside >= inLineMost) return undefined
    own.inside++
    lines.set(who, own)
    return own.gate(work).finally(() => {
      if (--own.inside === 0) lines.delete(who)
    })
  }
}
