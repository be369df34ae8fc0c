import { invariant } from '@iommi/shared/errors'
import type { Complete } from '@iommi/shared/resolver-types'
import { resolveCustomer } from '../customers/read-customer.ts'
import type {
  MainframeActionResolvers,
  MainframeFindingResolvers,
  MainframeSyncResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../graphql.generated.ts'
import type { MainframeAction as ActionRecord, MainframeFinding as FindingRecord } from '../mappers.ts'
import { listMainframeBatches } from './list-mainframe-batches.ts'
import { listMainframeSyncs } from './list-mainframe-syncs.ts'
import { lagSecondsOf, rejectOf, stateOf, type MainframeSyncRecord } from './mainframe-sync.ts'
import { readMainframeActions } from './read-mainframe-actions.ts'
import { readMainframeOverview } from './read-mainframe-overview.ts'
import { listReconciliations, readReconciliation, reconcileMainframe } from './reconcile-mainframe.ts'
import { replayMainframeSync } from './replay-mainframe-sync.ts'

type QueryField =
  'mainframeOverview' | 'mainframeSyncs' | 'mainframeBatches' | 'mainframeReconciliation' | 'mainframeReconciliations' | 'mainframeActions'

export const Query: Pick<QueryResolvers, QueryField> = {
  mainframeOverview: (_root, _args, context) => readMainframeOverview(context),
  mainframeSyncs: (_root, args, context) => listMainframeSyncs(context, args),
  mainframeBatches: (_root, args, context) => listMainframeBatches(context, args),
  mainframeReconciliation: (_root, { id }, context) => readReconciliation(context, id),
  mainframeReconciliations: (_root, args, context) => listReconciliations(context, args),
  mainframeActions: (_root, args, context) => readMainframeActions(context, args),
}

export const Mutation: Pick<MutationResolvers, 'replayMainframeSync' | 'reconcileMainframe'> = {
  replayMainframeSync: (_root, { input }, context) => {
    context.forgetRead()
    return replayMainframeSync(context, input)
  },
  reconcileMainframe: (_root, { input }, context) => {
    context.forgetRead()
    return reconcileMainframe(context, input)
  },
}

export const MainframeSync: Complete<MainframeSyncResolvers, MainframeSyncRecord> = {
  customer: async ({ customerId }, _args, context) => {
    const customer = await resolveCustomer(context, customerId)
    invariant(customer, 'a profile that is synced is a customer’s, and staff see it')
    return customer
  },
  state: (sync, _args, context) => stateOf(sync, context.now()),
  lagSeconds: (sync, _args, context) => lagSecondsOf(sync, context.now()),
  reject: rejectOf,
}

export const MainframeFinding: Complete<MainframeFindingResolvers, FindingRecord> = {
  recordKey: ({ customerId }) => customerId,
  customer: ({ customerId }, _args, context) => resolveCustomer(context, customerId),
}

export const MainframeAction: Complete<MainframeActionResolvers, ActionRecord> = {
  actor: ({ actorId }) => actorId,
  customer: ({ customerId }, _args, context) => (customerId === null ? null : resolveCustomer(context, customerId)),
  reconciliation: ({ reconciliationId }, _args, context) =>
    reconciliationId === null ? null : readReconciliation(context, reconciliationId),
}
