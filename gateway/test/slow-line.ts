import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

/** A line to a server, of which so much and no more is read: the rest waits with the server. */
export interface SlowLine {
  readonly port: number
  /** From now on everything is read as it comes, or no more than the pace allows. */
  readonly setSlow: (isSlow: boolean) => void
  readonly close: () => Promise<void>
}

/** How fast the server's side is read. */
export interface Pace {
  readonly bytesPerTick: number
  readonly tickMs: number
}

/** Opens a line to a port of this machine, for any number of connections. A connection that ends on one side ends on the other. */
export async function openSlowLine(targetPort: () => number, pace: Pace): Promise<SlowLine> {
  const waiting = new Set<() => void>()
  const open = new Set<Socket>()
  let isSlow = true
  const server = createServer((client) => {
    const read = { buffer: Buffer.alloc(pace.bytesPerTick), callback: (count: number, bytes: Uint8Array) => forward(count, bytes) }
    const upstream = createConnection({ host: '127.0.0.1', port: targetPort(), onread: read })
    // Returning false stops the reading: what comes then stays in the server's hands.
    const forward = (count: number, bytes: Uint8Array): boolean => {
      client.write(Buffer.from(bytes.subarray(0, count)))
      if (!isSlow) return true
      const goOn = (): void => {
        clearTimeout(timer)
        waiting.delete(goOn)
        // Does nothing for a line that has ended meanwhile.
        upstream.resume()
      }
      const timer = setTimeout(goOn, pace.tickMs)
      waiting.add(goOn)
      return false
    }
    client.on('data', (bytes) => upstream.write(bytes))
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one)
      one.on('error', () => undefined)
      one.once('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    // It listens on TCP.
    port: (server.address() as AddressInfo).port,
    setSlow: (slow) => {
      isSlow = slow
      if (!slow) waiting.forEach((goOn) => goOn())
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
