import {
  isAbstractType,
  Kind,
  type DocumentNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import type { CostRules } from './cost-rules.ts'

interface Named {
  readonly fields: ReadonlySet<string>
  /** Type conditions of fragments. */
  readonly conditions: ReadonlySet<string>
  readonly abstractConditions: readonly GraphQLAbstractType[]
}

/**
 * Says which object types no selection of a document can tell apart by cost: equal strings for those. Nodes of twenty types that
 * are asked for their id need be looked at once, not twenty times.
 */
export function typeClasses(rules: CostRules, schema: GraphQLSchema, document: DocumentNode): (type: GraphQLObjectType) => string {
  let names: Named | null = null
  const known = new Map<GraphQLObjectType, string>()
  return (type) => {
    names ??= namesIn(schema, document)
    const found = known.get(type) ?? describeType({ rules, schema, names }, type)
    known.set(type, found)
    return found
  }
}

function describeType(
  { rules, schema, names }: { readonly rules: CostRules; readonly schema: GraphQLSchema; readonly names: Named },
  type: GraphQLObjectType,
): string {
  const parts: string[] = [String(rules.types.get(type.name) ?? 1), names.conditions.has(type.name) ? type.name : '']
  for (const condition of names.abstractConditions) if (schema.isSubType(condition, type)) parts.push(condition.name)
  const definitions = type.getFields()
  for (const name of names.fields) {
    const definition = definitions[name]
    parts.push(definition === undefined ? '' : describeField(rules, `${type.name}.${name}`, definition))
  }
  return parts.join('\n')
}

function describeField(rules: CostRules, place: string, { type, args }: GraphQLField<unknown, unknown>): string {
  const weight = rules.fields.get(place)
  const listSize = rules.listSizes.get(place)
  const own = `${String(type)} ${String(weight)} ${listSize === undefined ? '' : JSON.stringify([listSize, [...listSize.sizedFields]])}`
  if (args.length === 0) return own
  const ofArguments = args.map(({ name, type: argumentType, defaultValue }) => {
    return [name, String(argumentType), rules.arguments.get(`${place}.${name}`), defaultValue]
  })
  return own + JSON.stringify(ofArguments)
}

function namesIn(schema: GraphQLSchema, { definitions }: DocumentNode): Named {
  const fields = new Set<string>()
  const conditions = new Set<string>()
  const pending: SelectionSetNode[] = []
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) conditions.add(definition.typeCondition.name.value)
    if ('selectionSet' in definition) pending.push(definition.selectionSet)
  }
  for (let set = pending.pop(); set !== undefined; set = pending.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields.add(selection.name.value)
      if (selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition !== undefined) {
        conditions.add(selection.typeCondition.name.value)
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet !== undefined) pending.push(selection.selectionSet)
    }
  }
  const types = [...conditions].map((name) => schema.getType(name))
  return { fields, conditions, abstractConditions: types.filter(isAbstractType) }
}
