import {
  buildSchema,
  getNamedType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
} from 'graphql'

/** Where an operation's answer has ids of a type: `orders.nodes[].id`. */
export type IdPlaces = (typeName: string, operation: string) => readonly string[]

/**
 * Finds ids in the answers of operations on the graph with this SDL. What an operation is asked for by its own `$id` is no place: who
 * asks has that id already.
 */
export function idPlacesOn(sdl: string): IdPlaces {
  const schema = buildSchema(sdl, { assumeValidSDL: true })
  return (typeName, operation) => {
    const document = parse(operation)
    const types = new TypeInfo(schema)
    const path: string[] = []
    const places: string[] = []
    const enter = (name: string): void => {
      const type = types.getType()
      const parent = types.getParentType()
      const isGiven = path.length === 1 && isAskedById(document)
      path.push(`${name}${isListType(isNonNullType(type) ? type.ofType : type) ? '[]' : ''}`)
      if (name === 'id' && parent !== null && parent !== undefined && getNamedType(parent).name === typeName && !isGiven) {
        places.push(path.join('.'))
      }
    }
    visit(document, visitWithTypeInfo(types, { Field: { enter: ({ name }) => enter(name.value), leave: () => void path.pop() } }))
    return places
  }
}

function isAskedById({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (node) =>
      node.kind === Kind.OPERATION_DEFINITION && (node.variableDefinitions ?? []).some(({ variable }) => variable.name.value === 'id'),
  )
}
