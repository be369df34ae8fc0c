import type { TenantTx } from '@iommi/shared/database'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import type { CustomersContext } from '../context.ts'
import { canSeeCustomer } from '../customers/customer-access.ts'
import { lockCustomer } from '../customers/customer-repo.ts'
import type { CustomerRecord } from '../customers/customer.ts'
import { findAddress, findAddressesOf } from './address-repo.ts'
import type { AddressRecord } from './address.ts'

/** An address about to be changed, with whose it is and that customer's others. */
export interface LockedAddress {
  readonly address: AddressRecord
  readonly customer: CustomerRecord
  /** All of the customer's, this one included, oldest first. */
  readonly addresses: readonly AddressRecord[]
}

/** The user error of an address that does not exist, or that the caller may not know of. */
export const addressNotFound: UserError<'ADDRESS_NOT_FOUND'> = inputError('ADDRESS_NOT_FOUND', ['addressId'], 'There is no such address.')

/**
 * The address as last committed, with its customer kept from changing until this transaction
 * ends; null when there is none that the actor may know of.
 */
export async function lockAddress(tx: TenantTx, context: CustomersContext, id: string): Promise<LockedAddress | null> {
  const found = await findAddress(tx, id)
  if (found === null || !canSeeCustomer(context, found.customerId)) return null
  const customer = await lockCustomer(tx, found.customerId)
  if (customer === null) return null
  // Read again: who held the lock before may have changed or removed it.
  const addresses = await findAddressesOf(tx, customer.id)
  const address = addresses.find((each) => each.id === id)
  return address === undefined ? null : { address, customer, addresses }
}
