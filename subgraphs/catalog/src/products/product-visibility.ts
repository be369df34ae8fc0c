import { requireScope } from '@iommi/shared/authorize'
import { AppError } from '@iommi/shared/errors'
import type { Actor, RequestContext } from '@iommi/shared/request-context'
import type { ProductStatus } from './product.ts'

/** Whether the actor works for the tenant, or is a service of ours: sees drafts, and what is behind the shop window. */
export function isStaff(actor: Actor): boolean {
  return actor.kind === 'employee' || actor.kind === 'system'
}

/** Throws FORBIDDEN to everybody but employees who may read the catalogue, and services. */
export function requireStaff(context: Pick<RequestContext, 'actor'>): void {
  requireScope(context, 'catalog:read')
  if (!isStaff(context.actor)) throw new AppError('FORBIDDEN', 'Only employees may see this.')
}

/** Whether the actor finds products of this status in lists and by id. */
export function canFind(actor: Actor, status: ProductStatus): boolean {
  return isStaff(actor) || status === 'PUBLISHED'
}

/** Whether the actor sees a product of this status behind something of theirs, such as an order line: bought once, shown for ever. */
export function canResolve(actor: Actor, status: ProductStatus): boolean {
  return isStaff(actor) || status !== 'DRAFT'
}
