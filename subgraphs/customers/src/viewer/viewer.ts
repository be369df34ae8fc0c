import { scopesOf } from '@iommi/shared/authorize'
import { idFromUuid } from '@iommi/shared/ids'
import type { Actor, RequestContext } from '@iommi/shared/request-context'
import { createHash } from 'node:crypto'

/** Who is calling, and what they may do. */
export interface ViewerRecord {
  readonly id: string
  readonly kind: 'EMPLOYEE' | 'CLIENT' | 'PARTNER' | 'SYSTEM'
  readonly name: string
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  readonly tenant: { readonly id: string; readonly slug: string }
}

/** Kinds of callers, as the graph names them. */
export const actorKinds = { employee: 'EMPLOYEE', client: 'CLIENT', partner: 'PARTNER', system: 'SYSTEM' } as const

/** The viewer of a request. */
export function viewerOf({ tenant, actor }: Pick<RequestContext, 'tenant' | 'actor'>): ViewerRecord {
  return {
    id: viewerId(tenant.id, actor),
    kind: actorKinds[actor.kind],
    name: actor.name,
    roles: actor.roles,
    permissions: scopesOf(actor),
    tenant: { id: idFromUuid('tenant', tenant.id), slug: tenant.slug },
  }
}

/** A UUID (version 8, https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8) of what makes a caller unique: subjects repeat across tenants and kinds. */
function viewerId(tenantId: string, actor: Actor): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([tenantId, actor.kind, actor.id]))
    .digest('hex')
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) % 4) + 8).toString(16)
  const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
  return idFromUuid('viewer', uuid)
}
