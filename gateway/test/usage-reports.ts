import type { Stack } from '@iommi/infra/dev/stack'
import { demoTenants } from '@iommi/infra/dev/demo-tenants'
import { internalClient } from '@iommi/shared/internal-client'
import { newId } from '@iommi/shared/ids'
import type { OperationUse } from '../src/usage/usage-counts.ts'
import type { SendUsage } from '../src/usage/usage-recorder.ts'
import type { ReportedOperation, UsageReport } from '../src/usage/usage-report.ts'
import { usageSender } from '../src/usage/send-usage.ts'

/** The tenants' ids. */
export const [acmeId = '', globexId = ''] = demoTenants.map(({ id }) => id)

/** One request of a dashboard, unless told otherwise. */
export const someUse: OperationUse = {
  tenantId: acmeId,
  client: 'dashboard',
  operationId: 'a'.repeat(64),
  operationName: 'LiveOrders',
  operationType: 'QUERY',
  isRegistered: true,
  cost: 12,
  hasErrors: false,
  fieldsOf: () => ['Order.number', 'Query.orders'],
}

/** Delivers reports to the customers service of a running stack, and how to let go of it. */
export function senderTo(stack: Stack): { readonly send: SendUsage; readonly close: () => Promise<void> } {
  const customers = stack.running.subgraphs['customers']
  if (customers === undefined) throw new Error('the stack has no customers')
  const client = internalClient({ caller: 'tools', callee: 'customers', url: customers.url, key: customers.toolsKey })
  return { send: usageSender(client), close: () => client.close() }
}

/** Reports counts to a running stack, as a gateway would. */
export async function reportUsage(stack: Stack, tenantId: string, operations: readonly Partial<ReportedOperation>[]): Promise<void> {
  const { client, operationId, operationName, operationType, isRegistered } = someUse
  const usual = { day: new Date(), client, operationId, operationName, operationType, isRegistered, requests: 1, errors: 0, cost: 0 }
  const report: UsageReport = {
    reportId: newId('report'),
    operations: operations.map((operation) => ({ ...usual, fields: [], ...operation })),
  }
  const { send, close } = senderTo(stack)
  await send(tenantId, report, AbortSignal.timeout(10_000))
  await close()
}
