import type { Complete } from '@iommi/shared/resolver-types'
import { listAddresses } from '../addresses/list-addresses.ts'
import { listConsentHistory, readConsents } from '../consents/read-consents.ts'
import type { CustomerConnectionResolvers, CustomerResolvers, MutationResolvers, QueryResolvers } from '../graphql.generated.ts'
import { readMainframeSync } from '../mainframe-sync/read-mainframe-sync.ts'
import { readPreferences } from '../preferences/read-preferences.ts'
import { listSegmentsOf } from '../segments/explain-segments.ts'
import type { CustomerRecord } from './customer.ts'
import { importCustomers } from './import-customers.ts'
import { listCustomers, type CustomerPage } from './list-customers.ts'
import { checkCustomer, readCustomer, resolveCustomer } from './read-customer.ts'
import { registerCustomer } from './register-customer.ts'
import { updateCustomerProfile } from './update-customer-profile.ts'

export const Query: Pick<QueryResolvers, 'customer' | 'customers' | '_customer'> = {
  customer: (_root, { id }, context) => readCustomer(context, id),
  customers: (_root, args, context) => listCustomers(context, args),
  _customer: (_root, { id }, context) => checkCustomer(context, id),
}

export const Mutation: Pick<MutationResolvers, 'registerCustomer' | 'updateCustomerProfile' | '_importCustomers'> = {
  registerCustomer: (_root, { input }, context) => {
    context.forgetRead()
    return registerCustomer(context, input)
  },
  updateCustomerProfile: (_root, { input }, context) => {
    context.forgetRead()
    return updateCustomerProfile(context, input)
  },
  _importCustomers: (_root, { input }, context) => importCustomers(context, input),
}

export const Customer: Complete<CustomerResolvers, CustomerRecord> = {
  __resolveReference: ({ id }, context) => resolveCustomer(context, id),
  addresses: ({ id }, args, context) => listAddresses(context, id, args),
  preferences: ({ id }, _args, context) => readPreferences(context, id),
  consents: ({ id }, _args, context) => readConsents(context, id),
  consentHistory: ({ id }, args, context) => listConsentHistory(context, id, args),
  segments: (customer, args, context) => listSegmentsOf(context, customer, args),
  mainframeSync: ({ id }, _args, context) => readMainframeSync(context, id),
}

export const CustomerConnection: Complete<CustomerConnectionResolvers, CustomerPage> = {
  totalCount: ({ count }) => count(),
}
