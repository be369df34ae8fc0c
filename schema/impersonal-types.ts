import { getNamedType, isObjectType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql'

/** Types without anything about a person, an order or who is asking: what may be answered from a cache to everybody of a tenant who gets the same graph. */
const impersonalTypes: ReadonlySet<string> = new Set([
  'Query',
  'PageInfo',
  'Money',
  'Product',
  'ProductTranslation',
  'ProductMedia',
  'ProductMediaConnection',
  'ProductMediaEdge',
  'ProductConnection',
  'ProductEdge',
  'ProductFacet',
  'ProductFacetValue',
  'ProductVariant',
  'ProductVariantConnection',
  'ProductVariantEdge',
  'VariantStock',
  'Category',
  'CategoryConnection',
  'CategoryEdge',
])

/** Fields of a valid document whose answers are about somebody, or may be: `Type.field`, each once. Pure. */
export function personalFields(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const found = new Set<string>()
  const typeInfo = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: () => {
        const [parent, field] = [typeInfo.getParentType(), typeInfo.getFieldDef()]
        if (parent === null || parent === undefined || field === null || field === undefined || field.name.startsWith('__')) return
        const type = getNamedType(field.type)
        const isImpersonal = parent.name !== 'Query' || (isObjectType(type) && impersonalTypes.has(type.name))
        if (!impersonalTypes.has(parent.name) || !isImpersonal) found.add(`${parent.name}.${field.name}`)
      },
    }),
  )
  return [...found]
}
