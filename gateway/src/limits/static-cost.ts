import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  OperationTypeNode,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { argumentsCost, saturated, sizeOf, type AskedField, type GivenVariables } from './argument-cost.ts'
import { collectFields, fragmentsOf, mergeFields, responseKeyOf, type Collecting } from './collected-fields.ts'
import type { CostRules } from './cost-rules.ts'
import { typeClasses } from './type-classes.ts'

/** A valid operation with the values it is run with. */
export interface CostedOperation {
  readonly rules: CostRules
  /** The schema that the document was validated against. */
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** As sent: not yet coerced, defaults not filled in. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** What an operation costs at most, as long as no list is longer than assumed, and what `measuredCost` needs to count what came. */
export interface StaticCost {
  /** A whole number from 1 to Number.MAX_SAFE_INTEGER. */
  readonly cost: number
  /** What is paid for the operation as such: 10 for a mutation, 0 for others. */
  readonly baseCost: number
  readonly root: ObjectCost
}

/** What is selected on an object of one type. */
export interface ObjectCost {
  /** Of the object itself. */
  readonly weight: number
  readonly fields: readonly FieldCost[]
  /** Under which names `__typename` is asked for. */
  readonly typenameKeys: readonly string[]
  /** Of the fields together, at most. */
  readonly fieldsCost: number
}

/** One field of an answer. */
export interface FieldCost {
  readonly responseKey: string
  /** Paid once, whatever comes. */
  readonly argumentsCost: number
  /** Paid for each value; null where the value's type says. */
  readonly weight: number | null
  /** How many lists are around a value. */
  readonly listDepth: number
  /** How many values are assumed: 1 where there is no list. */
  readonly valuesAssumed: number
  /** Null for scalars and enums. */
  readonly selections: SelectionsCost | null
}

/** What is selected on a value that is an object of one of several types. */
export interface SelectionsCost {
  readonly byType: ReadonlyMap<string, ObjectCost>
  /** The same, once for all types that cost the same. */
  readonly alternatives: readonly ObjectCost[]
}

/** Lists one level below that a field's `@listSize` speaks of. */
interface SizedBelow {
  readonly size: number
  readonly fields: ReadonlySet<string>
}

interface Costing extends Collecting {
  readonly rules: CostRules
  readonly classOf: (type: GraphQLObjectType) => string
  /** Numbers that stand for nodes and for what they cost, in keys. */
  readonly ids: Map<object, number>
  readonly known: Map<string, SelectionsCost>
  /** By place and arguments: a large variable that is given many times is counted once for each field that takes it. */
  readonly knownArguments: Map<string, number>
  fieldsLeftToMerge: number
}

interface Asked {
  readonly type: GraphQLCompositeType
  readonly sets: readonly SelectionSetNode[]
  readonly sized: SizedBelow | null
}

// Fields that are asked for several times are paid once. What to merge may grow like a power of the text: past this number each
// is paid for itself, which grows with the text only, and never comes to less.
const mergedFieldsMax = 20_000
const mutationCost = 10
const nothing: SelectionsCost = { byType: new Map(), alternatives: [] }

/**
 * What an operation costs before it is run, by https://ibm.github.io/graphql-specs/cost-spec.html as Apollo Router counts it
 * (https://www.apollographql.com/docs/graphos/routing/security/demand-control): a mutation 10, an object 1, scalars and enums 0, or
 * their `@cost`, times the sizes of the lists around; of an abstract type the dearest object; introspection 0. At least 1.
 * Pure; throws BAD_USER_INPUT where a required slicing argument is missing. What `@skip` and `@include` leave out is free.
 */
export function staticCost({ rules, schema, document, operation, variables }: CostedOperation): StaticCost {
  const baseCost = operation.operation === OperationTypeNode.MUTATION ? mutationCost : 0
  const rootType = schema.getRootType(operation.operation)
  const costing: Costing = {
    rules,
    schema,
    fragments: fragmentsOf(document),
    variables: givenVariables(operation, variables),
    classOf: typeClasses(rules, schema, document),
    ids: new Map(),
    known: new Map(),
    knownArguments: new Map(),
    fieldsLeftToMerge: mergedFieldsMax,
  }
  const root =
    rootType === null || rootType === undefined
      ? { weight: 0, fields: [], typenameKeys: [], fieldsCost: 0 }
      : { ...objectCost(costing, rootType, { sets: [operation.selectionSet], sized: null }), weight: 0 }
  return { cost: Math.max(1, saturated(baseCost + root.fieldsCost)), baseCost, root }
}

function givenVariables({ variableDefinitions = [] }: OperationDefinitionNode, variables: GivenVariables): GivenVariables {
  // Without a prototype, so that a variable called like a member of it is none.
  const given: Record<string, unknown> = Object.create(null)
  for (const { variable, defaultValue } of variableDefinitions) {
    const name = variable.name.value
    if (Object.hasOwn(variables, name)) given[name] = variables[name]
    else if (defaultValue !== undefined) given[name] = valueFromASTUntyped(defaultValue)
  }
  return given
}

function selectionsCost(costing: Costing, asked: Asked): SelectionsCost {
  const { type, sets, sized } = asked
  const size = sized === null ? '' : `${String(sized.size)} ${[...sized.fields].join(' ')}`
  const key = `${type.name}|${sets.map((set) => idOf(costing, set)).join(',')}|${size}`
  const known = costing.known.get(key)
  if (known !== undefined) return known
  // What a fragment finds of itself inside itself: validation refuses such documents.
  costing.known.set(key, nothing)
  const types = isObjectType(type) ? [type] : costing.schema.getPossibleTypes(type)
  const byType = new Map<string, ObjectCost>()
  const byClass = new Map<string, ObjectCost>()
  for (const possible of types) {
    const className = types.length === 1 ? '' : costing.classOf(possible)
    const cost = byClass.get(className) ?? objectCost(costing, possible, asked)
    byClass.set(className, cost)
    byType.set(possible.name, cost)
  }
  const selections = { byType, alternatives: distinct(costing, [...byClass.values()]) }
  costing.known.set(key, selections)
  return selections
}

function objectCost(costing: Costing, type: GraphQLObjectType, { sets, sized }: Omit<Asked, 'type'>): ObjectCost {
  const typenameKeys: string[] = []
  const fields: FieldCost[] = []
  for (const nodes of mergedFields(costing, collectFields(costing, type, sets))) {
    const [node] = nodes
    if (node === undefined) continue
    if (node.name.value === '__typename') typenameKeys.push(responseKeyOf(node))
    const cost = fieldCost(costing, type, { node, nodes, sized })
    if (cost !== null) fields.push(cost)
  }
  const fieldsCost = fields.reduce((sum, field) => saturated(sum + fieldCostAtMost(field)), 0)
  return { weight: costing.rules.types.get(type.name) ?? 1, fields, typenameKeys, fieldsCost }
}

function mergedFields(costing: Costing, nodes: readonly FieldNode[]): readonly (readonly FieldNode[])[] {
  costing.fieldsLeftToMerge -= nodes.length
  return costing.fieldsLeftToMerge < 0 ? nodes.map((node) => [node]) : mergeFields(nodes)
}

interface AskedFields {
  readonly node: FieldNode
  /** All that ask for the same. */
  readonly nodes: readonly FieldNode[]
  readonly sized: SizedBelow | null
}

function fieldCost(costing: Costing, parent: GraphQLObjectType, { node, nodes, sized }: AskedFields): FieldCost | null {
  const name = node.name.value
  const definition = parent.getFields()[name]
  if (definition === undefined) return null
  const { rules, variables } = costing
  const field: AskedField = { place: `${parent.name}.${name}`, definition, node }
  const rule = rules.listSizes.get(field.place)
  const size = rule === undefined ? null : sizeOf(rule, field, variables)
  const type = getNamedType(definition.type)
  const listDepth = listDepthOf(definition.type)
  const below = rule === undefined || size === null || rule.sizedFields.size === 0 ? null : { size, fields: rule.sizedFields }
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
  return {
    responseKey: responseKeyOf(node),
    argumentsCost: knownArgumentsCost(costing, field),
    weight: rules.fields.get(field.place) ?? (isLeafType(type) ? (rules.types.get(type.name) ?? 0) : null),
    listDepth,
    valuesAssumed: valuesAssumed(rules, listDepth, sized?.fields.has(name) === true ? sized.size : size),
    selections: isCompositeType(type) ? selectionsCost(costing, { type, sets, sized: below }) : null,
  }
}

function valuesAssumed({ assumedListSize }: CostRules, listDepth: number, size: number | null): number {
  if (listDepth === 0) return 1
  return saturated((size ?? assumedListSize) * assumedListSize ** (listDepth - 1))
}

function fieldCostAtMost({ argumentsCost: ofArguments, weight, valuesAssumed: values, selections }: FieldCost): number {
  const ofValue =
    selections === null
      ? (weight ?? 0)
      : selections.alternatives.reduce((most, object) => Math.max(most, saturated((weight ?? object.weight) + object.fieldsCost)), 0)
  return saturated(ofArguments + saturated(values * ofValue))
}

function knownArgumentsCost(costing: Costing, field: AskedField): number {
  if (field.node.arguments === undefined || field.node.arguments.length === 0) return 0
  const values = field.node.arguments.map(({ name, value }) =>
    value.kind === Kind.VARIABLE ? `${name.value}:$${value.name.value}` : `${name.value}:${String(idOf(costing, value))}`,
  )
  const key = `${field.place}|${values.join(',')}`
  const cost = costing.knownArguments.get(key) ?? argumentsCost(costing.rules, field, costing.variables)
  costing.knownArguments.set(key, cost)
  return cost
}

function listDepthOf(type: GraphQLOutputType): number {
  const nullable = getNullableType(type)
  return isListType(nullable) ? 1 + listDepthOf(nullable.ofType) : 0
}

function idOf({ ids }: Costing, of: object): number {
  const id = ids.get(of) ?? ids.size
  ids.set(of, id)
  return id
}

function distinct(costing: Costing, objects: readonly ObjectCost[]): readonly ObjectCost[] {
  if (objects.length < 2) return objects
  return [...new Map(objects.map((object) => [signatureOf(costing, object), object])).values()]
}

/** Equal for what costs the same, whatever comes. */
function signatureOf(costing: Costing, { weight, fields, typenameKeys }: ObjectCost): string {
  const parts = fields.map((field) => [
    field.responseKey,
    field.argumentsCost,
    field.weight,
    field.listDepth,
    field.valuesAssumed,
    field.selections === null ? null : idOf(costing, field.selections),
  ])
  return JSON.stringify([weight, typenameKeys, parts])
}
