import { buildSubgraphSchema } from '@apollo/subgraph'
import { scalars } from '@iommi/shared/scalars'
import { parse } from 'graphql'
import { readFileSync } from 'node:fs'
import * as events from './events/event-resolvers.ts'
import type { Resolvers } from './graphql.generated.ts'
import * as notifications from './notifications/notification-resolvers.ts'
import * as preferences from './preferences/preferences-resolvers.ts'

const typeDefs = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))
const { DateTime, SafeInt } = scalars
const resolvers = {
  DateTime,
  SafeInt,
  Query: { ...notifications.Query, ...preferences.Query, ...events.Query },
  Mutation: { ...notifications.Mutation, ...preferences.Mutation },
  Notification: notifications.Notification,
  NotificationConnection: notifications.NotificationConnection,
  NotificationPreferences: preferences.NotificationPreferences,
} satisfies Resolvers

/** The executable subgraph. main.ts serves it; tests execute it. */
export const schema = buildSubgraphSchema([{ typeDefs, resolvers }])
