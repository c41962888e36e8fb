import { connect, createServer, type Server, type Socket } from 'node:net'

/** A door in front of a server that can be shut: whoever knocks then is refused, and who is inside is thrown out. */
export type Door = { port: number; shut(): Promise<void>; open(): Promise<void> }

export async function openDoor(goal: number): Promise<Door> {
  const sockets = new Set<Socket>()
  const make = () =>
    createServer((socket) => {
      const onward = connect(goal, '127.0.0.1')
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        sockets.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          sockets.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
  let server = make()
  const port = await listen(server, 0)
  return {
    port,
    async shut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async open() {
      server = make()
      await listen(server, port)
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
