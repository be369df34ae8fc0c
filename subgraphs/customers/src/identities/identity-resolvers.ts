import type { MutationResolvers } from '../graphql.generated.ts'
import { ensureCustomer } from './ensure-customer.ts'

export const Mutation: Pick<MutationResolvers, '_ensureCustomer'> = {
  _ensureCustomer: (_root, { input }, context) => ensureCustomer(context, input),
}
