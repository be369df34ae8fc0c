import type { Complete } from '@iommi/shared/resolver-types'
import type { MutationResolvers, OperationUsageResolvers, QueryResolvers } from '../graphql.generated.ts'
import type { OperationUsage as UsageRecord } from '../mappers.ts'
import { listOperationUsage } from './list-operation-usage.ts'
import { readOperationFields } from './read-operation-fields.ts'
import { recordOperationUsage } from './record-operation-usage.ts'

export const Query: Pick<QueryResolvers, 'operationUsage'> = {
  operationUsage: (_root, args, context) => listOperationUsage(context, args),
}

export const Mutation: Pick<MutationResolvers, '_recordOperationUsage'> = {
  _recordOperationUsage: (_root, { input }, context) => recordOperationUsage(context, input),
}

export const OperationUsage: Complete<OperationUsageResolvers, UsageRecord> = {
  operationName: ({ operationName }) => (operationName === '' ? null : operationName),
  fields: (usage, _args, context) => readOperationFields(context, usage),
}
