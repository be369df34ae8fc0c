import { AppError } from './errors.ts'
import type { Actor, RequestContext, Role } from './request-context.ts'

/** What a caller may do. A scope says which kind of thing; whose is a row rule of the use case. */
export type Scope =
  | 'catalog:read'
  | 'catalog:write'
  | 'stock:read'
  | 'stock:write'
  | 'customers:read'
  | 'customers:list'
  | 'customers:register'
  | 'customers:write'
  | 'mainframe:read'
  | 'mainframe:write'
  | 'orders:read'
  | 'orders:place'
  | 'orders:cancel'
  | 'orders:fulfill'
  | 'notifications:read'
  | 'notifications:write'
  | 'segments:read'
  | 'segments:write'
  | 'users:read'
  | 'users:write'
  | 'consent-texts:write'
  | 'usage:read'

const everything: readonly Scope[] = [
  'catalog:read',
  'catalog:write',
  'stock:read',
  'stock:write',
  'customers:read',
  'customers:list',
  'customers:register',
  'customers:write',
  'mainframe:read',
  'mainframe:write',
  'orders:read',
  'orders:place',
  'orders:cancel',
  'orders:fulfill',
  'notifications:read',
  'notifications:write',
  'segments:read',
  'segments:write',
  'users:read',
  'users:write',
  'consent-texts:write',
  'usage:read',
]

/** The one table from roles to scopes. */
const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  admin: everything,
  'customer-service': [
    'catalog:read',
    'customers:read',
    'customers:write',
    'orders:read',
    'orders:place',
    'orders:cancel',
    'notifications:read',
    'notifications:write',
    'stock:read',
    'customers:list',
    'customers:register',
    'mainframe:read',
    'segments:read',
    'segments:write',
  ],
  'order-manager': [
    'catalog:read',
    'stock:write',
    'customers:read',
    'orders:read',
    'orders:place',
    'orders:cancel',
    'orders:fulfill',
    'notifications:read',
    'notifications:write',
    'stock:read',
    'customers:list',
    'mainframe:read',
    'segments:read',
  ],
  client: [
    'catalog:read',
    'customers:read',
    'customers:write',
    'orders:read',
    'orders:place',
    'orders:cancel',
    'notifications:read',
    'notifications:write',
  ],
  partner: ['catalog:read', 'orders:read', 'orders:place'],
  system: everything,
}

/** Every scope the actor's roles give, sorted. */
export function scopesOf(actor: Pick<Actor, 'roles'>): readonly Scope[] {
  return [...new Set(actor.roles.flatMap((role) => scopesOfRole[role]))].toSorted()
}

/** Whether the actor's roles give `scope`. */
export function hasScope(actor: Actor, scope: Scope): boolean {
  return actor.roles.some((role) => scopesOfRole[role].includes(scope))
}

const publicRoles: readonly Role[] = ['admin', 'customer-service', 'order-manager', 'client', 'partner']

/** The roles of people and partners that give `scope`. */
export function rolesWith(scope: Scope): readonly Role[] {
  return publicRoles.filter((role) => scopesOfRole[role].includes(scope))
}

/** Throws FORBIDDEN unless the actor's roles give `scope`. First line of every use case. */
export function requireScope(context: Pick<RequestContext, 'actor'>, scope: Scope): void {
  if (hasScope(context.actor, scope)) return
  throw new AppError('FORBIDDEN', `Your role does not allow this; it needs the permission ${scope}.`)
}

/** Throws FORBIDDEN unless another service of ours is calling. First line of every service operation. */
export function requireSystem(context: Pick<RequestContext, 'actor'>): void {
  if (context.actor.kind !== 'system') throw new AppError('FORBIDDEN', 'Only services may call this.')
}

/** The only customer whose things the actor may see, or null for an actor who sees the whole tenant. */
export function ownCustomerId(context: Pick<RequestContext, 'actor'>): string | null {
  return context.actor.kind === 'client' ? context.actor.customerId : null
}
