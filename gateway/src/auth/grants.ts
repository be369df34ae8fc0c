import { scopesOf } from '@iommi/shared/authorize'
import type { Actor } from '@iommi/shared/request-context'
import type { AccessRules, Alternatives, Requirement } from './access-rules.ts'

/** What a caller with a valid token may do, as far as the edge decides it. */
export interface Grants {
  readonly scopes: ReadonlySet<string>
  readonly policies: ReadonlySet<string>
  /** The same for callers who may do the same. */
  readonly key: string
}

/** The scopes of the actor's roles, and the policies that hold for this request. */
export function grantsFor(actor: Pick<Actor, 'roles'>, policies: ReadonlySet<string>): Grants {
  const scopes = scopesOf(actor)
  return { scopes: new Set(scopes), policies, key: [...scopes, '|', ...[...policies].toSorted()].join(' ') }
}

/** Why the caller gets no value of a field of this type, or null when it does: a sentence for people. */
export function findDenial(
  rules: AccessRules,
  grants: Grants,
  field: { readonly parent: string; readonly name: string; readonly type: string },
): string | null {
  const coordinate = `${field.parent}.${field.name}`
  const requirements = [rules.types.get(field.parent), rules.fields.get(coordinate), rules.types.get(field.type)]
  for (const requirement of requirements) {
    const denial = requirement === undefined ? null : unmet(requirement, grants, coordinate)
    if (denial !== null) return denial
  }
  return null
}

function unmet({ scopes, policies }: Requirement, grants: Grants, coordinate: string): string | null {
  if (!isMet(scopes, grants.scopes)) {
    const permission = scopes.map((all) => all.join(' and ')).join(', or ')
    return `Your role does not allow ${coordinate}; it needs the permission ${permission}.`
  }
  return isMet(policies, grants.policies) ? null : `${coordinate} is not allowed from your address.`
}

function isMet(alternatives: Alternatives, granted: ReadonlySet<string>): boolean {
  return alternatives.length === 0 || alternatives.some((all) => all.every((name) => granted.has(name)))
}
