import { newId } from '@iommi/shared/ids'
import type { InternalClient } from '@iommi/shared/internal-client'
import { callService, type ServiceOperation } from '@iommi/shared/service-client'
import { z } from 'zod'
import type { SendUsage } from './usage-recorder.ts'

const answer = z.object({ _recordOperationUsage: z.object({ isNew: z.boolean() }) })

const recordOperationUsage: ServiceOperation<z.infer<typeof answer>> = {
  document: `mutation RecordOperationUsage($input: _RecordOperationUsageInput!) { _recordOperationUsage(input: $input) { isNew } }`,
  answer,
}

/** Delivers reports to the customers service, which counts each once. UPSTREAM_UNAVAILABLE while it is away. */
export function usageSender(customers: InternalClient): SendUsage {
  return async (tenantId, report, signal) => {
    const context = { caller: 'gateway', tenant: { id: tenantId }, actor: { kind: 'system', id: 'gateway' } } as const
    const request = { requestId: newId('request'), traceparent: null, signal }
    await callService(customers, { ...context, ...request }, recordOperationUsage, { input: report })
  }
}
