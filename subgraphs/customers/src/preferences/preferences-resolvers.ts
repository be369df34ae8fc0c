import type { Complete } from '@iommi/shared/resolver-types'
import type { CustomerPreferencesResolvers, MutationResolvers } from '../graphql.generated.ts'
import { preferencesId, type PreferencesRecord } from './preferences.ts'
import { updateCustomerPreferences } from './update-customer-preferences.ts'

export const Mutation: Pick<MutationResolvers, 'updateCustomerPreferences'> = {
  updateCustomerPreferences: (_root, { input }, context) => {
    context.forgetRead()
    return updateCustomerPreferences(context, input)
  },
}

export const CustomerPreferences: Complete<CustomerPreferencesResolvers, PreferencesRecord> = {
  id: ({ customerId }) => preferencesId(customerId),
}
