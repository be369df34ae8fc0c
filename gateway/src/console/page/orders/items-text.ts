import type { OrderRecord } from './order-record.ts'

/** How many pieces an order is about, and of what. */
export interface ItemsText {
  /** `20+` where there are more lines than were read. */
  readonly pieces: string
  readonly titles: string
}

/** Says what an order is about, without what was cancelled of it; of an order with nothing left, what was bought. */
export function itemsText({ nodes, pageInfo }: OrderRecord['lines']): ItemsText {
  const left = nodes
    .map((line) => ({ title: line.title, pieces: line.quantity - line.cancelledQuantity }))
    .filter(({ pieces }) => pieces > 0)
  const shown = left.length > 0 ? left : nodes.map(({ title, quantity }) => ({ title, pieces: quantity }))
  const pieces = shown.reduce((sum, line) => sum + line.pieces, 0)
  const more = shown.length - 1
  const suffix = more > 0 ? ` and ${String(more)}${pageInfo.hasNextPage ? '+' : ''} more` : ''
  return { pieces: `${String(pieces)}${pageInfo.hasNextPage ? '+' : ''}`, titles: `${shown[0]?.title ?? ''}${suffix}` }
}
