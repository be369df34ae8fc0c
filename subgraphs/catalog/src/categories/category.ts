/** A category as the rest of this subgraph handles it. */
export interface CategoryRecord {
  readonly id: string
  readonly name: string
  /** The name in one spelling: unique, and what lists sort by. */
  readonly nameNorm: string
}
