import { createServer, connect, type Server, type Socket } from 'node:net'
import { once } from 'node:events'

/** A line that can be cut in several ways. */
export interface TcpProxy {
  readonly port: () => number
  /** What is open now is silently dead from now on: nothing comes through and nobody is told. New connections are as before. */
  readonly blackHole: () => void
  /** Breaks every connection that is open now. */
  readonly reset: () => void
  readonly close: () => Promise<void>
}

/** Passes connections on to a port of this machine. */
export async function startTcpProxy(targetPort: () => number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  const server: Server = createServer((near) => {
    const far = connect(targetPort(), '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        pairs.delete(pair)
        for (const each of pair) each.destroy()
      })
    }
    near.pipe(far)
    far.pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: () => {
      const address = server.address()
      return typeof address === 'object' && address !== null ? address.port : 0
    },
    blackHole: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far)
        far.unpipe(near)
        near.resume()
        far.resume()
      }
      pairs.clear()
    },
    reset: () => {
      for (const [near] of pairs) near.resetAndDestroy()
    },
    close: async () => {
      for (const [near, far] of pairs) [near, far].forEach((socket) => socket.destroy())
      server.close()
      await once(server, 'close')
    },
  }
}
