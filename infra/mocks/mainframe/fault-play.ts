import { draw, drawBelow } from './draw.ts'
import type { FaultName } from './fault-table.ts'
import { parseFault, type Fault } from './fault-value.ts'

/** A fault as the operator set it, and how often it has struck since. */
export interface SetFault {
  readonly value: string
  readonly used: number
}

/** The faults that are on, by name. */
export type SetFaults = ReadonlyMap<FaultName, SetFault>

/** What faults are played on, such as a batch by tenant and sequence number; a new attempt is when some have struck it and it comes again. */
export interface FaultSubject {
  readonly subject: string
  readonly attempt: number
}

/** A fault that struck, for the journal. */
export interface Struck extends FaultSubject {
  readonly fault: FaultName
  readonly detail: string
}

/** Decides which faults strike one piece of work, and remembers those that did. */
export interface FaultPlay {
  /** The fault if it strikes here. `index` tells cases of the same subject apart. */
  readonly strike: (name: FaultName, index?: number) => Fault | null
  /** A whole number from 0 to below `limit`, always the same for this subject, purpose and index. */
  readonly pick: (limit: number, purpose: string, index?: number) => number
  /** What a fault that struck did, in a few words. */
  readonly note: (name: FaultName, detail: string) => void
  readonly struck: () => readonly Struck[]
}

/**
 * The faults of one subject. What strikes follows from seed, subject and attempt, never from timing; only faults set for a number of times
 * depend on what came before.
 */
export function playFaults(faults: SetFaults, seed: string, { subject, attempt }: FaultSubject): FaultPlay {
  const struck: Struck[] = []
  return {
    strike: (name, index = 0) => {
      const set = faults.get(name)
      const fault = set === undefined ? null : parseFault(name, set.value)
      if (set === undefined || fault === null) return null
      const used = set.used + struck.filter((one) => one.fault === name).length
      const isLeft = fault.times === null || used < fault.times
      return isLeft && draw(seed, name, subject, attempt, index) < fault.share ? fault : null
    },
    pick: (limit, purpose, index = 0) => drawBelow(limit, seed, 'pick', purpose, subject, attempt, index),
    note: (fault, detail) => {
      struck.push({ fault, subject, attempt, detail })
    },
    struck: () => [...struck],
  }
}

/** A switch or rule that is on, or null: those that do not strike by chance. */
export function findFault(faults: SetFaults, name: FaultName): Fault | null {
  const set = faults.get(name)
  return set === undefined ? null : parseFault(name, set.value)
}
