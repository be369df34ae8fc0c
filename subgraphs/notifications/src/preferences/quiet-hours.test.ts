import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { isTimeZone, quietUntil, type QuietHours } from './quiet-hours.ts'

const london = (from: string, to: string): QuietHours => ({ timeZone: 'Europe/London', from, to })

describe('quiet hours', () => {
  it.each([
    ['before them', london('22:00', '07:00'), '2026-01-10T21:59:59.999Z', null],
    ['at their first minute', london('22:00', '07:00'), '2026-01-10T22:00:00.000Z', '2026-01-11T07:00:00.000Z'],
    ['past midnight', london('22:00', '07:00'), '2026-01-11T03:30:30.500Z', '2026-01-11T07:00:00.000Z'],
    ['at the first minute after them', london('22:00', '07:00'), '2026-01-11T07:00:00.000Z', null],
    ['within a day', london('12:00', '13:15'), '2026-01-10T12:30:00.000Z', '2026-01-10T13:15:00.000Z'],
    ['in summer time', london('22:00', '07:00'), '2026-07-10T21:00:00.000Z', '2026-07-11T06:00:00.000Z'],
    ['over the night that is an hour shorter', london('22:00', '07:00'), '2026-03-28T23:00:00.000Z', '2026-03-29T06:00:00.000Z'],
    ['over the night that is an hour longer', london('22:00', '07:00'), '2026-10-24T22:00:00.000Z', '2026-10-25T07:00:00.000Z'],
    ['until a time that the clock skips', london('22:00', '01:30'), '2026-03-28T23:00:00.000Z', '2026-03-29T01:00:00.000Z'],
  ])('%s', (_when, quietHours, at, until) => {
    expect(quietUntil(quietHours, new Date(at))?.toISOString() ?? null).toBe(until)
  })

  it('end at the first minute that the wall clock shows outside of them, in any zone, at any time', () => {
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
    const zone = fc.constantFrom(
      'UTC',
      'Europe/London',
      'America/New_York',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Africa/Casablanca',
    )
    // Around the changes of clocks of the northern and southern half, and anywhere.
    const around = fc
      .tuple(
        fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'),
        fc.integer({ min: -2_880, max: 2_880 }),
      )
      .map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * 60_000 + 12_345))
    const anywhere = fc.date({ min: new Date('2016-01-01'), max: new Date('2037-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(zone, clock, clock, fc.oneof(around, anywhere), (timeZone, from, to, at) => {
        if (from === to) return
        const isQuiet = (ms: number): boolean => {
          const wall = DateTime.fromMillis(ms, { zone: timeZone }).toFormat('HH:mm')
          return from < to ? wall >= from && wall < to : wall >= from || wall < to
        }
        let expected = Math.floor(at.getTime() / 60_000) * 60_000
        const wasQuiet = isQuiet(expected)
        while (isQuiet(expected)) expected += 60_000
        expect(quietUntil({ timeZone, from, to }, at)?.getTime() ?? null).toBe(wasQuiet ? expected : null)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['Europe/London', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['', false],
  ])('knows whether %s is a time zone: %s', (name, known) => {
    expect(isTimeZone(name)).toBe(known)
  })
})
