import { requireScope } from '@iommi/shared/authorize'
import { AppError } from '@iommi/shared/errors'
import type { RequestContext } from '@iommi/shared/request-context'

/** Throws FORBIDDEN unless an employee who may change users is calling. */
export function requireUserAdmin(context: Pick<RequestContext, 'actor'>): void {
  requireScope(context, 'users:write')
  if (context.actor.kind !== 'employee') throw new AppError('FORBIDDEN', 'Only employees may change users.')
}
