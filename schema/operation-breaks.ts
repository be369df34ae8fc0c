import {
  doTypesOverlap,
  getNamedType,
  isCompositeType,
  isInputType,
  isInterfaceType,
  isObjectType,
  isAbstractType,
  Kind,
  typeFromAST,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type VariableDefinitionNode,
} from 'graphql'
import { emptyPlaceBreaks, kindChange, literalBreaks, placeBreaks, variableBreaks, type LiteralReach } from './operation-input-breaks.ts'
import { additions, outputChange, type Finding, type SchemaPair } from './operation-output-breaks.ts'
import { allowedProperty, anything, type JsonSchema } from './operation-variables.ts'

/** What a change of the schema does to an operation: what breaks it, and what its client should know. */
export interface OperationFindings {
  readonly breaks: readonly Finding[]
  readonly notes: readonly Finding[]
}

/**
 * Follows everything that the operation uses through both schemas: fields, arguments, types of fragments, and what its variables and
 * literals reach. `variables` is the JSON Schema that limits them; without it they may hold whatever their types allow. What the operation
 * does not use does not touch it. An operation that the earlier schema does not know is only checked against the later one.
 */
export function findOperationBreaks(pair: SchemaPair, document: DocumentNode, variables: JsonSchema = true): OperationFindings {
  const invalid = validate(pair.after, document).map(({ message }) => ({ coordinate: 'document', what: message }))
  if (validate(pair.before, document).length > 0) return { breaks: invalid, notes: [] }
  const breaks: Finding[] = []
  const notes: Finding[] = []
  const info = new TypeInfo(pair.before)
  const reach: LiteralReach = { pair, declared: declaredVariables(document) }
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: (node) => {
        const [parent, field] = [info.getParentType(), info.getFieldDef()]
        if (!isCompositeType(parent) || field === null || field === undefined || field.name.startsWith('__')) return
        breaks.push(...fieldBreaks(reach, { parent, field, node }))
        notes.push(...additions(pair, getNamedType(field.type)), ...newDefaults(pair, { parent, field, node }))
      },
      VariableDefinition: (node) => void breaks.push(...definitionBreaks(reach, node, variables)),
      enter: (node) => void breaks.push(...fragmentBreaks(pair, info.getParentType() ?? null, conditionOf(node, document))),
    }),
  )
  // What no rule above explains still makes the operation fail.
  return { breaks: distinct(breaks.length === 0 ? invalid : breaks), notes: distinct(notes) }
}

function declaredVariables(document: DocumentNode): ReadonlyMap<string, VariableDefinitionNode> {
  const definitions = document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? (node.variableDefinitions ?? []) : [],
  )
  return new Map(definitions.map((node) => [node.variable.name.value, node]))
}

interface FieldUse {
  readonly parent: GraphQLCompositeType
  readonly field: GraphQLField<unknown, unknown>
  readonly node: FieldNode
}

/** The field as it is afterwards; a finding when there is none. */
function fieldAfter({ after }: SchemaPair, { parent, field }: FieldUse): GraphQLField<unknown, unknown> | Finding {
  const now = after.getType(parent.name)
  const gone = kindChange(parent, now)
  if (gone !== null) return gone
  const found = isObjectType(now) || isInterfaceType(now) ? now.getFields()[field.name] : undefined
  return found ?? { coordinate: `${parent.name}.${field.name}`, what: 'was removed' }
}

function fieldBreaks(reach: LiteralReach, use: FieldUse): readonly Finding[] {
  const now = fieldAfter(reach.pair, use)
  if ('coordinate' in now) return [now]
  const coordinate = `${use.parent.name}.${use.field.name}`
  const change = outputChange(use.field.type, now.type)
  const given = new Map((use.node.arguments ?? []).map((argument) => [argument.name.value, argument.value]))
  const args = now.args.flatMap((argument): readonly Finding[] => {
    const place = `${coordinate}(${argument.name}:)`
    const was = use.field.args.find(({ name }) => name === argument.name)
    if (was === undefined) {
      const missed = emptyPlaceBreaks({ was: { ...argument, defaultValue: null }, now: argument, coordinate: place })
      return missed.map(() => ({ coordinate: place, what: `was added and is required: ${String(argument.type)}` }))
    }
    const value = given.get(argument.name)
    const places = { was, now: argument, coordinate: place }
    return value === undefined ? emptyPlaceBreaks(places) : placeBreaks(reach, places, value)
  })
  const kept = new Set(now.args.map(({ name }) => name))
  const removed = [...given.keys()].filter((name) => !kept.has(name))
  return [
    ...(change === null ? [] : [{ coordinate, what: change }]),
    ...args,
    ...removed.map((name) => ({ coordinate: `${coordinate}(${name}:)`, what: 'was removed' })),
  ]
}

function newDefaults(pair: SchemaPair, use: FieldUse): readonly Finding[] {
  const now = fieldAfter(pair, use)
  if ('coordinate' in now) return []
  const given = new Set((use.node.arguments ?? []).map((argument) => argument.name.value))
  return use.field.args.flatMap((was) => {
    const after = now.args.find(({ name }) => name === was.name)
    if (after === undefined || given.has(was.name) || JSON.stringify(after.defaultValue) === JSON.stringify(was.defaultValue)) return []
    const what = `is left out, and means ${JSON.stringify(after.defaultValue) ?? 'nothing'} now, was ${JSON.stringify(was.defaultValue) ?? 'nothing'}`
    return [{ coordinate: `${use.parent.name}.${use.field.name}(${was.name}:)`, what }]
  })
}

function definitionBreaks(reach: LiteralReach, node: VariableDefinitionNode, variables: JsonSchema): readonly Finding[] {
  const type = typeFromAST(reach.pair.before, node.type)
  if (!isInputType(type)) return []
  const allowed = variables === true ? anything : allowedProperty([variables], variables, node.variable.name.value)
  const inDefault = node.defaultValue === undefined ? [] : literalBreaks(reach, type, node.defaultValue)
  return [...variableBreaks({ pair: reach.pair, root: variables }, type, allowed), ...inDefault]
}

/** The type that a fragment is on, by its name. */
function conditionOf(node: ASTNode, document: DocumentNode): string | null {
  if (node.kind === Kind.INLINE_FRAGMENT) return node.typeCondition?.name.value ?? null
  if (node.kind !== Kind.FRAGMENT_SPREAD) return null
  const fragment = document.definitions.find((each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value)
  return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fragment.typeCondition.name.value : null
}

function fragmentBreaks({ before, after }: SchemaPair, parent: GraphQLNamedType | null, condition: string | null): readonly Finding[] {
  const was = condition === null ? undefined : before.getType(condition)
  if (was === undefined || parent === null) return []
  const [now, parentNow] = [after.getType(was.name), after.getType(parent.name)]
  const gone = kindChange(was, now)
  if (gone !== null) return [gone]
  if (!isCompositeType(now) || !isCompositeType(parentNow) || doTypesOverlap(after, parentNow, now)) return []
  const [whole, part] = isAbstractType(parent) ? [parent.name, was.name] : [was.name, parent.name]
  return [{ coordinate: whole, what: `is never a ${part} any more` }]
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.coordinate}: ${finding.what}`, finding])).values()]
}
