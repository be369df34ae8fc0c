/** What one operation may ask for at most; one more is refused. The same on every transport. */
export interface DocumentLimits {
  /** Levels of fields, fragments included. Introspection has its own: see `introspectionDepthMax`. */
  readonly depthMax: number
  readonly aliasesMax: number
  readonly rootFieldsMax: number
  readonly directivesMax: number
  /** Fields, spreads and inline fragments with every fragment written out. */
  readonly selectionsMax: number
  /** Items of one page: the value of `first` and `last`. */
  readonly pageSizeMax: number
}

/** Tokens a document may have. People who work here get more: their tools write longer documents. */
export interface TokenLimits {
  readonly tokensMax: number
  readonly employeeTokensMax: number
}

/** Levels below `__schema` and `__type`: what the standard introspection query needs. */
export const introspectionDepthMax = 15
