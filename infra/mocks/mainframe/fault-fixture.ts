import { afterEach, beforeEach } from 'vitest'
import { readCustomers } from './oracle.ts'
import { acme, batchId, profile } from './test-batch.ts'
import { openTestSite, readAck, type ReadAck, type TestSite } from './test-site.ts'

/** A mainframe of each test's own, whose faults can be set. */
export interface FaultySite {
  readonly site: () => TestSite
  readonly set: (faults: Readonly<Record<string, string>>) => void
  /** Puts a batch of that number into the drop, with one profile unless told. */
  readonly putBatch: (seq: number, details?: readonly ReturnType<typeof profile>[], batch?: number) => void
  /** The `n`th ack of a batch. */
  readonly ackOf: (batch: number, n?: number) => ReadAck
  /** The version on file of each customer of acme, by its key. */
  readonly versions: () => Readonly<Record<string, number>>
}

/** Opens a site before each test and removes it after. */
export function useFaultySite(): FaultySite {
  let current: TestSite | null = null
  beforeEach(() => {
    current = openTestSite()
  })
  afterEach(() => {
    current?.remove()
  })
  const site = (): TestSite => {
    if (current === null) throw new Error('the site is there once a test runs')
    return current
  }
  return {
    site,
    set: (faults) => {
      site().mainframe().operator.setFaults(faults)
    },
    putBatch: (seq, details = [profile(seq, 1)], batch = seq) => {
      site().put({ batch: batchId(batch), seq, details })
    },
    ackOf: (batch, n = 1) => readAck(site().readOut(ackName(batch, n))),
    versions: () => Object.fromEntries([...readCustomers(site().directory, acme)].map(([key, { version }]) => [key, version])),
  }
}

/** The name of the file of a batch's `n`th ack. */
export const ackName = (batch: number, n = 1): string => `CUSTACK.${batchId(batch)}.${String(n)}.dat`
