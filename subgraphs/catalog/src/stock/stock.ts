export type AdjustmentReason = 'RECEIPT' | 'RETURN' | 'CORRECTION' | 'DAMAGE' | 'LOSS'
export type MovementReason = AdjustmentReason | 'INITIAL' | 'SHIPMENT'

/** A place where stock is kept. */
export interface LocationRecord {
  readonly id: string
  readonly code: string
  /** The code in one spelling: unique, and what lists sort by. */
  readonly codeNorm: string
  readonly name: string
}

/** Pieces of a variant at a location. A level that never had any has version 0. */
export interface LevelRecord {
  readonly variantId: string
  readonly locationId: string
  readonly onHand: number
  readonly reserved: number
  readonly version: number
}

/** A line of the ledger: `quantity` came (positive) or left (negative). */
export interface MovementRecord {
  readonly id: string
  readonly variantId: string
  readonly locationId: string
  readonly quantity: number
  readonly reason: MovementReason
  readonly reference: string | null
  readonly note: string | null
  readonly occurredAt: Date
}

/** All levels of one good, by location code. */
export interface StockRecord {
  readonly levels: readonly LevelRecord[]
}

/** A change of one level: what to add to both amounts. */
export interface LevelChange {
  readonly variantId: string
  readonly locationId: string
  readonly onHand: number
  readonly reserved: number
}

/** Pieces a level, or an adjustment, has at most. Keeps sums over locations within 32 bits. */
export const piecesMax = 10_000_000

/** The location that is made when stock is first kept without naming one. */
export const mainLocation = { code: 'MAIN', name: 'Main location' } as const

/** Pieces that can still be reserved. */
export function availableOf(level: Pick<LevelRecord, 'onHand' | 'reserved'>): number {
  return level.onHand - level.reserved
}

/** What stands against `delta` more pieces on hand; null when nothing does. */
export function objectionTo(
  level: Pick<LevelRecord, 'onHand' | 'reserved'>,
  delta: number,
): 'INSUFFICIENT_STOCK' | 'TOO_MANY_PIECES' | null {
  const onHand = level.onHand + delta
  if (onHand < level.reserved) return 'INSUFFICIENT_STOCK'
  return onHand > piecesMax ? 'TOO_MANY_PIECES' : null
}
