import {
  GraphQLError,
  isAbstractType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'
import type { KeyFields } from './key-fields.ts'

/**
 * Refuses aliases that would change what the gateway reads: those named like a key field of the
 * type (the key's value would answer for the field), and those that begin with `__`.
 */
export function aliasRule(keyFieldsOf: (schema: GraphQLSchema) => KeyFields): ValidationRule {
  return (context) => ({
    Field: ({ alias, name }) => {
      if (alias === undefined || alias.value === name.value) return
      if (alias.value.startsWith('__')) return context.reportError(refused(alias.value, 'names that begin with __ are reserved'))
      const parent = context.getParentType()
      if (parent === null || parent === undefined || !isKeyField(context, keyFieldsOf(context.getSchema()), { parent, name: alias.value }))
        return
      context.reportError(refused(alias.value, `${parent.name} has a key field of this name`))
    },
  })
}

function isKeyField(
  context: ValidationContext,
  keyFields: KeyFields,
  { parent, name }: { readonly parent: GraphQLCompositeType; readonly name: string },
): boolean {
  const types = [parent, ...(isAbstractType(parent) ? context.getSchema().getPossibleTypes(parent) : [])]
  return types.some((type) => keyFields.get(type.name)?.has(name) === true)
}

function refused(alias: string, why: string): GraphQLError {
  return new GraphQLError(`The alias ${alias} cannot be used for another field: ${why}.`, { extensions: { code: 'ALIAS_NOT_ALLOWED' } })
}
