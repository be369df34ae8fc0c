import type { Money } from '@iommi/shared/money'
import type { ProductKind } from '../products/product.ts'
import { availableOf, type LevelRecord } from '../stock/stock.ts'

/** RELEASED is final: the order can hold nothing again. */
export type ReservationStatus = 'ACTIVE' | 'RELEASED'

/** A variant as it was sold: what an order keeps of it. */
export interface ReservedLine {
  readonly variantId: string
  readonly sku: string
  readonly title: string
  readonly kind: ProductKind
  readonly unitPrice: Money
}

/** What a reservation was answered, and every repeat of it is. */
export interface ReservationAnswer {
  readonly currency: string
  readonly lines: readonly ReservedLine[]
}

/** So many of a variant. */
export interface Demand {
  readonly variantId: string
  readonly quantity: number
}

/** So many of a variant at a location. */
export interface Allocation extends Demand {
  readonly locationId: string
}

/** Too few of a variant. */
export interface Shortage {
  readonly variantId: string
  readonly available: number
}

/** What a reservation still holds at a location. */
export interface OpenLine {
  readonly variantId: string
  readonly locationId: string
  readonly openQuantity: number
}

/** What a shipment takes at a location, and how much of it was held for its order. */
export interface Take {
  readonly variantId: string
  readonly locationId: string
  readonly fromReserved: number
  readonly fromAvailable: number
}

/** What a shipment gets of a variant, and what it lacks. */
export interface ShippedLine {
  readonly variantId: string
  readonly shipped: number
  readonly short: number
}

/** What a shipment was answered, and every repeat of it is. */
export interface ShipmentAnswer {
  readonly shipped: number
  readonly short: number
  readonly lines: readonly ShippedLine[]
}

/** Sums lines of the same variant; variants stay in the order of first mention. */
export function sumPerVariant(lines: readonly Demand[]): readonly Demand[] {
  const sums = new Map<string, number>()
  for (const { variantId, quantity } of lines) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity)
  return [...sums].map(([variantId, quantity]) => ({ variantId, quantity }))
}

/**
 * Spreads each demand over the fewest locations: the fullest first, equally full ones by id. A demand
 * that cannot be met whole is a shortage and allocates nothing.
 */
export function allocate(
  levels: readonly LevelRecord[],
  demands: readonly Demand[],
): { readonly allocations: readonly Allocation[]; readonly shortages: readonly Shortage[] } {
  const results = demands.map(({ variantId, quantity }) => {
    const own = levels.filter((level) => level.variantId === variantId)
    const available = own.reduce((sum, level) => sum + availableOf(level), 0)
    return available < quantity
      ? { shortage: { variantId, available }, parts: [] }
      : { shortage: null, parts: takeAvailable(own, quantity) }
  })
  return {
    allocations: results.flatMap(({ parts }) => parts),
    shortages: results.flatMap(({ shortage }) => (shortage === null ? [] : [shortage])),
  }
}

/**
 * Takes each demand from what its order holds (`open`), then from what is available, as far as there is;
 * never from what is held for others.
 */
export function allocateShipment(
  levels: readonly LevelRecord[],
  open: readonly OpenLine[],
  demands: readonly Demand[],
): { readonly takes: readonly Take[]; readonly lines: readonly ShippedLine[] } {
  const results = demands.map(({ variantId, quantity }) => {
    const held = takeHeld(
      open.filter((line) => line.variantId === variantId),
      quantity,
    )
    const rest = quantity - total(held)
    const free = takeAvailable(
      levels.filter((level) => level.variantId === variantId),
      rest,
    )
    const short = rest - total(free)
    return { takes: merge(held, free), line: { variantId, shipped: quantity - short, short } }
  })
  return { takes: results.flatMap(({ takes }) => takes), lines: results.map(({ line }) => line) }
}

/** Up to `quantity` pieces from the fullest levels. */
function takeAvailable(levels: readonly LevelRecord[], quantity: number): readonly Allocation[] {
  const fullestFirst = levels.toSorted((a, b) => availableOf(b) - availableOf(a) || (a.locationId < b.locationId ? -1 : 1))
  return takeInTurn(
    fullestFirst.map((level) => ({ ...level, quantity: availableOf(level) })),
    quantity,
  )
}

function takeHeld(open: readonly OpenLine[], quantity: number): readonly Allocation[] {
  return takeInTurn(
    open.map((line) => ({ ...line, quantity: line.openQuantity })),
    quantity,
  )
}

function takeInTurn(sources: readonly Allocation[], quantity: number): readonly Allocation[] {
  let rest = quantity
  return sources.flatMap(({ variantId, locationId, quantity: most }) => {
    const part = Math.min(most, rest)
    rest -= part
    return part > 0 ? [{ variantId, locationId, quantity: part }] : []
  })
}

function merge(held: readonly Allocation[], free: readonly Allocation[]): readonly Take[] {
  const places = [...new Map([...held, ...free].map((part) => [part.locationId, part])).values()]
  const at = (parts: readonly Allocation[], locationId: string): number => total(parts.filter((part) => part.locationId === locationId))
  return places.map(({ variantId, locationId }) => ({
    variantId,
    locationId,
    fromReserved: at(held, locationId),
    fromAvailable: at(free, locationId),
  }))
}

function total(parts: readonly Allocation[]): number {
  return parts.reduce((sum, part) => sum + part.quantity, 0)
}
