import pg from 'pg'

/** About what opening another connection takes: whoever waits so long in vain has lost little. */
const PATIENCE_MS = 20

type Got = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void

/**
 * A pool that opens a further connection only where none was given back for `patienceMs`: what is asked at the same moment
 * mostly goes one after the other sooner than a new connection would be there, and what was planned is planned on few of
 * them. Whoever asked first is served first.
 */
export class PatientPool extends pg.Pool {
  readonly #patienceMs: number
  readonly #waiting = new Set<() => void>()

  constructor({ patienceMs = PATIENCE_MS, ...config }: pg.PoolConfig & { patienceMs?: number }) {
    super(config)
    this.#patienceMs = patienceMs
    // Told of just before it is there to be lent.
    this.on('release', () => process.nextTick(() => this.#lend()))
  }

  override connect(): Promise<pg.PoolClient>
  override connect(got: Got): void
  override connect(got?: Got): Promise<pg.PoolClient> | undefined {
    if (!got) return new Promise<void>((resolve) => this.#whenFree(resolve)).then(() => super.connect())
    this.#whenFree(() => super.connect(got))
    return undefined
  }

  #whenFree(go: () => void): void {
    const isFree = this.idleCount > 0 && this.#waiting.size === 0
    if (isFree || this.totalCount === 0 || this.totalCount >= this.options.max || this.ending) {
      go()
      return
    }
    const now = () => {
      clearTimeout(timer)
      this.#waiting.delete(now)
      go()
    }
    const timer = setTimeout(now, this.#patienceMs)
    this.#waiting.add(now)
  }

  #lend(): void {
    const [first] = this.#waiting
    if (first && (this.idleCount > 0 || this.totalCount === 0)) first()
  }
}
