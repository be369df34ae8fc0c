import { createServer } from 'node:net'

/** A port of the loopback interface that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return await listenOnce(0)
}

/** True when `port` of the loopback interface can be listened on now. */
export async function isPortFree(port: number): Promise<boolean> {
  try {
    await listenOnce(port)
    return true
  } catch {
    return false
  }
}

async function listenOnce(port: number): Promise<number> {
  const server = createServer()
  return await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : port
      server.close(() => {
        resolve(bound)
      })
    })
  })
}
