import { createHash } from 'node:crypto'
import { invariant } from '@iommi/shared/errors'
import {
  getNamedType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
  OperationTypeNode,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { fragmentsOf } from '../document-fragments.ts'
import type { AccessRules } from './access-rules.ts'
import { forbidden, type DeniedField, type DeniedParts } from './denied-parts.ts'
import { findDenial, type Grants } from './grants.ts'

/** What of an operation a caller may run. */
export type Authorization = AllowedOperation | PrunedOperation | RefusedOperation

/** All of it. */
interface AllowedOperation {
  readonly kind: 'allowed'
}

/** A part of it: `document` is that part, under a hash of its own; `parts` says what is missing from its answer. */
interface PrunedOperation {
  readonly kind: 'pruned'
  readonly document: DocumentNode
  readonly documentHash: string
  readonly parts: DeniedParts
}

/** A mutation or subscription of which a root field is denied: as long as that field would run, nothing of it may. `rest` is what may run otherwise. */
interface RefusedOperation {
  readonly kind: 'refused'
  readonly roots: readonly DeniedRoot[]
  readonly variables: OperationDefinitionNode['variableDefinitions']
  readonly rest: PrunedOperation
}

interface DeniedRoot {
  readonly field: DeniedField
  /** The `@skip` and `@include` around it. */
  readonly conditions: readonly DirectiveNode[]
}

/** An operation of a valid document, and who wants to run it. */
export interface WantedOperation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly grants: Grants
}

/**
 * Decides what of an operation the caller may run. Pure, and the same for every transport. A denied field is replaced by
 * `__typename` under an alias that no client can use: so it stays in its place, under its conditions, and no fetch is made for it.
 */
export function authorizeOperation(rules: AccessRules, wanted: WantedOperation): Authorization {
  const { schema, operation } = wanted
  const denied = new Map<string, DeniedField>()
  const document = prune(rules, wanted, denied)
  if (denied.size === 0) return { kind: 'allowed' }
  const root = schema.getRootType(operation.operation)
  const pruned = operationOf(document)
  invariant(root, 'a valid document has an operation of a type there is')
  invariant(pruned, 'the operation stays in the document')
  const walk: Walk = { schema, denied, fragments: fragmentsOf(document) }
  const parts = newParts()
  collectParts(walk, { set: pruned.selectionSet, type: root }, parts)
  const rest: PrunedOperation = {
    kind: 'pruned',
    document,
    documentHash: createHash('sha256').update(print(document)).digest('hex'),
    parts,
  }
  const roots = operation.operation === OperationTypeNode.QUERY ? [] : deniedRoots(walk, pruned.selectionSet, [])
  if (roots.length > 0) return { kind: 'refused', roots, variables: operation.variableDefinitions, rest }
  return parts.denied.size + parts.fields.size === 0 ? { kind: 'allowed' } : rest
}

/** Why nothing of a refused operation may run with these variables; nothing when all that is denied is left out by its conditions. */
export function refusalsOf({ roots, variables }: RefusedOperation, values: Readonly<Record<string, unknown>>): readonly GraphQLError[] {
  const defaults = new Map<string, unknown>()
  for (const { variable, defaultValue } of variables ?? []) {
    if (defaultValue?.kind === Kind.BOOLEAN) defaults.set(variable.name.value, defaultValue.value)
  }
  const valueOf = (name: string): unknown => (Object.hasOwn(values, name) ? values[name] : defaults.get(name))
  return roots
    .filter(({ conditions }) => conditions.every((condition) => mayRun(condition, valueOf)))
    .map(({ field }) => forbidden(field.message, [field.responseKey], 403))
}

// What is no Boolean lets nothing run either, but the client is to hear of what it may not do first.
function mayRun({ name, arguments: given }: DirectiveNode, valueOf: (name: string) => unknown): boolean {
  const argument = given?.find((each) => each.name.value === 'if')?.value
  const constant = argument?.kind === Kind.BOOLEAN ? argument.value : null
  const value = argument?.kind === Kind.VARIABLE ? valueOf(argument.name.value) : constant
  if (name.value === 'skip') return value !== true
  return name.value !== 'include' || value !== false
}

/** The document with only this operation, and with a placeholder for each denied field; `denied` gets what stands behind each. */
function prune(
  rules: AccessRules,
  { schema, document, operation, grants }: WantedOperation,
  denied: Map<string, DeniedField>,
): DocumentNode {
  const typeInfo = new TypeInfo(schema)
  const aliases = new Map<string, string>()
  const visitor = visitWithTypeInfo(typeInfo, {
    OperationDefinition: (node) => (node === operation ? undefined : null),
    Field: (node) => {
      const [parent, field] = [typeInfo.getParentType(), typeInfo.getFieldDef()]
      if (parent === null || parent === undefined || field === null || field === undefined || field.name.startsWith('__')) return undefined
      const message = findDenial(rules, grants, { parent: parent.name, name: field.name, type: getNamedType(field.type).name })
      if (message === null) return undefined
      const responseKey = node.alias?.value ?? node.name.value
      const site = `${parent.name}.${field.name} ${responseKey}`
      const alias = aliases.get(site) ?? `__denied_${String(aliases.size)}`
      aliases.set(site, alias)
      denied.set(alias, { responseKey, isNonNull: isNonNullType(field.type), message })
      return placeholder(node, alias)
    },
  })
  return visit(document, visitor)
}

function placeholder({ directives }: FieldNode, alias: string): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: alias },
    name: { kind: Kind.NAME, value: '__typename' },
    ...(directives === undefined ? {} : { directives }),
  }
}

interface Walk {
  readonly schema: GraphQLSchema
  readonly denied: ReadonlyMap<string, DeniedField>
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/** Notes where placeholders are, with fragments written out. Returns whether there is one. */
function collectParts(
  walk: Walk,
  { set, type }: { readonly set: SelectionSetNode; readonly type: GraphQLCompositeType },
  parts: DeniedParts,
): boolean {
  let hasDenied = false
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) hasDenied = collectField(walk, selection, { type, parts }) || hasDenied
    else hasDenied = collectParts(walk, fragmentAt(walk, selection, type), parts) || hasDenied
  }
  return hasDenied
}

function collectField(
  walk: Walk,
  node: FieldNode,
  { type, parts }: { readonly type: GraphQLCompositeType; readonly parts: DeniedParts },
): boolean {
  const key = node.alias?.value ?? node.name.value
  const denied = walk.denied.get(key)
  if (denied !== undefined) {
    parts.denied.set(key, denied)
    return true
  }
  const field = fieldOf(type, node.name.value)
  if (field === undefined || node.selectionSet === undefined) return false
  const below = parts.fields.get(key)?.below ?? newParts()
  const named = getNamedType(field.type)
  if (!isCompositeType(named) || !collectParts(walk, { set: node.selectionSet, type: named }, below)) return false
  parts.fields.set(key, { type: field.type, below })
  return true
}

function fragmentAt(
  { schema, fragments }: Walk,
  selection: Exclude<SelectionSetNode['selections'][number], FieldNode>,
  around: GraphQLCompositeType,
): { readonly set: SelectionSetNode; readonly type: GraphQLCompositeType } {
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
  invariant(fragment, 'a valid document has the fragments that it spreads')
  const condition = fragment.typeCondition?.name.value
  const type = condition === undefined ? around : schema.getType(condition)
  invariant(isCompositeType(type), 'a valid document has conditions of types there are')
  return { set: fragment.selectionSet, type }
}

function deniedRoots(walk: Walk, set: SelectionSetNode, around: readonly DirectiveNode[]): readonly DeniedRoot[] {
  return set.selections.flatMap((selection) => {
    const conditions = [...around, ...(selection.directives ?? [])]
    if (selection.kind === Kind.FIELD) {
      const field = walk.denied.get(selection.alias?.value ?? selection.name.value)
      return field === undefined ? [] : [{ field, conditions }]
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(selection.name.value) : selection
    return fragment === undefined ? [] : deniedRoots(walk, fragment.selectionSet, conditions)
  })
}

function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}

function operationOf(document: DocumentNode): OperationDefinitionNode | null {
  return document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION) ?? null
}

function newParts(): DeniedParts {
  return { fields: new Map(), denied: new Map() }
}
