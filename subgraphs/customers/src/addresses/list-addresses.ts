import { readPageRequest, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import type { AddressRecord } from './address.ts'

/** A page of the addresses, oldest first, of a customer whom the actor was found to be allowed to see. */
export async function listAddresses(
  context: CustomersContext,
  customerId: string,
  args: ConnectionArgs,
): Promise<Connection<AddressRecord>> {
  return await context.loaders().addressPages(customerId, readPageRequest(args, 'addresses'))
}
