import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql'
import { Refusal } from '../refusal.ts'
import type { CostRules, ListSizeRule } from './cost-rules.ts'

/** Variables as sent, with the operation's defaults where none was sent; without a prototype. */
export type GivenVariables = Readonly<Record<string, unknown>>

/** A field as it is asked for. */
export interface AskedField {
  /** `Type.field` */
  readonly place: string
  readonly definition: GraphQLField<unknown, unknown>
  readonly node: FieldNode
}

/** Sums are exact up to here, and stay here. */
export function saturated(cost: number): number {
  return Math.min(cost, Number.MAX_SAFE_INTEGER)
}

/**
 * What the arguments of a field cost once, as Apollo Router counts it: 1 for each input object, 0 for scalars and enums, or their
 * `@cost`. What is null or not given costs nothing.
 */
export function argumentsCost(rules: CostRules, { place, definition, node }: AskedField, variables: GivenVariables): number {
  let cost = 0
  for (const { name, value } of node.arguments ?? []) {
    const argument = definition.args.find((candidate) => candidate.name === name.value)
    if (argument === undefined) continue
    const weight = rules.arguments.get(`${place}.${name.value}`)
    cost += inputCost(rules, { value: valueFromASTUntyped(value, variables), type: argument.type, weight })
  }
  return saturated(cost)
}

interface Input {
  readonly value: unknown
  readonly type: GraphQLInputType
  readonly weight: number | undefined
}

// A list of what is still to be counted, and no recursion: a value may be nested as deeply as a body has room for.
function inputCost(rules: CostRules, input: Input): number {
  const pending = [input]
  let cost = 0
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) cost += ownCost(rules, next, pending)
  return cost
}

/** Of a value without what is inside it, which becomes pending. */
function ownCost(rules: CostRules, { value, type, weight }: Input, pending: Input[]): number {
  if (value === null || value === undefined) return 0
  const nullable = getNullableType(type)
  if (isInputObjectType(nullable)) {
    pending.push(...membersOf(rules, nullable, value))
    return weight ?? 1
  }
  const leafWeight = weight ?? rules.types.get(getNamedType(nullable).name) ?? 0
  if (!isListType(nullable)) return leafWeight
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  for (const item of items) pending.push({ value: item, type: nullable.ofType, weight })
  return Array.isArray(value) ? leafWeight : 0
}

function membersOf(rules: CostRules, type: GraphQLInputObjectType, value: unknown): readonly Input[] {
  const fields = type.getFields()
  return Object.entries(typeof value === 'object' && value !== null ? value : {}).flatMap(([name, item]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    return field === undefined ? [] : [{ value: item, type: field.type, weight: rules.inputFields.get(`${type.name}.${name}`) }]
  })
}

/**
 * How many items a field is asked for: the largest of its slicing arguments, written out, as variables or by default; otherwise the
 * assumed size; null without either. BAD_USER_INPUT where exactly one slicing argument is required and another number is there.
 */
export function sizeOf(rule: ListSizeRule, { place, definition, node }: AskedField, variables: GivenVariables): number | null {
  const sizes = rule.slicingArguments.flatMap((path) => slicedSize(path.split('.'), { place, definition, node }, variables) ?? [])
  if (rule.isOneSlicingArgumentRequired && rule.slicingArguments.length > 0 && sizes.length !== 1) {
    throw new Refusal('BAD_USER_INPUT', `${place} needs exactly one of the arguments ${rule.slicingArguments.join(', ')}.`)
  }
  return sizes.length === 0 ? rule.assumedSize : Math.max(...sizes)
}

function slicedSize([name, ...path]: readonly string[], { definition, node }: AskedField, variables: GivenVariables): number | null {
  const argument = definition.args.find((candidate) => candidate.name === name)
  if (argument === undefined) return null
  const given = givenValue(argument, node, variables)
  const size = path.reduce<unknown>(memberOf, given)
  return typeof size === 'number' && Number.isFinite(size) ? saturated(Math.max(0, Math.ceil(size))) : null
}

function givenValue(argument: GraphQLArgument, node: FieldNode, variables: GivenVariables): unknown {
  const written = node.arguments?.find(({ name }) => name.value === argument.name)
  const value = written === undefined ? undefined : valueFromASTUntyped(written.value, variables)
  return value === undefined ? argument.defaultValue : value
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
}
