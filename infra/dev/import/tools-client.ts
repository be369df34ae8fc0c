import { internalClient, type InternalClient } from '@iommi/shared/internal-client'
import { newId } from '@iommi/shared/ids'
import type { TenantRow } from '@iommi/shared/migrate'
import type { Actor } from '@iommi/shared/request-context'
import { callService, type ServiceOperation } from '@iommi/shared/service-client'
import { CommandError } from '../command.ts'
import type { RunningStack } from '../running-stack.ts'
import type { SubgraphName } from '../services.ts'
import { callPatiently, type Patience } from './patience.ts'

/** Calls subgraphs directly, as the service `tools`, for one tenant. */
export interface ToolsClient {
  /** Calls an operation that may be repeated; see `callPatiently`. */
  readonly call: <Answer>(callee: SubgraphName, operation: ServiceOperation<Answer>, variables: Variables) => Promise<Answer>
  readonly close: () => Promise<void>
}

type Variables = Readonly<Record<string, unknown>>

const timeoutMs = 25_000
const tools: Actor = { kind: 'system', id: 'tools', name: 'tools', roles: ['system'] }

/** A client for the tenant's share of a stack's subgraphs; close it after the last call. */
export function connectTools(stack: Pick<RunningStack, 'subgraphs'>, tenant: TenantRow, patience: Patience): ToolsClient {
  const clients = new Map(
    Object.entries(stack.subgraphs).map(([callee, { url, toolsKey }]) => [
      callee,
      internalClient({ caller: tools.id, callee, url, key: toolsKey, timeoutMs }),
    ]),
  )
  return {
    call: async (callee, operation, variables) => {
      const client = clients.get(callee)
      if (client === undefined) throw new CommandError(`The running stack has no subgraph ${callee}: start it again with "npm start".`)
      return await callPatiently(callee, patience, async () => await callOnce({ client, tenant, operation, variables }))
    },
    close: async () => {
      await Promise.all([...clients.values()].map(async (client) => await client.close()))
    },
  }
}

interface Call<Answer> {
  readonly client: InternalClient
  readonly tenant: TenantRow
  readonly operation: ServiceOperation<Answer>
  readonly variables: Variables
}

async function callOnce<Answer>({ client, tenant, operation, variables }: Call<Answer>): Promise<Answer> {
  const context = {
    tenant: { ...tenant, isActive: true },
    actor: tools,
    caller: tools.id,
    requestId: newId('request'),
    traceparent: null,
    signal: AbortSignal.timeout(timeoutMs),
  }
  return await callService(client, context, operation, variables)
}
