import type { Complete } from '@iommi/shared/resolver-types'
import type { AddressResolvers, MutationResolvers } from '../graphql.generated.ts'
import { addCustomerAddress } from './add-customer-address.ts'
import type { AddressRecord } from './address.ts'
import { removeCustomerAddress } from './remove-customer-address.ts'
import { updateCustomerAddress } from './update-customer-address.ts'

export const Mutation: Pick<MutationResolvers, 'addCustomerAddress' | 'updateCustomerAddress' | 'removeCustomerAddress'> = {
  addCustomerAddress: (_root, { input }, context) => {
    context.forgetRead()
    return addCustomerAddress(context, input)
  },
  updateCustomerAddress: (_root, { input }, context) => {
    context.forgetRead()
    return updateCustomerAddress(context, input)
  },
  removeCustomerAddress: (_root, { input }, context) => {
    context.forgetRead()
    return removeCustomerAddress(context, input)
  },
}

export const Address: Complete<AddressResolvers, AddressRecord> = {}
