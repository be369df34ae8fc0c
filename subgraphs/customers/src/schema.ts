import { buildSubgraphSchema } from '@apollo/subgraph'
import { scalars } from '@iommi/shared/scalars'
import { parse } from 'graphql'
import { readFileSync } from 'node:fs'
import * as addressResolvers from './addresses/address-resolvers.ts'
import * as consentResolvers from './consents/consent-resolvers.ts'
import * as customerResolvers from './customers/customer-resolvers.ts'
import * as eventResolvers from './events/event-resolvers.ts'
import type { Resolvers } from './graphql.generated.ts'
import * as identityResolvers from './identities/identity-resolvers.ts'
import * as mainframeSyncResolvers from './mainframe-sync/mainframe-sync-resolvers.ts'
import * as operationUsageResolvers from './operation-usage/operation-usage-resolvers.ts'
import * as preferencesResolvers from './preferences/preferences-resolvers.ts'
import * as segmentResolvers from './segments/segment-resolvers.ts'
import * as userResolvers from './users/user-resolvers.ts'
import * as viewerResolvers from './viewer/viewer-resolvers.ts'

const typeDefs = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))

const resolvers = {
  DateTime: scalars.DateTime,
  SafeInt: scalars.SafeInt,
  CountryCode: scalars.CountryCode,
  CurrencyCode: scalars.CurrencyCode,
  Query: {
    ...customerResolvers.Query,
    ...viewerResolvers.Query,
    ...userResolvers.Query,
    ...consentResolvers.Query,
    ...segmentResolvers.Query,
    ...mainframeSyncResolvers.Query,
    ...operationUsageResolvers.Query,
    ...eventResolvers.Query,
  },
  Mutation: {
    ...customerResolvers.Mutation,
    ...addressResolvers.Mutation,
    ...preferencesResolvers.Mutation,
    ...consentResolvers.Mutation,
    ...segmentResolvers.Mutation,
    ...mainframeSyncResolvers.Mutation,
    ...userResolvers.Mutation,
    ...identityResolvers.Mutation,
    ...operationUsageResolvers.Mutation,
  },
  Customer: customerResolvers.Customer,
  CustomerConnection: customerResolvers.CustomerConnection,
  Address: addressResolvers.Address,
  CustomerPreferences: preferencesResolvers.CustomerPreferences,
  CustomerConsent: consentResolvers.CustomerConsent,
  ConsentRecord: consentResolvers.ConsentRecord,
  ConsentText: consentResolvers.ConsentText,
  Segment: segmentResolvers.Segment,
  MainframeSync: mainframeSyncResolvers.MainframeSync,
  MainframeFinding: mainframeSyncResolvers.MainframeFinding,
  MainframeAction: mainframeSyncResolvers.MainframeAction,
  OperationUsage: operationUsageResolvers.OperationUsage,
  User: userResolvers.User,
  UserConnection: userResolvers.UserConnection,
  Viewer: viewerResolvers.Viewer,
} satisfies Resolvers

/** The executable subgraph. main.ts serves it; tests execute it. */
export const schema = buildSubgraphSchema([{ typeDefs, resolvers }])
