import { thenReadAfresh } from '../context.ts'
import type { MutationResolvers, QueryResolvers } from '../graphql.generated.ts'
import { createCategory } from './create-category.ts'
import { listCategories } from './find-categories.ts'

export const query: Pick<QueryResolvers, 'categories'> = {
  categories: (_root, args, context) => listCategories(context, args),
}

export const mutation: Pick<MutationResolvers, 'createCategory'> = {
  createCategory: (_root, { input }, context) => thenReadAfresh(context, createCategory(context, input)),
}
