import { apiOf } from '@iommi/schema/compose'
import { contractOf } from '@iommi/schema/contract'
import { getNamedType, isObjectType, parse, type GraphQLSchema } from 'graphql'
import { readAccessRules } from '../src/auth/access-rules.ts'
import { findDenial, grantsFor } from '../src/auth/grants.ts'
import { isAllowed } from './role-matrix.ts'

/** Whose graph is asked about: callers of that column of the matrix, who have the role of the same name. */
export interface Contract {
  readonly tag: 'public' | 'partner'
  readonly caller: 'client' | 'partner'
}

/**
 * Where a contract of the supergraph is not what its callers may have, each as `Type.field: what`: root fields that the matrix gives
 * them and the contract does not, or the other way round, and fields below that need a scope they never have.
 */
export function findContractBreaches(
  supergraphSdl: string,
  { tag, caller }: Contract,
  matrix: Readonly<Record<string, string>>,
): readonly string[] {
  const supergraph = parse(supergraphSdl)
  const api = apiOf(contractOf(supergraph, tag))
  const shown = new Set(fieldsOf(api).map(({ parent, name }) => `${parent}.${name}`))
  const allowed = new Set(Object.keys(matrix).filter((field) => isAllowed(matrix[field] ?? '', caller)))
  const shownAtRoot = [...shown].filter((field) => /^(?:Query|Mutation|Subscription)\./.test(field))
  const rules = readAccessRules(supergraph)
  const grants = grantsFor({ roles: [caller] }, new Set())
  return [
    ...[...allowed].filter((field) => !shown.has(field)).map((field) => `${field}: is for ${caller}s, so it has @tag(name: "${tag}")`),
    ...shownAtRoot.filter((field) => !allowed.has(field)).map((field) => `${field}: is not for ${caller}s and has @tag(name: "${tag}")`),
    ...fieldsOf(api)
      .filter((field) => findDenial(rules, grants, field) !== null)
      .map(({ parent, name }) => `${parent}.${name}: has @tag(name: "${tag}") and needs a permission that no ${caller} has`),
  ]
}

function fieldsOf(api: GraphQLSchema): readonly { readonly parent: string; readonly name: string; readonly type: string }[] {
  return Object.values(api.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields()).map((field) => ({ parent: type.name, name: field.name, type: getNamedType(field.type).name }))
        : [],
    )
}
