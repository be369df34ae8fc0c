import {
  Kind,
  OperationTypeNode,
  parse,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { fragmentsOf } from '../document-fragments.ts'
import { Refusal } from '../refusal.ts'

/**
 * Throws GRAPHQL_VALIDATION_FAILED for a subscription with `@skip` or `@include` at its root, fragments included, as GraphQL has it
 * since September 2025 (https://spec.graphql.org/September2025/#sec-Single-Root-Field). Has to come before validation: that of
 * graphql 16 fails on such a document instead of refusing it. A document that cannot be read is for the parser to refuse.
 */
export function checkSubscriptionRoots(text: string): void {
  if (!/\bsubscription\b/.test(text) || !/@\s*(skip|include)\b/.test(text)) return
  const document = tryParse(text)
  const [directive] = document === null ? [] : rootConditions(document)
  if (directive !== undefined) {
    throw new Refusal('GRAPHQL_VALIDATION_FAILED', `The root field of a subscription cannot have @${directive.name.value}.`)
  }
}

function tryParse(text: string): DocumentNode | null {
  try {
    return parse(text, { noLocation: true })
  } catch {
    return null
  }
}

function rootConditions(document: DocumentNode): readonly DirectiveNode[] {
  const fragments = fragmentsOf(document)
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION
      ? conditionsIn(definition.selectionSet, fragments, new Set())
      : [],
  )
}

function conditionsIn(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen: Set<string>,
): readonly DirectiveNode[] {
  return selections.flatMap((selection) => {
    const own = (selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include')
    if (selection.kind === Kind.FIELD) return own
    if (selection.kind === Kind.INLINE_FRAGMENT) return [...own, ...conditionsIn(selection.selectionSet, fragments, seen)]
    const fragment = fragments.get(selection.name.value)
    if (fragment === undefined || seen.has(selection.name.value)) return own
    seen.add(selection.name.value)
    return [...own, ...conditionsIn(fragment.selectionSet, fragments, seen)]
  })
}
