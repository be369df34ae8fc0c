import { buildSubgraphSchema } from '@apollo/subgraph'
import { scalars } from '@iommi/shared/scalars'
import { parse } from 'graphql'
import { readFileSync } from 'node:fs'
import type { Resolvers } from './graphql.generated.ts'
import { Customer, Money, Mutation, Order, OrderConnection, OrderHistoryEntry, OrderLine, Query } from './orders/order-resolvers.ts'

const typeDefs = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))
const { DateTime, CurrencyCode, SafeInt } = scalars
const resolvers = {
  DateTime,
  CurrencyCode,
  SafeInt,
  Query,
  Mutation,
  Order,
  OrderConnection,
  OrderLine,
  OrderHistoryEntry,
  Customer,
  Money,
} satisfies Resolvers

/** The executable subgraph. main.ts serves it; tests execute it. */
export const schema = buildSubgraphSchema([{ typeDefs, resolvers }])
