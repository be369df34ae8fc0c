import { userDisabled } from '@iommi/schema/events/customer-events'
import { silentLogger } from '@iommi/shared/telemetry'
import { afterEach, describe, expect, it } from 'vitest'
import { startGateway } from '../src/gateway.ts'
import { useSockets } from './protocol-socket.ts'
import { acme } from './test-issuer.ts'
import { useTestSessions } from './test-sessions.ts'

let stoppedAtMs: number | null = null
const now = (): Date => new Date(stoppedAtMs ?? Date.now())
const { gateway, publish, logOut, admitAs } = useTestSessions({ clocks: { now } })
let otherPort = 0
const sockets = useSockets(gateway)
const otherSockets = useSockets(gateway, () => otherPort)
afterEach(() => {
  stoppedAtMs = null
})

describe('an open socket', () => {
  it('is closed with 4403 when its token expires', async () => {
    const exp = Math.floor(Date.now() / 1_000) + 60
    // By the gateway's clock it counts half a second longer, the thirty for clocks that differ included.
    stoppedAtMs = (exp + 30) * 1_000 - 500
    const socket = await sockets.connect(await gateway.issuer.token('employees', { exp }))
    expect(socket.messages.map(({ type }) => type)).toEqual(['connection_ack'])
    await socket.untilClosed()
    expect(socket.closed()).toEqual({ code: 4403, reason: 'The token has expired.' })
  })

  it('is closed with 4403 when its owner logs out, at the gateway that is told and at another one; another’s stays', async () => {
    const other = await startGateway(gateway.config, silentLogger)
    otherPort = other.port
    const token = await gateway.issuer.token('employees', { sub: 'leaver' })
    const stayer = await sockets.connect(await gateway.issuer.token('employees', { sub: 'stayer' }))
    const [here, there] = [await sockets.connect(token), await otherSockets.connect(token)]
    await logOut({ sub: 'leaver' })
    await Promise.all([here.untilClosed(), there.untilClosed()])
    expect([here.closed(), there.closed(), stayer.closed()]).toEqual([
      { code: 4403, reason: 'The token does not count any more.' },
      { code: 4403, reason: 'The token does not count any more.' },
      null,
    ])
    // With the same token there is no way back.
    const again = await sockets.connect(token)
    expect(again.closed()?.code).toBe(4401)
    await other.stop()
  })

  it('is closed with 4403 when its user is disabled, and stays while customers is away', async () => {
    const socket = await sockets.connect(await gateway.issuer.token('employees', { sub: 'somebody' }))
    const asked = admitAs('away')
    await publish(acme, userDisabled.type, 'user_of_somebody')
    await expect.poll(asked, { timeout: 5_000, interval: 20 }).toBeGreaterThan(0)
    expect(socket.closed()).toBeNull()
    admitAs('DISABLED')
    await publish(acme, userDisabled.type, 'user_of_somebody')
    await socket.untilClosed()
    expect(socket.closed()).toEqual({ code: 4403, reason: 'The user is disabled.' })
  })
})
