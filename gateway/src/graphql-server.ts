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
import type { CostControl } from './limits/cost-control.ts'
import { limitsRule } from './limits/check-operation.ts'
import type { KeyFields } from './limits/key-fields.ts'
import type { DocumentLimits, TokenLimits } from './limits/limits.ts'
import { pageSizeRule } from './limits/page-sizes.ts'
import { deprecationHeaders } from './plugins/deprecation-headers.ts'
import { errorReport } from './plugins/error-report.ts'
import { operationPolicy } from './plugins/operation-policy.ts'
import { usageReport } from './plugins/usage-report.ts'
import { publicError } from './public-error.ts'
import { quietLogger } from './quiet-logger.ts'
import type { UsageRecorder } from './usage/usage-recorder.ts'

/** What documents are held to the rules of. */
export interface DocumentRules {
  readonly limits: DocumentLimits
  readonly keyFieldsOf: (schema: GraphQLSchema) => KeyFields
  /** Whether a text is that of a registered operation: its shape was agreed on when it was published. */
  readonly isRegistered: (text: string) => boolean
}

/** What every document is held to beside GraphQL's own rules, whatever transport it comes by. */
export function validationRules({ limits, keyFieldsOf, isRegistered }: DocumentRules): readonly ValidationRule[] {
  return [limitsRule(limits, isRegistered), pageSizeRule(limits.pageSizeMax), aliasRule(keyFieldsOf)]
}

/** What the GraphQL server is made of. */
export interface GraphqlServerOptions extends DocumentRules {
  readonly gateway: Gateway
  readonly costs: CostControl
  readonly usage: Pick<UsageRecorder, 'record'>
  readonly limits: DocumentLimits & TokenLimits
  readonly log: Logger
}

/** Starts Apollo Server over the gateway: parsing, validation and limits, execution, masking. It calls nobody but the subgraphs. */
export async function startGraphqlServer({
  gateway,
  keyFieldsOf,
  isRegistered,
  costs,
  usage,
  limits,
  log,
}: GraphqlServerOptions): Promise<ApolloServer<GatewayContext>> {
  const server = new ApolloServer<GatewayContext>({
    gateway,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Ids have become documents before a request gets here.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: quietLogger(log),
    parseOptions: { maxTokens: Math.max(limits.tokensMax, limits.employeeTokensMax) },
    validationOptions: { maxErrors: 20, hideSuggestions: true },
    validationRules: [...validationRules({ limits, keyFieldsOf, isRegistered })],
    formatError: publicError,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      operationPolicy(limits.pageSizeMax, costs),
      errorReport(log),
      usageReport(usage),
      deprecationHeaders(),
    ],
  })
  await server.start()
  return server
}
