import type { Complete } from '@iommi/shared/resolver-types'
import { thenReadAfresh } from '../context.ts'
import type { CategoryResolvers, MutationResolvers, QueryResolvers } from '../graphql.generated.ts'
import type { Category as CategoryMapped } from '../mappers.ts'
import { createCategory } from './create-category.ts'
import { categoryNameIn, listCategories } from './find-categories.ts'
import { setCategoryTranslation } from './set-category-translation.ts'

export const query: Pick<QueryResolvers, 'categories'> = {
  categories: (_root, args, context) => listCategories(context, args),
}

export const mutation: Pick<MutationResolvers, 'createCategory' | 'setCategoryTranslation'> = {
  createCategory: (_root, { input }, context) => thenReadAfresh(context, createCategory(context, input)),
  setCategoryTranslation: (_root, { input }, context) => thenReadAfresh(context, setCategoryTranslation(context, input)),
}

export const Category: Complete<CategoryResolvers, CategoryMapped> = {
  name: (category, { locale }, context) => categoryNameIn(context, category, locale ?? null),
}
