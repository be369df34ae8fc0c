import { buildSubgraphSchema } from '@apollo/subgraph'
import { scalars } from '@iommi/shared/scalars'
import { parse } from 'graphql'
import { readFileSync } from 'node:fs'
import * as categoryResolvers from './categories/category-resolvers.ts'
import * as eventResolvers from './events/event-resolvers.ts'
import type { Resolvers } from './graphql.generated.ts'
import * as productResolvers from './products/product-resolvers.ts'
import * as reservationResolvers from './reservations/reservation-resolvers.ts'
import * as stockResolvers from './stock/stock-resolvers.ts'

const typeDefs = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))

const { query: productQueries, mutation: productMutations, ...productTypes } = productResolvers
const { query: categoryQueries, mutation: categoryMutations, ...categoryTypes } = categoryResolvers
const { query: stockQueries, mutation: stockMutations, ...stockTypes } = stockResolvers

const resolvers: Resolvers = {
  ...scalars,
  ...productTypes,
  ...categoryTypes,
  ...stockTypes,
  Query: { ...productQueries, ...categoryQueries, ...stockQueries, ...eventResolvers.query },
  Mutation: { ...productMutations, ...categoryMutations, ...stockMutations, ...reservationResolvers.mutation },
}

/** The executable subgraph. main.ts serves it; tests execute it. */
export const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...resolvers } }])
