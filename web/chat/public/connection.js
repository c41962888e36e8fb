// @ts-check
/** The connection to the service, and its return after a break. */

const CLOSED = { 4001: 'out', 4002: 'elsewhere', 4003: 'resting', 4004: 'bye' }
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 20_000
/** The service lets hear of itself more often than this. */
const SILENT_MS = 60_000

/**
 * @typedef {'connecting' | 'here' | 'again' | 'out' | 'elsewhere' | 'resting' | 'bye'} State
 * @param {{ onFrame(frame: any): void, onState(state: State): void }} hear
 */
export function connect({ onFrame, onState }) {
  /** @type {WebSocket | undefined} */
  let socket
  let failures = 0
  let heardAt = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  let stopped = false

  function open() {
    clearTimeout(timer)
    stopped = false
    const address = new URL('/chat/live', location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    const mine = new WebSocket(address)
    socket = mine
    heardAt = Date.now()
    mine.addEventListener('open', () => {
      heardAt = Date.now()
    })
    mine.addEventListener('message', ({ data }) => {
      failures = 0
      heardAt = Date.now()
      onFrame(JSON.parse(data))
    })
    mine.addEventListener('close', async ({ code }) => {
      if (socket !== mine) return
      socket = undefined
      const why = /** @type {State | undefined} */ (CLOSED[/** @type {4001} */ (code)] ?? (await refused()))
      if (why) {
        stopped = true
        return onState(why)
      }
      onState('again')
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++)
      timer = setTimeout(open, wait * (0.5 + Math.random()))
    })
  }

  /** Browsers do not say why a connection was refused: asked in the plain way, the service does. */
  async function refused() {
    const answer = await fetch('/chat/live').catch(() => undefined)
    return answer?.status === 401 ? 'out' : undefined
  }

  setInterval(() => {
    if (socket && Date.now() - heardAt > SILENT_MS) socket.close()
  }, 5_000)
  addEventListener('online', () => {
    if (!socket && !stopped) open()
  })
  onState('connecting')
  open()

  return {
    /** False when it cannot be sent now. @param {object} frame */
    send(frame) {
      if (socket?.readyState !== WebSocket.OPEN) return false
      socket.send(JSON.stringify(frame))
      return true
    },
    wake: open,
  }
}
