import type { InternalClient } from '@iommi/shared/internal-client'
import type { RequestContext } from '@iommi/shared/request-context'
import { callService } from '@iommi/shared/service-client'
import { z } from 'zod'

/** The customers subgraph, as far as orders need it. */
export interface CustomerDirectory {
  /** Whether the tenant has this customer. */
  exists(context: RequestContext, customerId: string): Promise<boolean>
}

const findCustomer = {
  document: 'query FindCustomer($id: ID!) { _customer(id: $id) { id } }',
  answer: z.object({ _customer: z.object({ id: z.string() }).nullable() }),
}

/** The directory over HTTP. */
export function customerDirectory(client: InternalClient): CustomerDirectory {
  return {
    exists: async (context, id) => (await callService(client, { ...context, caller: 'orders' }, findCustomer, { id }))._customer !== null,
  }
}
