import { openMetrics } from '@iommi/shared/metrics'
import { expect, it } from 'vitest'
import { liveMetrics } from './live-metrics.ts'

it('how subscriptions stand is looked at once for all gauges, and anew each time', async () => {
  const metrics = openMetrics()
  let looks = 0
  liveMetrics(metrics).observe(() => {
    looks += 1
    const channel = { tenantId: 't', readers: looks, catchingUp: 1, lagMax: 10 * looks }
    return { sources: new Map([['t', 1]]), channels: [channel, { ...channel, lagMax: 2 }] }
  })
  const values = async (): Promise<readonly string[]> =>
    (await metrics.render()).text.split('\n').filter((line) => line.startsWith('iommi_live'))
  expect(await values()).toEqual([
    'iommi_live_sources{tenant="t"} 1',
    'iommi_live_subscribers{tenant="t"} 2',
    'iommi_live_channels{tenant="t"} 2',
    'iommi_live_catching_up{tenant="t"} 2',
    'iommi_live_lag_events{tenant="t"} 10',
  ])
  expect((await values())[1]).toBe('iommi_live_subscribers{tenant="t"} 4')
  expect(looks).toBe(2)
})
