import { AppError } from '@iommi/shared/errors'
import { hasScope } from '@iommi/shared/authorize'
import { isId } from '@iommi/shared/ids'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs, type PageRequest } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { isStaff, requireStaff } from '../customers/customer-access.ts'
import { nameSortKey, type CustomerRecord } from '../customers/customer.ts'
import { resolveCustomer } from '../customers/read-customer.ts'
import { isGranted } from '../consents/consent.ts'
import { explain, type CustomerFacts, type SegmentRuleResult } from './segment-rule.ts'
import { readSegment } from './read-segments.ts'
import type { SegmentRecord } from './segment.ts'

/** Whether a customer belongs to a segment, and why. */
export interface SegmentExplanation {
  readonly segment: SegmentRecord
  readonly customer: CustomerRecord
  readonly isMember: boolean
  /** Every part of the rule, each before those inside it. */
  readonly rules: readonly SegmentRuleResult[]
}

/** Why a customer belongs to a segment, or why not; null when there is no such segment or customer. */
export async function explainSegment(
  context: CustomersContext,
  { segmentId, customerId }: { readonly segmentId: string; readonly customerId: string },
): Promise<SegmentExplanation | null> {
  requireStaff(context, 'segments:read')
  if (!isId('customer', customerId))
    throw new AppError('BAD_USER_INPUT', 'customerId: an id of the form customer_<26 characters> is expected.')
  const [segment, customer] = await Promise.all([readSegment(context, segmentId), resolveCustomer(context, customerId)])
  if (segment === null || customer === null) return null
  return { segment, customer, ...explain(segment.rule, await factsOf(context, customer)) }
}

/** A page of the segments, by name, that a customer belongs to; null for anybody but the tenant's staff. */
export async function listSegmentsOf(
  context: CustomersContext,
  customer: CustomerRecord,
  args: ConnectionArgs,
): Promise<Connection<SegmentExplanation> | null> {
  if (!isStaff(context) || !hasScope(context.actor, 'segments:read')) return null
  const request = readPageRequest(args, 'segments of')
  const [segments, facts] = await Promise.all([context.loaders().segments(), factsOf(context, customer)])
  const memberships = segments.map((segment) => ({ segment, customer, ...explain(segment.rule, facts) })).filter(({ isMember }) => isMember)
  return toConnection(request, pageOf(memberships, request), sortValues)
}

async function factsOf(context: CustomersContext, { id, name, createdAt, email, phone }: CustomerRecord): Promise<CustomerFacts> {
  const loaders = context.loaders()
  const [country, preferences, consents] = await Promise.all([
    loaders.defaultCountries.load(id),
    loaders.preferences.load(id),
    loaders.latestConsents.load(id),
  ])
  return {
    name,
    createdAt,
    email,
    phone,
    countryCode: country?.countryCode ?? null,
    locale: preferences?.locale ?? null,
    consents: new Map(consents.map((latest) => [latest.purpose, isGranted(latest)])),
  }
}

function sortValues({ segment }: SegmentExplanation): readonly [string, string] {
  return [nameSortKey(segment.name), segment.id]
}

/** The items of the page, and one more where there is one, as a keyset in SQL would give them. */
function pageOf(items: readonly SegmentExplanation[], { from, isBackward, size }: PageRequest): readonly SegmentExplanation[] {
  const sorted = items.toSorted((a, b) => compare(sortValues(a), sortValues(b)))
  const inDirection = isBackward ? sorted.toReversed() : sorted
  const isBeyond = (item: SegmentExplanation): boolean => from === null || (isBackward ? -1 : 1) * compare(sortValues(item), from) > 0
  return inDirection.filter(isBeyond).slice(0, size + 1)
}

function compare(a: readonly unknown[], b: readonly unknown[]): number {
  const [left, right] = [a.map(String), b.map(String)]
  const differing = left.findIndex((text, index) => text !== right[index])
  return differing === -1 ? 0 : (left[differing] ?? '') < (right[differing] ?? '') ? -1 : 1
}
