import { describe, expect, it } from 'vitest'
import { lagSecondsOf, rejectOf, stateOf, type MainframeSyncRecord } from './mainframe-sync.ts'

const now = new Date('2026-11-20T09:30:00.000Z')
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000)
const dirty: MainframeSyncRecord = {
  customerId: 'customer_1',
  desiredVersion: 3,
  ackedVersion: 2,
  leaseUntil: null,
  parkedAt: null,
  firstDirtyAt: at(-90.5),
  batchId: null,
  lastErrorCode: null,
  lastErrorField: null,
  lastErrorMessage: null,
  listedAt: at(-90.5),
  traceparent: null,
}
const synced: MainframeSyncRecord = { ...dirty, ackedVersion: 3, firstDirtyAt: null }

describe('stateOf', () => {
  it.each([
    ['PENDING', dirty],
    ['SENT', { ...dirty, leaseUntil: at(1) }],
    ['PENDING', { ...dirty, leaseUntil: at(0) }],
    ['PENDING', { ...dirty, leaseUntil: at(-1) }],
    ['PARKED', { ...dirty, parkedAt: at(-5) }],
    ['PARKED', { ...dirty, parkedAt: at(-5), leaseUntil: at(1) }],
    ['SYNCED', synced],
    ['SYNCED', { ...synced, leaseUntil: at(1) }],
    ['SYNCED', { ...synced, parkedAt: at(-5) }],
  ] as const)('is %s', (state, sync) => expect(stateOf(sync, now)).toBe(state))
})

describe('lagSecondsOf', () => {
  it('counts whole seconds since the mainframe fell behind', () => expect(lagSecondsOf(dirty, now)).toBe(90))
  it('is null when the mainframe has everything', () => expect(lagSecondsOf(synced, now)).toBeNull())
  it('is never negative, whatever the clocks say', () => expect(lagSecondsOf({ firstDirtyAt: at(5) }, now)).toBe(0))
})

describe('rejectOf', () => {
  it('is null without a refusal', () => expect(rejectOf(dirty)).toBeNull())
  it('says code, field and reason', () =>
    expect(rejectOf({ lastErrorCode: 'E1', lastErrorField: null, lastErrorMessage: null })).toEqual({
      code: 'E1',
      field: null,
      message: '',
    }))
})
