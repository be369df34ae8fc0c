import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applySwitches, decideDelivery, isOff, type Switch } from './preferences.ts'

const night = { timeZone: 'UTC', from: '22:00', to: '07:00' }
const inApp = { name: 'IN_APP', isHeldInQuietHours: false } as const
/** As a channel that wakes people up would be. */
const loud = { name: 'IN_APP', isHeldInQuietHours: true } as const
const [midnight, noon] = [new Date('2026-01-10T00:00:00Z'), new Date('2026-01-10T12:00:00Z')]
const off: readonly Switch[] = [{ kind: 'ORDER_PLACED', channel: 'IN_APP' }]

describe('the delivery decision', () => {
  it.each([
    ['in-app, by day', { switchedOff: [], quietHours: night }, inApp, noon, { decision: 'NOW' }],
    ['in-app, in quiet hours: not held back', { switchedOff: [], quietHours: night }, inApp, midnight, { decision: 'NOW' }],
    ['loud, by day', { switchedOff: [], quietHours: night }, loud, noon, { decision: 'NOW' }],
    [
      'loud, in quiet hours',
      { switchedOff: [], quietHours: night },
      loud,
      midnight,
      { decision: 'HOLD', until: new Date('2026-01-10T07:00:00Z') },
    ],
    ['loud, without quiet hours', { switchedOff: [], quietHours: null }, loud, midnight, { decision: 'NOW' }],
    ['switched off, by day', { switchedOff: off, quietHours: night }, loud, noon, { decision: 'SUPPRESS' }],
    ['switched off, in quiet hours: never, not later', { switchedOff: off, quietHours: night }, loud, midnight, { decision: 'SUPPRESS' }],
    [
      'another kind switched off',
      { switchedOff: [{ kind: 'ORDER_CANCELLED', channel: 'IN_APP' }], quietHours: null },
      inApp,
      noon,
      { decision: 'NOW' },
    ],
  ] as const)('%s', (...[, preferences, channel, at, expected]) => {
    expect(decideDelivery(preferences, 'ORDER_PLACED', channel, at)).toEqual(expected)
  })

  it('holds nothing back beyond a day and a changed clock', () => {
    const anyTime = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(anyTime, (at) => {
        const delivery = decideDelivery({ switchedOff: [], quietHours: { ...night, timeZone: 'Europe/London' } }, 'ORDER_PLACED', loud, at)
        const waitMs = delivery.decision === 'HOLD' ? delivery.until.getTime() - at.getTime() : 0
        expect(waitMs >= 0 && waitMs <= 10 * 3_600_000).toBe(true)
      }),
    )
  })
})

describe('switches', () => {
  it('are what was said last of each', () => {
    const change = fc.record({
      kind: fc.constantFrom('ORDER_PLACED', 'ORDER_CANCELLED', 'ORDER_DELIVERED'),
      channel: fc.constant('IN_APP'),
      isEnabled: fc.boolean(),
    } as const)
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (before, changes) => {
        const result = applySwitches(applySwitches([], before), changes)
        for (const kind of ['ORDER_PLACED', 'ORDER_CANCELLED', 'ORDER_DELIVERED'] as const) {
          const last = [...before, ...changes].findLast((each) => each.kind === kind)
          expect(isOff(result, { kind, channel: 'IN_APP' })).toBe(last?.isEnabled === false)
        }
        expect(new Set(result.map(({ kind }) => kind)).size).toBe(result.length)
      }),
    )
  })
})
