/** Keeps what the bot sent, byte for byte, so that a test can search it for what must never be in it. */

export type RecordedRequest = {
  method: string
  /** With the query string. */
  path: string
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  /** ms since the epoch, by the stand-in's clock */
  at: number
  /** 0 while unanswered, and for good when the answer never went out. */
  status: number
  response: Buffer
}

/** A frame the bot sent over a WebSocket. */
export type RecordedFrame = { session: string; at: number; data: Buffer }

export interface Recorder {
  /** Oldest first; the oldest leave when there are more than `capacity`. */
  readonly requests: readonly RecordedRequest[]
  readonly frames: readonly RecordedFrame[]
  /** Records a request; the returned record is to be completed with `status` and `response`. */
  request(seen: Pick<RecordedRequest, 'method' | 'path' | 'headers' | 'body'>): RecordedRequest
  frame(session: string, data: Buffer): void
  clear(): void
}

export function createRecorder(options: { capacity?: number; now?: () => number } = {}): Recorder {
  const { capacity = 20_000, now = Date.now } = options
  const requests: RecordedRequest[] = []
  const frames: RecordedFrame[] = []
  return {
    requests,
    frames,
    request(seen) {
      const record = { ...seen, at: now(), status: 0, response: Buffer.alloc(0) }
      keep(requests, record, capacity)
      return record
    },
    frame: (session, data) => keep(frames, { session, at: now(), data }, capacity),
    clear() {
      requests.length = 0
      frames.length = 0
    },
  }
}

function keep<Item>(items: Item[], item: Item, capacity: number): void {
  items.push(item)
  if (items.length > capacity) items.splice(0, items.length - capacity)
}
