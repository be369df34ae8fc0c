import type { EventEnvelope } from '@iommi/schema/events/event'
import { parseEvent } from './event-source.ts'

/** Entries a stream keeps; the log holds more. */
export const streamLength = 10_000

/** The Redis Stream of a tenant's topic; entries have the id `<seq>-0` and the fields `epoch` and `event` (JSON). */
export function streamKey(tenantId: string, topic: string): string {
  return `events:{${tenantId}}:${topic}`
}

/** An entry of a stream. */
export interface StreamEntry {
  readonly seq: number
  readonly epoch: string
  /** Null when the entry is not one of the relay's. */
  readonly event: EventEnvelope | null
}

/** The entries of what Redis answers for one stream. */
export function readEntries(reply: unknown): readonly StreamEntry[] {
  if (!Array.isArray(reply)) return []
  return reply.map((entry: readonly [string, readonly string[]]) => {
    const [entryId, fields] = entry
    const valueOf = (name: string): string => fields[fields.indexOf(name) + 1] ?? ''
    return { seq: Number(entryId.split('-')[0]), epoch: valueOf('epoch'), event: tryParse(valueOf('event')) }
  })
}

function tryParse(text: string): EventEnvelope | null {
  try {
    return parseEvent(text)
  } catch {
    return null
  }
}
