import { ApolloGateway } from '@apollo/gateway'
import type { ApolloServerOptions } from '@apollo/server'
import type { InternalClient } from '@iommi/shared/internal-client'
import type { Logger } from '@iommi/shared/telemetry'
import { InvariantError } from '@iommi/shared/errors'
import { GraphQLError, Kind, parse, type DocumentNode } from 'graphql'
import { subgraphDataSource } from './execution/subgraph-client.ts'
import type { GatewayContext } from './gateway-context.ts'
import { readKeyFields, type KeyFields } from './limits/key-fields.ts'

/** What Apollo Server takes its schema and executor from. */
export type Gateway = NonNullable<ApolloServerOptions<GatewayContext>['gateway']>

type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>
type Execution = Awaited<ReturnType<Executor>>

/** A composed supergraph and what the gateway needs to know of it besides plans. */
export interface Supergraph {
  readonly sdl: string
  readonly subgraphs: readonly string[]
  readonly keyFields: KeyFields
}

/** Reads a supergraph's SDL. The URLs in it mean nothing here. */
export function readSupergraph(sdl: string): Supergraph {
  const document = parse(sdl, { noLocation: true })
  return { sdl, subgraphs: subgraphNames(document), keyFields: readKeyFields(document) }
}

/** Plans and executes operations over the subgraphs behind `clients`, by name. */
export function openGateway(supergraph: Supergraph, clients: ReadonlyMap<string, InternalClient>, log: Logger): Gateway {
  switchOffTelemetry()
  const inner = new ApolloGateway({
    supergraphSdl: supergraph.sdl,
    logger: quietLogger(log),
    // On by default outside production: any client could read plans by a header.
    __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => {
      const client = clients.get(name)
      if (client === undefined) throw new InvariantError(`no client for the subgraph ${name}`)
      return subgraphDataSource(name, client, log)
    },
  })
  return {
    load: async (options) => {
      const { schema, executor } = await inner.load(options)
      return { schema, executor: async (request) => withNullViolations(await executor(request)) }
    },
    onSchemaLoadOrUpdate: (listener) => inner.onSchemaLoadOrUpdate(listener),
    stop: () => inner.stop(),
  }
}

/** A logger for Apollo's packages: their messages quote what they choke on, so only that there was one is logged. */
export function quietLogger(log: Logger): { readonly [level in 'debug' | 'info' | 'warn' | 'error']: () => void } {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => log.warn({}, 'the GraphQL library warns'),
    error: () => log.error({}, 'the GraphQL library reports an error'),
  }
}

/** The gateway hides a null where none may be in an extension; a client has to be told. */
function withNullViolations({ extensions, ...result }: Execution): Execution {
  const { valueCompletion, ...others } = extensions ?? {}
  const rest = Object.keys(others).length === 0 ? {} : { extensions: others }
  if (!Array.isArray(valueCompletion)) return { ...result, ...rest }
  const violations = valueCompletion.filter((error) => error instanceof GraphQLError)
  return { ...result, ...rest, errors: [...(result.errors ?? []), ...violations] }
}

function subgraphNames(document: DocumentNode): readonly string[] {
  return document.definitions
    .flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph' ? definition.values : [],
    )
    .flatMap((value) => value?.directives ?? [])
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ name, value }) => (name.value === 'name' && value.kind === Kind.STRING ? [value.value] : []))
}

// Read by the constructor of ApolloGateway; otherwise it calls home and asks cloud metadata addresses where it runs.
function switchOffTelemetry(): void {
  // oxlint-disable-next-line node/no-process-env
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
}
