import { saturated } from './argument-cost.ts'
import type { FieldCost, ObjectCost, SelectionsCost, StaticCost } from './static-cost.ts'

/**
 * What an answer cost, by the same rules as `staticCost` (https://ibm.github.io/graphql-specs/cost-spec.html): what came, lists by
 * their length. Null costs nothing but the arguments that led to it. Never more than the static cost as long as no list is longer
 * than assumed, and at least 1. Where an answer does not tell of which type an object is, it is the cheapest that it can be.
 */
export function measuredCost({ baseCost, root }: StaticCost, data: unknown): number {
  return Math.max(1, saturated(baseCost + (isObject(data) ? fieldsCost(root, data) : 0)))
}

function fieldsCost({ fields }: ObjectCost, object: Readonly<Record<string, unknown>>): number {
  let cost = 0
  for (const field of fields) {
    // Not there is what a denied or unknown field left: nobody worked for it.
    if (!Object.hasOwn(object, field.responseKey)) continue
    cost = saturated(cost + field.argumentsCost + valueCost(field, object[field.responseKey], field.listDepth))
  }
  return cost
}

function valueCost(field: FieldCost, value: unknown, listDepth: number): number {
  if (value === null || value === undefined) return 0
  if (field.selections === null && field.weight === 0) return 0
  if (listDepth > 0) {
    if (!Array.isArray(value)) return 0
    return value.reduce<number>((sum, item) => saturated(sum + valueCost(field, item, listDepth - 1)), 0)
  }
  if (field.selections === null) return field.weight ?? 0
  if (!isObject(value)) return 0
  const costs = candidates(field.selections, value).map((object) => saturated((field.weight ?? object.weight) + fieldsCost(object, value)))
  return costs.length === 0 ? 0 : Math.min(...costs)
}

/** What the object can be, by its `__typename` or by what it has. */
function candidates({ byType, alternatives }: SelectionsCost, value: Readonly<Record<string, unknown>>): readonly ObjectCost[] {
  if (alternatives.length < 2) return alternatives
  for (const [key, name] of Object.entries(value)) {
    const named = typeof name === 'string' ? byType.get(name) : undefined
    if (named?.typenameKeys.includes(key) === true) return [named]
  }
  const keys = Object.keys(value).length
  const fitting = alternatives.filter(
    ({ fields, typenameKeys }) =>
      fields.length + typenameKeys.length === keys && fields.every(({ responseKey }) => Object.hasOwn(value, responseKey)),
  )
  return fitting.length === 0 ? alternatives : fitting
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
