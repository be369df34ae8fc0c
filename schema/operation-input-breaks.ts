/** What a change of an input type means to who sends it: as a literal in the document, or in variables. */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isTypeSubTypeOf,
  Kind,
  typeFromAST,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type ObjectValueNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql'
import type { Finding, SchemaPair } from './operation-output-breaks.ts'
import { accepts, allowedItem, allowedProperty, isDemanded, type Allowed, type JsonSchema } from './operation-variables.ts'

/** Whether everything that `before` accepts is accepted by `after` as well, as far as lists and null go. */
function isAsPermissive(before: GraphQLInputType, after: GraphQLInputType): boolean {
  if (isNonNullType(after)) return isNonNullType(before) && isAsPermissive(before.ofType, after.ofType)
  if (isNonNullType(before)) return isAsPermissive(before.ofType, after)
  if (isListType(before)) return isListType(after) && isAsPermissive(before.ofType, after.ofType)
  return isListType(after) ? isAsPermissive(before, after.ofType) : before.name === getNamedType(after).name
}

function retyped(before: unknown, after: unknown): string {
  return `is now ${String(after)}, was ${String(before)}`
}

/** What variables are judged by. */
export interface VariableReach {
  readonly pair: SchemaPair
  /** The JSON Schema of the variables, to which references in `allowed` lead. */
  readonly root: JsonSchema
}

/** Everything in a variable's type that breaks who sends what `allowed` lets through; a type that is gone or of another kind is one finding. */
export function variableBreaks(reach: VariableReach, type: GraphQLInputType, allowed: Allowed): readonly Finding[] {
  const visited = new Map<string, ReadonlySet<string>>()
  const walk = (each: GraphQLInputType, places: Allowed): readonly Finding[] => {
    if (isNonNullType(each)) return walk(each.ofType, places)
    if (isListType(each)) return walk(each.ofType, allowedItem(places, reach.root))
    // Inputs may contain themselves: each place in the JSON Schema is looked at once for each type.
    const seen = visited.get(each.name) ?? new Set()
    const fresh = places.filter((place) => !seen.has(JSON.stringify(place)))
    if (fresh.length === 0) return []
    visited.set(each.name, new Set([...seen, ...fresh.map((place) => JSON.stringify(place))]))
    const now = reach.pair.after.getType(each.name)
    const gone = kindChange(each, now)
    if (gone !== null) return [gone]
    if (isEnumType(each) && isEnumType(now))
      return enumBreaks(each, now, (value) => fresh.some((place) => accepts(place, reach.root, value)))
    if (isInputObjectType(each) && isInputObjectType(now)) return objectBreaks(each, now, fresh)
    return []
  }
  const objectBreaks = (was: GraphQLInputObjectType, now: GraphQLInputObjectType, places: Allowed): readonly Finding[] => {
    const fields = Object.values(was.getFields()).flatMap((field): readonly Finding[] => {
      const inside = allowedProperty(places, reach.root, field.name)
      const coordinate = `${was.name}.${field.name}`
      const after = now.getFields()[field.name]
      if (after === undefined) return inside.length === 0 ? [] : [{ coordinate, what: 'was removed' }]
      const missed = emptyPlaceBreaks({ was: field, now: after, coordinate })
      if (missed.length > 0 && !isDemanded(places, reach.root, field.name)) return missed
      if (inside.length === 0) return []
      const isNeverNull = (): boolean => !inside.some((place) => accepts(place, reach.root, null))
      const canSuit = isAsPermissive(field.type, after.type) || (isAsPermissive(notNull(field.type), notNull(after.type)) && isNeverNull())
      return canSuit ? walk(field.type, inside) : [{ coordinate, what: retyped(field.type, after.type) }]
    })
    return [...fields, ...newlyRequired(was, now)]
  }
  return walk(type, allowed)
}

function notNull(type: GraphQLInputType): GraphQLInputType {
  return isNonNullType(type) ? type.ofType : type
}

function newlyRequired(was: GraphQLInputObjectType, now: GraphQLInputObjectType): readonly Finding[] {
  const added = Object.values(now.getFields()).filter((field) => was.getFields()[field.name] === undefined && isRequiredInputField(field))
  return added.map((field) => ({ coordinate: `${was.name}.${field.name}`, what: `was added and is required: ${String(field.type)}` }))
}

function enumBreaks(was: GraphQLEnumType, now: GraphQLEnumType, isSent: (value: string) => boolean): readonly Finding[] {
  const gone = was.getValues().filter(({ name }) => now.getValue(name) === undefined && isSent(name))
  return gone.map(({ name }) => ({ coordinate: `${was.name}.${name}`, what: 'was removed' }))
}

/** What is wrong with a type as a whole; null when it is there and of the same kind. */
export function kindChange(was: GraphQLNamedType, now: GraphQLNamedType | undefined): Finding | null {
  if (now === undefined) return { coordinate: was.name, what: 'was removed' }
  const isSame = was.constructor === now.constructor
  return isSame ? null : { coordinate: was.name, what: `is now of kind ${kindOf(now)}, was ${kindOf(was)}` }
}

function kindOf(type: GraphQLNamedType): string {
  return type[Symbol.toStringTag].replace(/^GraphQL(?<kind>\w+)Type$/, '$<kind>').toLowerCase()
}

/** What values in a document are judged by. */
export interface LiteralReach {
  readonly pair: SchemaPair
  /** The operation's variables by name. */
  readonly declared: ReadonlyMap<string, VariableDefinitionNode>
}

/** A place for a value: an argument or an input's field, before and after. */
export interface InputPlace {
  readonly was: GraphQLArgument | GraphQLInputField
  readonly now: GraphQLArgument | GraphQLInputField
  readonly coordinate: string
}

/** Everything that breaks in a value that stands in the document at that place. Of a variable its type counts here, not its content. */
export function placeBreaks(reach: LiteralReach, { was, now, coordinate }: InputPlace, value: ValueNode): readonly Finding[] {
  const isRefused = value.kind === Kind.VARIABLE ? !isUsable(reach, now, value.name.value) : !isLiteralAccepted(was.type, now.type, value)
  if (isRefused) return [{ coordinate, what: retyped(was.type, now.type) }]
  return literalBreaks(reach, was.type, value)
}

/** What a place that is left empty says when it may no longer be. */
export function emptyPlaceBreaks({ was, now, coordinate }: InputPlace): readonly Finding[] {
  return isRequired(now) && !isRequired(was) ? [{ coordinate, what: `is now required: ${retyped(was.type, now.type)}` }] : []
}

/** Everything that breaks within a value whose place is as it was, such as a variable's default. */
export function literalBreaks(reach: LiteralReach, type: GraphQLInputType, value: ValueNode): readonly Finding[] {
  if (value.kind === Kind.VARIABLE || value.kind === Kind.NULL) return []
  if (isNonNullType(type)) return literalBreaks(reach, type.ofType, value)
  if (isListType(type)) {
    const values = value.kind === Kind.LIST ? value.values : [value]
    return values.flatMap((each) => literalBreaks(reach, type.ofType, each))
  }
  const now = reach.pair.after.getType(type.name)
  const gone = kindChange(type, now)
  if (gone !== null) return [gone]
  if (value.kind === Kind.ENUM) return isEnumType(type) && isEnumType(now) ? enumBreaks(type, now, (name) => name === value.value) : []
  return value.kind === Kind.OBJECT ? objectLiteralBreaks(reach, { type, now }, value) : []
}

interface NamedPair {
  readonly type: GraphQLNamedType
  readonly now: GraphQLNamedType | undefined
}

function objectLiteralBreaks(reach: LiteralReach, { type, now }: NamedPair, value: ObjectValueNode): readonly Finding[] {
  if (!isInputObjectType(type) || !isInputObjectType(now)) return []
  const given = new Map(value.fields.map((field) => [field.name.value, field.value]))
  const fields = Object.values(type.getFields()).flatMap((field): readonly Finding[] => {
    const coordinate = `${type.name}.${field.name}`
    const after = now.getFields()[field.name]
    const node = given.get(field.name)
    if (after === undefined) return node === undefined ? [] : [{ coordinate, what: 'was removed' }]
    const place = { was: field, now: after, coordinate }
    return node === undefined ? emptyPlaceBreaks(place) : placeBreaks(reach, place, node)
  })
  return [...fields, ...newlyRequired(type, now)]
}

function isRequired({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean {
  return isNonNullType(type) && defaultValue === undefined
}

/** Whether a variable may stand where it stands, by the rule "All Variable Usages Are Allowed". One whose type is gone is reported there. */
function isUsable({ pair, declared }: LiteralReach, place: GraphQLArgument | GraphQLInputField, name: string): boolean {
  const definition = declared.get(name)
  const type = definition === undefined ? undefined : typeFromAST(pair.after, definition.type)
  if (definition === undefined || type === undefined) return true
  const hasDefault = definition.defaultValue !== undefined && definition.defaultValue.kind !== Kind.NULL
  const isFilled = isNonNullType(place.type) && !isNonNullType(type) && (hasDefault || place.defaultValue !== undefined)
  return isTypeSubTypeOf(pair.after, type, isFilled ? notNull(place.type) : place.type)
}

/** Whether a literal that was right for a type is right for what the type is now. */
function isLiteralAccepted(before: GraphQLInputType, after: GraphQLInputType, value: ValueNode): boolean {
  if (value.kind === Kind.NULL) return !isNonNullType(after)
  const [was, is] = [notNull(before), notNull(after)]
  if (!isListType(was)) return isAsPermissive(was, is)
  if (!isListType(is)) return false
  const values = value.kind === Kind.LIST ? value.values : [value]
  return values.every((each) => each.kind === Kind.VARIABLE || isLiteralAccepted(was.ofType, is.ofType, each))
}
