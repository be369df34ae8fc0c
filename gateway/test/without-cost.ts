/** A GraphQL answer without what it says of its cost, which tests of other things do not look at. */
export function withoutCost<T>(answer: T): T {
  const { extensions, ...rest } = answer as { readonly extensions?: Readonly<Record<string, unknown>> }
  if (extensions === undefined) return answer
  const { cost: _unread, ...others } = extensions
  return (Object.keys(others).length === 0 ? rest : { ...rest, extensions: others }) as T
}
