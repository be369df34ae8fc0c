import {
  Kind,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ValueNode,
} from 'graphql'

/** What `@listSize` says of a field: how its length, or that of lists below it, is known before it is fetched. */
export interface ListSizeRule {
  /** Items where no slicing argument says so. */
  readonly assumedSize: number | null
  /** Arguments that give the number of items; `page.first` is the field `first` of the argument `page`. */
  readonly slicingArguments: readonly string[]
  /** Lists one level below that have this size, as `edges` and `nodes` of a connection. */
  readonly sizedFields: ReadonlySet<string>
  /** Whether exactly one slicing argument has to be there. */
  readonly isOneSlicingArgumentRequired: boolean
}

/** Everything that a supergraph says about costs. Weights are whole numbers, 0 or more. */
export interface CostRules {
  /** By name of a type: objects, scalars, enums. */
  readonly types: ReadonlyMap<string, number>
  /** By `Type.field`. An object's field without a rule of its own has that of its interfaces: the dearest. */
  readonly fields: ReadonlyMap<string, number>
  /** By `Type.field.argument`, otherwise as fields. */
  readonly arguments: ReadonlyMap<string, number>
  /** By `Input.field`. */
  readonly inputFields: ReadonlyMap<string, number>
  /** By `Type.field`, otherwise as fields. */
  readonly listSizes: ReadonlyMap<string, ListSizeRule>
  /** Items of a list of which no rule says anything. */
  readonly assumedListSize: number
}

interface DirectiveNames {
  readonly cost: string
  readonly listSize: string
}

type CompositeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode

/** What has been read so far. */
interface Reading {
  readonly names: DirectiveNames
  readonly types: Map<string, number>
  readonly fields: Map<string, number>
  readonly arguments: Map<string, number>
  readonly inputFields: Map<string, number>
  readonly listSizes: Map<string, ListSizeRule>
}

const specUrl = 'https://specs.apollo.dev/cost/'
const assumedListSize = 10

/**
 * Reads `@cost` and `@listSize` (https://ibm.github.io/graphql-specs/cost-spec.html, as https://specs.apollo.dev/cost/v0.1), by whatever
 * name the supergraph's `@link` gives them. Throws where a weight or size is none that can be counted with, naming the place.
 */
export function readCostRules(supergraph: DocumentNode): CostRules {
  const reading: Reading = {
    names: directiveNames(supergraph),
    types: new Map(),
    fields: new Map(),
    arguments: new Map(),
    inputFields: new Map(),
    listSizes: new Map(),
  }
  const composites: CompositeNode[] = []
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      composites.push(definition)
      addWeight(reading.types, definition.name.value, weightOf(reading.names, definition))
      for (const field of definition.fields ?? []) readField(reading, definition.name.value, field)
    } else if (definition.kind === Kind.SCALAR_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION) {
      addWeight(reading.types, definition.name.value, weightOf(reading.names, definition))
    } else if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      readInputs(reading, { into: reading.inputFields, place: definition.name.value, inputs: definition.fields ?? [] })
    }
  }
  inherit(reading, composites)
  const { names: _, ...rules } = reading
  return { ...rules, assumedListSize }
}

function readField(reading: Reading, type: string, field: FieldDefinitionNode): void {
  const place = `${type}.${field.name.value}`
  addWeight(reading.fields, place, weightOf(reading.names, field))
  readInputs(reading, { into: reading.arguments, place, inputs: field.arguments ?? [] })
  const applied = field.directives?.find(({ name }) => name.value === reading.names.listSize)
  if (applied !== undefined) reading.listSizes.set(place, listSizeRule(applied, place))
}

function readInputs(
  { names }: Reading,
  {
    into,
    place,
    inputs,
  }: { readonly into: Map<string, number>; readonly place: string; readonly inputs: readonly InputValueDefinitionNode[] },
): void {
  for (const input of inputs) addWeight(into, `${place}.${input.name.value}`, weightOf(names, input))
}

function addWeight(into: Map<string, number>, place: string, weight: number | null): void {
  if (weight === null) return
  if (!Number.isSafeInteger(weight) || weight < 0) throw new Error(`${place}: the weight of @cost is a whole number, 0 or more`)
  into.set(place, weight)
}

function weightOf(names: DirectiveNames, { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] }): number | null {
  const applied = directives.find(({ name }) => name.value === names.cost)
  return applied === undefined ? null : (intOf(argumentOf(applied, 'weight')) ?? Number.NaN)
}

function listSizeRule(applied: DirectiveNode, place: string): ListSizeRule {
  const assumed = argumentOf(applied, 'assumedSize')
  const assumedSize = assumed === undefined || assumed.kind === Kind.NULL ? null : (intOf(assumed) ?? Number.NaN)
  if (assumedSize !== null && (!Number.isSafeInteger(assumedSize) || assumedSize < 0)) {
    throw new Error(`${place}: assumedSize of @listSize is a whole number, 0 or more`)
  }
  const isRequired = argumentOf(applied, 'requireOneSlicingArgument')
  return {
    assumedSize,
    slicingArguments: stringsOf(argumentOf(applied, 'slicingArguments')),
    sizedFields: new Set(stringsOf(argumentOf(applied, 'sizedFields'))),
    isOneSlicingArgumentRequired: isRequired?.kind !== Kind.BOOLEAN || isRequired.value,
  }
}

// Who asks through an interface gets objects, whose rules count; a rule on the interface alone would count for nobody.
function inherit(reading: Reading, composites: readonly CompositeNode[]): void {
  const own = { fields: new Map(reading.fields), arguments: new Map(reading.arguments), listSizes: new Map(reading.listSizes) }
  for (const { name, interfaces = [], fields = [] } of composites) {
    for (const field of fields) {
      const parents = interfaces.map((parent) => `${parent.name.value}.${field.name.value}`)
      const place = `${name.value}.${field.name.value}`
      inheritWeight(reading.fields, place, { own: own.fields, parents })
      for (const { name: argument } of field.arguments ?? []) {
        const ofParents = parents.map((parent) => `${parent}.${argument.value}`)
        inheritWeight(reading.arguments, `${place}.${argument.value}`, { own: own.arguments, parents: ofParents })
      }
      const [listSize] = parents.flatMap((parent) => own.listSizes.get(parent) ?? [])
      if (listSize !== undefined && !own.listSizes.has(place)) reading.listSizes.set(place, listSize)
    }
  }
}

function inheritWeight(
  into: Map<string, number>,
  place: string,
  { own, parents }: { readonly own: ReadonlyMap<string, number>; readonly parents: readonly string[] },
): void {
  const weights = parents.flatMap((parent) => own.get(parent) ?? [])
  if (weights.length > 0 && !own.has(place)) into.set(place, Math.max(...weights))
}

/** What the directives are called here: `@link` may import them under any name, or not at all. */
function directiveNames({ definitions }: DocumentNode): DirectiveNames {
  const links = definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? (definition.directives ?? []) : [],
  )
  const link = links.find((directive) => directive.name.value === 'link' && stringOf(argumentOf(directive, 'url'))?.startsWith(specUrl))
  if (link === undefined) return { cost: 'cost', listSize: 'listSize' }
  const prefix = stringOf(argumentOf(link, 'as')) ?? 'cost'
  const imported = importsOf(argumentOf(link, 'import'))
  return { cost: imported.get('@cost') ?? prefix, listSize: imported.get('@listSize') ?? `${prefix}__listSize` }
}

function importsOf(value: ValueNode | undefined): ReadonlyMap<string, string> {
  const imported = new Map<string, string>()
  for (const item of value?.kind === Kind.LIST ? value.values : []) {
    const fields = item.kind === Kind.OBJECT ? item.fields : []
    const fieldOf = (name: string): string | null => stringOf(fields.find((field) => field.name.value === name)?.value)
    const name = stringOf(item) ?? fieldOf('name')
    if (name !== null) imported.set(name, (fieldOf('as') ?? name).replace(/^@/, ''))
  }
  return imported
}

function argumentOf(directive: DirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value
}

function stringOf(value: ValueNode | undefined): string | null {
  return value?.kind === Kind.STRING ? value.value : null
}

function stringsOf(value: ValueNode | undefined): readonly string[] {
  return value?.kind === Kind.LIST ? value.values.flatMap((item) => stringOf(item) ?? []) : []
}

function intOf(value: ValueNode | undefined): number | null {
  return value?.kind === Kind.INT ? Number(value.value) : null
}
