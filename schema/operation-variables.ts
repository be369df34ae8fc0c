/** The JSON Schema (draft 2020-12) that says which variables an operation may be called with. */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'

/** A JSON Schema below the top, where `true` and `false` are schemas too. */
export type JsonSchema = boolean | Readonly<Record<string, unknown>>

/** Says what is wrong with variables, without repeating their values; empty when they are as they should be. */
export type VariablesCheck = (variables: Readonly<Record<string, unknown>>) => readonly string[]

/**
 * Compiles the schema. Throws, saying why, for one that is not valid, has a keyword nobody knows, a `format` (say it by a `pattern`), or a
 * reference to outside.
 */
export function compileVariables(schema: Readonly<Record<string, unknown>>): VariablesCheck {
  // One for each schema: they may carry the same $id.
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, logger: false }).compile(schema)
  return (variables) => (validate(variables) ? [] : (validate.errors ?? []).map(problemText))
}

/** Whether that schema, part of `root` whose `$defs` it may refer to, accepts the value. */
export function accepts(schema: JsonSchema, root: JsonSchema, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema
  const definitions = typeof root === 'boolean' ? {} : { $defs: root['$defs'] ?? {} }
  // A part of a schema may lack what makes it strict as a whole.
  return new Ajv2020({ strict: false, logger: false }).compile({ ...schema, ...definitions })(value)
}

function problemText({ instancePath, keyword, message, params }: ErrorObject): string {
  const extra = keyword === 'additionalProperties' ? ` "${String(params['additionalProperty'])}"` : ''
  return `variables${instancePath.replaceAll('/', '.')} ${message ?? 'is not allowed'}${extra}`
}

/**
 * What may stand at a place of the variables, as alternatives; none: nothing may. It follows `properties`, `additionalProperties`, `items`,
 * `prefixItems`, `$ref` into `$defs`, `anyOf`, `oneOf` and `allOf`; what other keywords forbid counts as allowed.
 */
export type Allowed = readonly JsonSchema[]

/** Where no schema limits. */
export const anything: Allowed = [true]

/** What may stand in that property of an object. */
export function allowedProperty(allowed: Allowed, root: JsonSchema, name: string): Allowed {
  return allowed.flatMap((schema) => through(schema, root, (own) => propertyOf(own, name)))
}

/** What may stand in a list. A value that is no list stands for a list of one, as in GraphQL. */
export function allowedItem(allowed: Allowed, root: JsonSchema): Allowed {
  return allowed.flatMap((schema) =>
    through(schema, root, (own) => {
      const prefix = Array.isArray(own['prefixItems']) ? own['prefixItems'] : []
      const items = own['items'] === undefined ? (prefix.length === 0 && isListed(own) ? [true] : []) : [own['items']]
      const alone = isListed(own) ? [] : [own]
      return [...prefix, ...items, ...alone].filter(isJsonSchema)
    }),
  )
}

/** Whether an object that may stand there has to have the property, and not as null. */
export function isDemanded(allowed: Allowed, root: JsonSchema, name: string): boolean {
  const demands = (schema: JsonSchema): boolean =>
    typeof schema !== 'boolean' && (!isOfType(schema, 'object') || (Array.isArray(schema['required']) && schema['required'].includes(name)))
  const isPresent = allowed.every((schema) => resolved(schema, root).every(demands))
  return isPresent && !allowedProperty(allowed, root, name).some((schema) => accepts(schema, root, null))
}

/** Whether its `type` lets such values through; one without a type does. */
function isOfType(schema: Readonly<Record<string, unknown>>, type: 'array' | 'object'): boolean {
  const given = schema['type']
  return given === undefined || given === type || (Array.isArray(given) && given.includes(type))
}

function isListed(schema: Readonly<Record<string, unknown>>): boolean {
  return schema['type'] !== undefined && isOfType(schema, 'array')
}

function propertyOf(schema: Readonly<Record<string, unknown>>, name: string): Allowed {
  if (!isOfType(schema, 'object')) return []
  const properties = schema['properties']
  if (isObject(properties) && Object.hasOwn(properties, name)) return [properties[name]].filter(isJsonSchema)
  if (schema['patternProperties'] !== undefined) return anything
  const others = schema['additionalProperties'] ?? true
  return isJsonSchema(others) && others !== false ? [others] : []
}

function through(schema: JsonSchema, root: JsonSchema, step: (own: Readonly<Record<string, unknown>>) => Allowed): Allowed {
  return resolved(schema, root).flatMap((each) => (typeof each === 'boolean' ? (each ? anything : []) : step(each)))
}

/** The schemas that one stands for: what it refers to, and each alternative merged with what stands beside it. */
function resolved(schema: JsonSchema, root: JsonSchema, within: Allowed = []): Allowed {
  if (typeof schema === 'boolean') return [schema]
  // One that refers to itself without a step in between says nothing more the second time.
  if (within.includes(schema)) return []
  const { $ref: reference, anyOf, oneOf, allOf, ...own } = schema
  const target = typeof reference === 'string' ? [definitionAt(root, reference)] : []
  const alternatives = [anyOf, oneOf].flatMap((each) => (Array.isArray(each) ? [each.filter(isJsonSchema)] : []))
  const parts = Array.isArray(allOf) ? allOf.filter(isJsonSchema) : []
  const nested = [...target, ...parts, ...alternatives.flat()]
  const isWrapper = Object.keys(own).every((key) => !shaping.has(key))
  const expanded = nested.flatMap((each) => resolved(each, root, [...within, schema]))
  return nested.length > 0 && isWrapper ? expanded : [own, ...expanded]
}

const shaping = new Set([
  'type',
  'properties',
  'additionalProperties',
  'patternProperties',
  'items',
  'prefixItems',
  'required',
  'enum',
  'const',
])

function definitionAt(root: JsonSchema, reference: string): JsonSchema {
  const steps = reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '')
  let found: unknown = root
  for (const step of steps) {
    found = isObject(found) ? found[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  }
  return isJsonSchema(found) ? found : true
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isJsonSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value)
}
