import { hasScope, ownCustomerId, requireScope, type Scope } from '@iommi/shared/authorize'
import { AppError } from '@iommi/shared/errors'
import type { RequestContext } from '@iommi/shared/request-context'

type ActorContext = Pick<RequestContext, 'actor'>

/** Whether the actor may know of this customer: staff of every one of their tenant's, a client of itself, partners of none. */
export function canSeeCustomer(context: ActorContext, customerId: string): boolean {
  const own = ownCustomerId(context)
  return own === null ? hasScope(context.actor, 'customers:read') : own === customerId
}

/** Throws FORBIDDEN unless an employee with `scope`, or a service of ours, is calling. */
export function requireStaff(context: ActorContext, scope: Scope): void {
  requireScope(context, scope)
  if (!isStaff(context)) throw new AppError('FORBIDDEN', 'Only employees may do this.')
}

/** Whether an employee or a service of ours is calling. */
export function isStaff(context: ActorContext): boolean {
  return context.actor.kind === 'employee' || context.actor.kind === 'system'
}
