import { GraphQLError, Kind, visit, type DocumentNode, type ValidationRule, type VariableDefinitionNode } from 'graphql'

const sizeArguments: ReadonlySet<string> = new Set(['first', 'last'])

/** Refuses pages larger than `pageSizeMax` that are written into the document. */
export function pageSizeRule(pageSizeMax: number): ValidationRule {
  return (context) => ({
    Argument: ({ name, value }) => {
      if (!sizeArguments.has(name.value) || value.kind !== Kind.INT || Number(value.value) <= pageSizeMax) return
      context.reportError(pageSizeError(name.value, pageSizeMax))
    },
  })
}

/** The variables of a document that say how large a page is. */
export function pageSizeVariables(document: DocumentNode): readonly VariableDefinitionNode[] {
  const names = new Set<string>()
  visit(document, {
    Argument: ({ name, value }) => {
      if (sizeArguments.has(name.value) && value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .flatMap((operation) => operation.variableDefinitions ?? [])
    .filter(({ variable }) => names.has(variable.name.value))
}

/** Refuses a variable, or its default, that asks for a page larger than `pageSizeMax`; null when all are fine. */
export function checkPageSizes(
  definitions: readonly VariableDefinitionNode[],
  variables: Readonly<Record<string, unknown>>,
  pageSizeMax: number,
): GraphQLError | null {
  for (const { variable, defaultValue } of definitions) {
    const name = variable.name.value
    const fallback = defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : null
    const size = Object.hasOwn(variables, name) ? variables[name] : fallback
    if (typeof size === 'number' && size > pageSizeMax) return pageSizeError(`$${name}`, pageSizeMax)
  }
  return null
}

function pageSizeError(what: string, pageSizeMax: number): GraphQLError {
  return new GraphQLError(`${what}: a page has at most ${String(pageSizeMax)} items.`, { extensions: { code: 'PAGE_SIZE_LIMIT_EXCEEDED' } })
}
