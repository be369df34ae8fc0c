import { ownCustomerId } from '@iommi/shared/authorize'
import type { Complete } from '@iommi/shared/resolver-types'
import { resolveCustomer } from '../customers/read-customer.ts'
import type { QueryResolvers, ViewerResolvers } from '../graphql.generated.ts'
import { viewerOf, type ViewerRecord } from './viewer.ts'

export const Query: Pick<QueryResolvers, 'viewer'> = {
  viewer: (_root, _args, context) => viewerOf(context),
}

export const Viewer: Complete<ViewerResolvers, ViewerRecord> = {
  customer: (_viewer, _args, context) => {
    const id = ownCustomerId(context)
    return id === null ? null : resolveCustomer(context, id)
  },
}
