import { Kind, parse, print, visit, type ASTNode } from 'graphql'

/** An SDL without what a schema coordinate names (`Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE`). Throws when there is no such thing. */
export function schemaWithout(sdl: string, coordinate: string): string {
  const path = coordinate.split(/[.():]+/).filter((name) => name !== '')
  let isFound = false
  const names: string[] = []
  const leave = (node: ASTNode): void => void names.splice(names.length - namesOf(node).length)
  const enter = (node: ASTNode): null | undefined => {
    names.push(...namesOf(node))
    // Nor is its length told by an argument that it no longer has.
    if (node.kind === Kind.STRING && [...names, node.value].join('.') === path.join('.')) return null
    if (names.join('.') !== path.join('.')) return undefined
    isFound = true
    // What is taken out is not left.
    leave(node)
    return null
  }
  const without = visit(parse(sdl), { enter, leave })
  if (!isFound) throw new Error(`there is no ${coordinate}`)
  return print(without)
}

const named: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
])

function namesOf(node: ASTNode): readonly string[] {
  return named.has(node.kind) && 'name' in node && node.name !== undefined && 'value' in node.name ? [node.name.value] : []
}
