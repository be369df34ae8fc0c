import { waitUntil } from '@iommi/infra/dev/wait-until'
import { openQueue } from '@iommi/shared/queue'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usePipeline } from './profile-sync-fixture.ts'
import { clean } from './profile-sync-oracle.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

const pipeline = usePipeline()
const shop = () => pipeline.acme()
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await startTcpProxy(() => Number(new URL(pipeline.redis.url()).port))
})
afterAll(async () => {
  await proxy.close()
})
const place = () => ({ ...pipeline.place(), redisUrl: `redis://127.0.0.1:${String(proxy.port())}` })

// Without the sweep: what arrives, arrives through the queue.
describe('the queue', () => {
  it('works on after its connections went silently dead, on both sides (recipe 9)', async () => {
    const queue = openQueue(place())
    pipeline.relay({ queues: new Map([['profile-sync', queue]]) })
    pipeline.work({ sweep: null, queue: place() })
    const [id = ''] = await pipeline.register(shop(), 1)
    await pipeline.untilSynced(shop())
    proxy.blackHole()
    await pipeline.rename(shop(), id, 'Through the dark')
    await pipeline.untilSynced(shop(), 25_000)
    expect(await pipeline.judge()).toEqual({ ...clean, committed: 1 })
    await queue.close()
  }, 40_000)

  it('works on through a storm of broken connections (recipe 9)', async () => {
    const queue = openQueue(place())
    pipeline.relay({ queues: new Map([['profile-sync', queue]]) })
    pipeline.work({ sweep: null, queue: place() })
    const ids = await pipeline.register(shop(), 10)
    let resets = 0
    await waitUntil('the storm is over', { timeoutMs: 10_000, intervalMs: 60 }, async () => {
      proxy.reset()
      resets += 1
      await pipeline.rename(shop(), ids[resets % ids.length] ?? '', `Storm ${String(resets)}`)
      return resets >= 40
    })
    await pipeline.untilSynced(shop(), 25_000)
    expect(await pipeline.judge()).toEqual({ ...clean, committed: 11 })
    await queue.close()
  }, 40_000)
})
