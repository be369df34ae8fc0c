import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startOwnPostgres } from './own-postgres.ts'
import { usePipeline } from './profile-sync-fixture.ts'
import { clean } from './profile-sync-oracle.ts'
import { writeUntilStopped } from './profile-sync-writers.ts'

const server = await startOwnPostgres()
const pipeline = usePipeline({ MAINFRAME_RECORDS_PER_SECOND: '2000' }, useTestDatabase('customers', server))

it('the pipeline survives restarts of Postgres and a kill -9 of it, under a hundred changes a second (recipe 14)', async () => {
  const shop = pipeline.acme()
  pipeline.relay()
  pipeline.work()
  const ids = await pipeline.register(shop, 40)
  const writing = Array.from({ length: 8 }, () => writeUntilStopped(pipeline, shop, ids, 20))
  const startMs = performance.now()
  for (const end of [server.stop, server.kill, server.stop]) {
    await pause(3_000)
    await end()
    await pause(1_000)
    await server.start()
  }
  await pause(3_000)
  const seconds = (performance.now() - startMs) / 1_000
  const written = await Promise.all(writing.map((each) => each.stop()))
  const committed = written.flatMap(({ durationsMs }) => durationsMs).length
  const failures = written.flatMap((each) => each.failures)
  process.stdout.write(`committed ${String(committed)} in ${seconds.toFixed(1)} s, refused ${String(failures.length)}\n`)
  expect(committed).toBeGreaterThan(0)
  // They say that the data store is away, and nothing else goes wrong.
  expect(new Set(failures)).toEqual(new Set(['unexpected: UPSTREAM_UNAVAILABLE']))
  await pipeline.untilSynced(shop, 30_000)
  expect(await pipeline.judge()).toMatchObject(clean)
})
