import { requireScope, requireSystem } from '@iommi/shared/authorize'
import { AppError } from '@iommi/shared/errors'
import { isId } from '@iommi/shared/ids'
import type { CustomersContext } from '../context.ts'
import { canSeeCustomer } from './customer-access.ts'
import type { CustomerRecord } from './customer.ts'

/** The customer, or null when there is none that the actor may know of. BAD_USER_INPUT when `id` is no customer's. */
export async function readCustomer(context: CustomersContext, id: string): Promise<CustomerRecord | null> {
  requireScope(context, 'customers:read')
  if (!isId('customer', id)) throw new AppError('BAD_USER_INPUT', 'id: an id of the form customer_<26 characters> is expected.')
  return await resolveCustomer(context, id)
}

/** The customer behind a reference of another subgraph; null for whoever may not know of it. */
export async function resolveCustomer(context: CustomersContext, id: string): Promise<CustomerRecord | null> {
  if (!isId('customer', id) || !canSeeCustomer(context, id)) return null
  return await context.loaders().customers.load(id)
}

/** For services: whether there is such a customer, and its name. */
export async function checkCustomer(context: CustomersContext, id: string): Promise<{ readonly id: string; readonly name: string } | null> {
  requireSystem(context)
  const customer = await resolveCustomer(context, id)
  return customer && { id: customer.id, name: customer.name }
}
