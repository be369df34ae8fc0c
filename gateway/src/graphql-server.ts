import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { Logger } from '@iommi/shared/telemetry'
import type { GraphQLSchema, ValidationRule } from 'graphql'
import type { Gateway } from './execution/served-graph.ts'
import type { GatewayContext } from './gateway-context.ts'
import { aliasRule } from './limits/alias-rule.ts'
import { limitsRule } from './limits/check-operation.ts'
import type { KeyFields } from './limits/key-fields.ts'
import type { DocumentLimits, TokenLimits } from './limits/limits.ts'
import { pageSizeRule } from './limits/page-sizes.ts'
import { errorReport } from './plugins/error-report.ts'
import { operationPolicy } from './plugins/operation-policy.ts'
import { publicError } from './public-error.ts'
import { quietLogger } from './quiet-logger.ts'

/** What every document is held to beside GraphQL's own rules, whatever transport it comes by. */
export function validationRules(limits: DocumentLimits, keyFieldsOf: (schema: GraphQLSchema) => KeyFields): readonly ValidationRule[] {
  return [limitsRule(limits), pageSizeRule(limits.pageSizeMax), aliasRule(keyFieldsOf)]
}

/** What the GraphQL server is made of. */
export interface GraphqlServerOptions {
  readonly gateway: Gateway
  readonly keyFieldsOf: (schema: GraphQLSchema) => KeyFields
  readonly limits: DocumentLimits & TokenLimits
  readonly log: Logger
}

/** Starts Apollo Server over the gateway: parsing, validation and limits, execution, masking. It calls nobody but the subgraphs. */
export async function startGraphqlServer({
  gateway,
  keyFieldsOf,
  limits,
  log,
}: GraphqlServerOptions): Promise<ApolloServer<GatewayContext>> {
  const server = new ApolloServer<GatewayContext>({
    gateway,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Clients could otherwise fill the cache with documents of their own; registered operations come as files.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: quietLogger(log),
    parseOptions: { maxTokens: Math.max(limits.tokensMax, limits.employeeTokensMax) },
    validationOptions: { maxErrors: 20, hideSuggestions: true },
    validationRules: [...validationRules(limits, keyFieldsOf)],
    formatError: publicError,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      operationPolicy(limits.pageSizeMax),
      errorReport(log),
    ],
  })
  await server.start()
  return server
}
