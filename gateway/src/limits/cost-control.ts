import type { Actor } from '@iommi/shared/request-context'
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import type { GatewayContext } from '../gateway-context.ts'
import { Refusal } from '../refusal.ts'
import { budgetKey, retryAfterMs, type Bucket, type BucketState } from './budget-bucket.ts'
import type { Budget, Charge } from './budget.ts'
import { costExtension, type CostExtension } from './cost-extension.ts'
import type { CostRules } from './cost-rules.ts'
import { measuredCost } from './measured-cost.ts'
import { staticCost, type StaticCost } from './static-cost.ts'

/** What clients may spend. Costs are in the units of `staticCost`. */
export interface CostLimits {
  /** What one operation that nobody registered may cost. */
  readonly costMax: number
  /** What a client or partner may spend a minute, and at once after it spent nothing for a minute. */
  readonly costPerMinute: number
  readonly requestsPerMinute: number
  /** The same for people who work here. */
  readonly employeeCostPerMinute: number
  readonly employeeRequestsPerMinute: number
  /** How long Redis may take with a budget before this process goes by its own, milliseconds. */
  readonly budgetWaitMs: number
}

/** An operation of a request, about to be run. */
export interface PricedRequest {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: Pick<GatewayContext, 'tenantId' | 'actor' | 'registered'>
}

/** A request that was admitted, and what was taken for it. */
export interface AdmittedRequest {
  readonly price: StaticCost
  readonly charge: Charge
  /** The client's budget of costs, with what was taken from it. */
  readonly bucket: Bucket
}

/** Lets requests in by what they cost at most, and takes what they cost. */
export interface CostControl {
  /** Takes the static cost. Throws COST_LIMIT_EXCEEDED, or RATE_LIMITED with the time to wait. */
  readonly admit: (request: PricedRequest) => Promise<AdmittedRequest>
  /** Gives back what the answer did not cost, and says what the client is told. */
  readonly settle: (admitted: AdmittedRequest, data: unknown) => Settlement
}

/** What a request cost in the end. */
export interface Settlement {
  readonly cost: number
  readonly extension: CostExtension
}

/** What cost control works with. */
export interface CostControlOptions {
  readonly budget: Budget
  readonly costRulesOf: (schema: GraphQLSchema) => CostRules
  readonly limits: CostLimits
}

/** One currency for all transports: a budget for each client of each tenant, shared by all gateways. */
export function costControl({ budget, costRulesOf, limits }: CostControlOptions): CostControl {
  return {
    admit: async ({ context, ...request }) => {
      const price = staticCost({ ...request, rules: costRulesOf(request.schema) })
      const costMax = context.registered == null ? limits.costMax : context.registered.rules.costMax
      if (costMax !== undefined && price.cost > costMax) throw tooDear(price.cost, costMax)
      const [bucket, ...others] = bucketsFor(limits, context, price.cost)
      const charge = await budget.charge([bucket, ...others])
      if (!charge.isAdmitted) throw refusalOf([bucket, ...others], charge)
      return { price, charge, bucket }
    },
    settle: ({ price, charge, bucket }, data) => {
      const cost = measuredCost(price, data)
      // Less than nothing where a list was longer than assumed.
      const unspent = price.cost - cost
      // Nobody waits for it: it counts from the next request on. A budget never fails.
      if (unspent > 0) void budget.refund(charge, bucket, unspent)
      if (unspent < 0) void budget.debit({ ...bucket, amount: -unspent })
      const [state] = charge.states
      const left: BucketState = { ...bucket, available: (state?.available ?? bucket.capacity) + unspent }
      return { cost, extension: costExtension({ requested: price.cost, actual: cost }, left) }
    },
  }
}

function bucketsFor(limits: CostLimits, { tenantId, actor, registered }: PricedRequest['context'], cost: number): [Bucket, ...Bucket[]] {
  const owner = { tenantId, client: clientKey(actor) }
  const isEmployee = actor.kind === 'employee'
  const perMinute = (name: string, capacity: number, amount: number): Bucket => ({
    key: budgetKey(owner, name),
    capacity,
    restorePerSecond: capacity / 60,
    amount,
  })
  const { name, rules: { requestsPerMinute: ofOperation } = {} } = registered ?? {}
  return [
    perMinute('cost', isEmployee ? limits.employeeCostPerMinute : limits.costPerMinute, cost),
    perMinute('requests', isEmployee ? limits.employeeRequestsPerMinute : limits.requestsPerMinute, 1),
    ...(name === undefined || ofOperation === undefined ? [] : [perMinute(`operation ${name}`, ofOperation, 1)]),
  ]
}

/** Whose budget a request is paid from: a partner's is that of all its programs. */
function clientKey({ kind, id }: Pick<Actor, 'kind' | 'id'>): string {
  return `${kind} ${id}`
}

function refusalOf(buckets: readonly Bucket[], charge: Charge): Refusal {
  const [bucket] = buckets
  const waitMs = charge.retryAfterMs ?? retryAfterMs(buckets, charge.states)
  if (waitMs === null) return tooDear(bucket?.amount ?? 0, bucket?.capacity ?? 0)
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  return new Refusal('RATE_LIMITED', `The budget of this client is used up; try again in ${String(seconds)} s.`, {
    headers: { 'retry-after': String(seconds) },
    isRetryable: true,
  })
}

function tooDear(cost: number, costMax: number): Refusal {
  return new Refusal(
    'COST_LIMIT_EXCEEDED',
    `The operation may cost up to ${String(cost)}, and ${String(costMax)} is allowed: ask for shorter pages or fewer fields.`,
  )
}
