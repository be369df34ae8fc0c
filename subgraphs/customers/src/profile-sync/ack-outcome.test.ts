import { describe, expect, it } from 'vitest'
import type { AckResult } from './ack-file.ts'
import { outcomeOf } from './ack-outcome.ts'

const sent = { position: 0, customerId: 'customer_1', version: 3, fence: 1, sentHash: 'aa' }
const result: AckResult = { customerId: 'customer_1', isRejected: false, storedVersion: 3, storedHash: 'aa', rejectField: null, reason: '' }
const never = () => false
const always = () => true

describe('outcomeOf', () => {
  it('counts a version only with the hash of what was sent', () => {
    expect(outcomeOf(sent, result, never)).toEqual({ kind: 'stored', version: 3 })
    expect(outcomeOf(sent, { ...result, storedHash: 'bb' }, always)).toEqual({ kind: 'diverged', storedVersion: 3 })
  })

  it('counts a newer version where it is one that was sent', () => {
    const newer = { ...result, storedVersion: 5, storedHash: 'cc' }
    expect(outcomeOf(sent, newer, always)).toEqual({ kind: 'stored', version: 5 })
    expect(outcomeOf(sent, newer, never)).toEqual({ kind: 'diverged', storedVersion: 5 })
  })

  it('believes neither an older version nor the version of a refused record', () => {
    expect(outcomeOf(sent, { ...result, storedVersion: 2 }, always)).toEqual({ kind: 'contradicted' })
    expect(outcomeOf(sent, { ...result, isRejected: true, rejectField: 'CUST-NAME', reason: 'BLANK' }, always)).toEqual({
      kind: 'rejected',
      field: 'CUST-NAME',
      reason: 'BLANK',
    })
  })
})
