import type { GraphQLError } from 'graphql'
import type { KnownOperation } from './served-graph.ts'
import type { LiveOperation } from './live-operation.ts'

/** A subscription that passed every step a request passes, as it was asked for and as it is planned now. */
export interface LiveRequest {
  readonly asked: AskedSubscription
  readonly operation: LiveOperation
}

/** A subscription as it was asked for: with this it can be planned again for other grants or another supergraph. */
export interface AskedSubscription extends KnownOperation {
  readonly variables: Readonly<Record<string, unknown>>
}

/** What planning a subscription comes to. */
export type LivePreparation =
  { readonly kind: 'ready'; readonly operation: LiveOperation } | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
