import { scopesOf } from '@iommi/shared/authorize'
import type { Actor } from '@iommi/shared/request-context'
import { describe, expect, it } from 'vitest'
import { viewerOf } from './viewer.ts'

const tenant = {
  id: '01890000-0000-7000-8000-00000000acfe',
  slug: 'acme',
  schemaSuffix: null,
  defaultCurrency: 'GBP',
  isActive: true,
}
const actor: Actor = { kind: 'employee', id: 'erin', name: 'Erin', roles: ['order-manager', 'customer-service'] }

describe('viewerOf', () => {
  it('shows roles as given and permissions sorted, each once', () => {
    expect(viewerOf({ tenant, actor })).toEqual({
      id: expect.stringMatching(/^viewer_[0-7][0-9a-hjkmnp-tv-z]{25}$/),
      kind: 'EMPLOYEE',
      name: 'Erin',
      roles: ['order-manager', 'customer-service'],
      permissions: scopesOf(actor),
      tenant: { id: 'tenant_01h4000000e008000000001b7y', slug: 'acme' },
    })
    const { permissions } = viewerOf({ tenant, actor })
    expect(permissions).toEqual([...new Set(permissions)].toSorted())
    for (const one of ['stock:write', 'customers:write']) expect(permissions).toContain(one)
    expect(permissions).not.toContain('users:read')
  })

  it('gives the same caller the same id, and another subject, kind or tenant another', () => {
    const idOf = (changed: Partial<Actor>, tenantId = tenant.id): string =>
      viewerOf({ tenant: { ...tenant, id: tenantId }, actor: { ...actor, ...changed } as Actor }).id
    expect(idOf({ name: 'Erin E.', roles: [] })).toBe(idOf({}))
    const ids = [idOf({}), idOf({ id: 'eric' }), idOf({ kind: 'partner' }), idOf({}, '01890000-0000-7000-8000-000000010bee')]
    expect(new Set(ids).size).toBe(4)
    expect(ids.join(' ')).not.toContain('erin')
  })
})
