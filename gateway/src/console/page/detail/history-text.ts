import { statusNames } from '../orders/status-names.ts'
import type { HistoryEntry } from './order-detail.ts'

const reasonNames: Readonly<Record<string, string>> = {
  CUSTOMER_REQUEST: 'The customer asked for it',
  OUT_OF_STOCK: 'It could not be delivered',
  FRAUD: 'It looked like fraud',
  SOURCE_CANCELLED: 'Taken back in the system it came from',
  OTHER: 'Another reason',
}

/** What happened in a move, in a word or two. */
export function moveText(entry: Pick<HistoryEntry, 'fromStatus' | 'toStatus' | 'fromFulfillmentStatus' | 'toFulfillmentStatus'>): string {
  const { fromStatus, toStatus, fromFulfillmentStatus, toFulfillmentStatus } = entry
  if (fromStatus === null) return statusNames[toStatus]
  const changed = [
    ...(toFulfillmentStatus === fromFulfillmentStatus ? [] : [statusNames[toFulfillmentStatus]]),
    ...(toStatus === fromStatus ? [] : [statusNames[toStatus]]),
  ]
  return changed.length === 0 ? statusNames[toFulfillmentStatus] : changed.join(', ')
}

/** A reason as people say it; constants that are not known here are made readable. */
export function reasonText(reason: string): string {
  return reasonNames[reason] ?? `${reason.charAt(0)}${reason.slice(1).toLowerCase().replaceAll('_', ' ')}`
}
