import { describe, expect, test } from 'vitest'
import { useFaultySite } from './fault-fixture.ts'
import { readJournal } from './oracle.ts'
import { acme, customerKey, profile } from './test-batch.ts'

const { site, set, putBatch, ackOf, versions } = useFaultySite()

describe('the master file restored', () => {
  test('is what it was at that position; numbers and acks are not', () => {
    putBatch(1, [profile(1, 1)])
    site().finish()
    const before = site().mainframe().status().position
    putBatch(2, [profile(1, 2), profile(2, 1)])
    site().finish()
    site().mainframe().operator.restore(before)
    expect(versions()).toEqual({ [customerKey(1)]: 1 })
    expect(site().mainframe().status().tenants).toEqual([{ tenant: acme, customers: 1, nextSeq: 3 }])
    putBatch(2, [profile(1, 2), profile(2, 1)])
    site().finish()
    expect(ackOf(2, 2).results).toMatchObject([{ storedVersion: 2 }, { storedVersion: 1 }])
    expect(versions()).toEqual({ [customerKey(1)]: 1 })
    site().reopen()
    putBatch(3, [profile(1, 3)])
    site().finish()
    expect(versions()).toEqual({ [customerKey(1)]: 3 })
  })

  test('twice, to a time after and to a time before the first restore', () => {
    for (const seq of [1, 2, 3]) {
      putBatch(seq, [profile(1, seq)])
      site().finish()
    }
    const ends = readJournal(site().directory).flatMap(({ kind, position }) => (kind === 'ack-written' ? [position] : []))
    const [first = 0, second = 0] = ends
    const restore = (to: number): unknown => {
      site().mainframe().operator.restore(to)
      const live = versions()
      site().reopen()
      expect(versions()).toEqual(live)
      return live[customerKey(1)]
    }
    expect(restore(first)).toBe(1)
    const afterFirst = site().mainframe().status().position
    expect(restore(second)).toBe(2)
    expect(restore(afterFirst)).toBe(1)
    expect(restore(0)).toBeUndefined()
  })

  test.each([-1, 1.5, 999])('%d is no position', (to) => {
    expect(() => {
      site().mainframe().operator.restore(to)
    }).toThrow('A position of the journal is a whole number from 0 to 1')
  })
})

describe('the operator', () => {
  test('is told which faults are on and how often they will still strike, over a restart too', () => {
    set({ 'no-ack': '3', 'late-ack': '5%:10' })
    putBatch(1)
    site().finish()
    site().reopen()
    expect(site().mainframe().status().faults).toEqual([
      { name: 'no-ack', value: '3', used: 1, left: 2 },
      { name: 'late-ack', value: '5%:10', used: 0, left: null },
    ])
    site().mainframe().operator.clearFaults()
    expect(site().reopen().status().faults).toEqual([])
  })

  test('sets all of the faults named or, if one is wrong, none', () => {
    expect(() => {
      set({ down: 'on', refuse: 'often' })
    }).toThrow('"often" is no value for refuse')
    expect(() => {
      set({ down: 'on', upp: 'on' })
    }).toThrow('There is no fault "upp", only no-ack, late-ack,')
    expect(site().mainframe().status().faults).toEqual([])
  })

  test('sees the life of a customer’s records', () => {
    putBatch(1, [profile(1, 1), profile(2, 1)])
    putBatch(2, [profile(1, 1), profile(1, 2, { 'CUST-NAME': '' })])
    site().finish()
    const entries = site().mainframe().operator.journalOf(customerKey(1))
    expect(entries.map(({ kind }) => kind)).toEqual(['stored', 'kept', 'rejected'])
  })
})
