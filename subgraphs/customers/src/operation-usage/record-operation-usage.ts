import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { idField } from '@iommi/shared/ids'
import { plainText } from '@iommi/shared/text-fields'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { readServiceInput } from '../service-input.ts'
import { boundUsage } from './bound-usage.ts'
import { addUsage, enterReport, findDescribed, insertFields, type ReportedUsage } from './operation-usage-repo.ts'
import { dayOf, operationKey, otherOperations, usageKey } from './operation-usage.ts'

const operationsMax = 500
const fieldsMax = 5_000
const count = z.number().int('must be a whole number').min(0, 'must not be negative').max(Number.MAX_SAFE_INTEGER, 'is too large')
const name = /^[_A-Za-z]\w{0,254}$/
const coordinate = z.string().regex(/^[_A-Za-z]\w{0,254}\.[_A-Za-z]\w{0,254}$/, 'must be a coordinate such as `Order.number`')

const operation = z
  .object({
    day: z.date().transform(dayOf),
    client: plainText(100),
    operationId: z.string().regex(/^(?:[0-9a-f]{64}|other)$/, 'must be a SHA-256 in hexadecimal, or `other`'),
    operationName: z
      .string()
      .regex(name, 'must be a GraphQL name of at most 255 characters')
      .nullish()
      .transform((given) => given ?? ''),
    operationType: z
      .enum(['QUERY', 'MUTATION', 'SUBSCRIPTION'])
      .nullish()
      .transform((given) => given ?? null),
    isRegistered: z.boolean(),
    requests: count.min(1, 'must be at least 1'),
    errors: count,
    cost: count,
    fields: z.array(coordinate).max(fieldsMax, `must have at most ${String(fieldsMax)} items`),
  })
  .refine(({ errors, requests }) => errors <= requests, { path: ['errors'], error: 'must not be more than the requests' })
  .refine(({ operationId, operationType }) => (operationId === otherOperations) === (operationType === null), {
    path: ['operationType'],
    error: 'must be there for every operation but `other`',
  })
const input = z.object({
  reportId: idField('report'),
  operations: z
    .array(operation)
    .max(operationsMax, `must have at most ${String(operationsMax)} items`)
    .refine((given) => new Set(given.map(usageKey)).size === given.length, 'must name each operation of a client and day once'),
})

/** Whether the counts were added by this call. */
export interface RecordedUsage {
  readonly isNew: boolean
}

/**
 * Adds what a gateway has counted to the tenant's usage, all or none. A report that is repeated within 14 days counts
 * once. Fields of an operation are written when it is first reported with any.
 */
export async function recordOperationUsage(context: CustomersContext, rawInput: unknown): Promise<RecordedUsage> {
  requireSystem(context)
  const { reportId, operations } = readServiceInput(input, rawInput)
  return await withTenant(context, async (tx) => {
    const isNew = await enterReport(tx, reportId, context.now())
    if (isNew) await add(tx, await boundUsage(tx, operations))
    return { isNew }
  })
}

async function add(tx: TenantTx, given: readonly ReportedUsage[]): Promise<void> {
  // Reports of several gateways write in the order of the keys: they wait for each other instead of locking up.
  const usages = given.toSorted((a, b) => (usageKey(a) < usageKey(b) ? -1 : 1))
  await addUsage(
    tx,
    usages.map(({ fields: _fields, ...usage }) => usage),
  )
  const described = usages.filter(({ fields, operationId }) => fields.length > 0 && operationId !== otherOperations)
  if (described.length === 0) return
  const known = await findDescribed(
    tx,
    described.map(({ operationId }) => operationId),
  )
  const seen = new Set(known.map(operationKey))
  // Of several clients that send the same operation one says what it asks for.
  const news = new Map(described.filter((usage) => !seen.has(operationKey(usage))).map((usage) => [operationKey(usage), usage]))
  for (const { operationId, operationName, fields } of [...news.values()].toSorted((a, b) => (operationKey(a) < operationKey(b) ? -1 : 1)))
    await insertFields(
      tx,
      [...new Set(fields)].toSorted().map((each) => ({ operationId, operationName, coordinate: each })),
    )
}
