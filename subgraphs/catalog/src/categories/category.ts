/** A category as the rest of this subgraph handles it. */
export interface CategoryRecord {
  readonly id: string
  readonly name: string
  /** The name in one spelling: unique, and what lists sort by. */
  readonly nameNorm: string
}

/** What a category is called in one locale. */
export interface CategoryTranslationRecord {
  readonly categoryId: string
  readonly locale: string
  readonly name: string
}

/** How many locales a category is translated into at most. */
export const categoryTranslationsMax = 50
